pub mod coordinator;
pub mod node;
pub mod operator;
pub mod registry;

pub use coordinator::*;
pub use node::*;
pub use operator::*;
pub use registry::*;
