pub mod node_score;
pub mod outcome;
pub mod outcome_queue;
pub mod score_page;

pub use node_score::*;
pub use outcome::*;
pub use outcome_queue::*;
pub use score_page::*;
