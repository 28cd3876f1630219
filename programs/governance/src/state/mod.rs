pub mod config;
pub mod mint_policy;
pub mod params;
pub mod verifying_key;

pub use config::*;
pub use mint_policy::*;
pub use params::*;
pub use verifying_key::*;
