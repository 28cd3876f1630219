//! Groth16 over BN254 for circom circuits: development set-up, witnesses, proving and verifying with arkworks, in files
//! that snarkjs reads too; and the exact engine's training, repeated and committed to. The binary `cyxwiz-prover` serves
//! it over pipes; see `server`.

pub mod container;
pub mod encoding;
pub mod error;
pub mod exact;
pub mod key;
pub mod poseidon;
pub mod prove;
pub mod r1cs;
pub mod reduction;
pub mod server;
pub mod setup;
pub mod solver;
pub mod task;
pub mod witness;

pub use error::ProverError;
pub use key::zkey;
