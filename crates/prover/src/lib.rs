//! Groth16 over BN254 for circom circuits: development set-up, proving and verifying with arkworks, in files that
//! snarkjs reads too. The binary `cyxwiz-prover` serves it over pipes; see `server`.

pub mod container;
pub mod encoding;
pub mod error;
pub mod prove;
pub mod r1cs;
pub mod reduction;
pub mod server;
pub mod setup;
pub mod witness;
pub mod zkey;

pub use error::ProverError;
