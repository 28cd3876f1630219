pub mod node;
pub mod registry;

pub use node::*;
pub use registry::*;
