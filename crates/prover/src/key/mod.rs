//! Proving keys: snarkjs' file, the same in memory, and a copy on disk that loads faster.

pub mod cache;
pub mod matrix;
pub mod zkey;
