//! A loaded circuit: proves witnesses, verifies proofs.

use crate::{
    encoding::{decimal, public_signals, ProofJson},
    r1cs::Matrix,
    reduction::OddCoset,
    witness::read_witness,
    zkey, ProverError,
};
use ark_bn254::{Bn254, Fr};
use ark_groth16::{prepare_verifying_key, Groth16, PreparedVerifyingKey, Proof, ProvingKey};
use ark_std::{rand::rngs::OsRng, UniformRand};
use std::path::Path;

type Prover = Groth16<Bn254, OddCoset>;

pub struct Circuit {
    key: ProvingKey<Bn254>,
    verifying_key: PreparedVerifyingKey<Bn254>,
    matrices: [Matrix; 2],
    pub wires: usize,
    pub constraints: usize,
    pub public_signals: usize,
}

impl Circuit {
    pub fn load(zkey: &Path) -> Result<Self, ProverError> {
        let loaded = zkey::read(zkey)?;
        Ok(Self {
            verifying_key: prepare_verifying_key(&loaded.key.vk),
            key: loaded.key,
            matrices: loaded.matrices,
            wires: loaded.wires,
            constraints: loaded.constraints,
            public_signals: loaded.public_signals,
        })
    }

    /// Proves a witness file. Every proof is verified before it is handed out, so a witness that breaks a constraint
    /// ends as `unsatisfied_witness`, never as a proof that fails on chain.
    pub fn prove(&self, witness: &Path) -> Result<(ProofJson, Vec<String>), ProverError> {
        let wires = read_witness(witness, self.wires)?;
        let proof = Prover::create_proof_with_reduction_and_matrices(
            &self.key,
            Fr::rand(&mut OsRng),
            Fr::rand(&mut OsRng),
            &self.matrices,
            self.public_signals + 1,
            self.constraints,
            &wires,
        )
        .map_err(|e| ProverError::new("prove_failed", e.to_string()))?;
        let signals = &wires[1..=self.public_signals];
        if !self.accepts(&proof, signals)? {
            let message = format!(
                "{}: some constraint does not hold for this witness",
                witness.display()
            );
            return Err(ProverError::new("unsatisfied_witness", message));
        }
        Ok((ProofJson::from(&proof), signals.iter().map(decimal).collect()))
    }

    /// Whether a proof holds; an error when it, or a signal, is malformed.
    pub fn verify(&self, proof: &ProofJson, signals: &[String]) -> Result<bool, ProverError> {
        let signals = public_signals(signals)?;
        if signals.len() != self.public_signals {
            let message = format!(
                "{} public signals, the circuit has {}",
                signals.len(),
                self.public_signals
            );
            return Err(ProverError::new("bad_public_signals", message));
        }
        self.accepts(&proof.points()?, &signals)
    }

    fn accepts(&self, proof: &Proof<Bn254>, signals: &[Fr]) -> Result<bool, ProverError> {
        Prover::verify_proof(&self.verifying_key, proof, signals)
            .map_err(|e| ProverError::new("verify_failed", e.to_string()))
    }
}
