//! What an audit of the exact tier is about: which steps, of which batches, under which statement. No accounts, no money.
//!
//! A *segment* is as many consecutive training steps as one proof covers; it lies inside one epoch. Everything here is
//! worked out from the job, its audit and the chain, so a prover chooses none of it.

pub mod challenge;
pub mod schedule;
pub mod slot_hashes;
pub mod statement;
pub mod terms;

pub use challenge::*;
pub use schedule::*;
pub use slot_hashes::*;
pub use statement::*;
pub use terms::*;
