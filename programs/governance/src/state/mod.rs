pub mod config;
pub mod dispute;
pub mod mint_policy;
pub mod params;
pub mod round;
pub mod verifying_key;

pub use config::*;
pub use dispute::*;
pub use mint_policy::*;
pub use params::*;
pub use round::*;
pub use verifying_key::*;
