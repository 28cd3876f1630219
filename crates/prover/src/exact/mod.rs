//! The exact engine of `packages/engine`, in the terms of the circuit `sgd_step`: trains, commits to every state, and
//! makes the inputs of a proof. `docs/exact-training.md` is its specification, `tests/vectors` hold it to the bit.

mod advice;
pub mod commit;
pub mod network;
pub mod order;
pub mod segment;
pub mod step;
pub mod training;
pub mod tree;
pub mod words;
