//! A loaded circuit: proves witnesses, verifies proofs.

use crate::{
    encoding::{decimal, public_signals, ProofJson},
    exact::{network::StepCircuit, segment::signal_names},
    key::{cache, matrix::SparseMatrix, zkey},
    r1cs::R1cs,
    reduction::{h_values, OddCoset},
    solver::{plan::Plan, planner, symbols},
    task::Task,
    ProverError,
};
use ark_bn254::{Bn254, Fr, G1Affine, G1Projective, G2Projective};
use ark_ec::{CurveGroup, VariableBaseMSM};
use ark_ff::{AdditiveGroup, BigInt, PrimeField, UniformRand};
use ark_groth16::{prepare_verifying_key, Groth16, PreparedVerifyingKey, Proof, ProvingKey};
use ark_poly::GeneralEvaluationDomain;
use ark_std::rand::rngs::OsRng;
use rayon::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

/// What witnesses of a step circuit are computed from, without circom's program.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepFiles {
    pub r1cs: PathBuf,
    pub symbols: PathBuf,
    pub parameters: StepCircuit,
}

/// Everything about a circuit that proving needs.
pub struct LoadedKey {
    pub key: ProvingKey<Bn254>,
    /// A and B.
    pub matrices: [SparseMatrix; 2],
    pub coefficients: Vec<Fr>,
    pub plan: Option<Plan>,
    pub wires: usize,
    pub public_signals: usize,
    pub constraints: usize,
}

pub struct Circuit {
    pub loaded: LoadedKey,
    verifying_key: PreparedVerifyingKey<Bn254>,
    /// Whether the key came from its cache.
    pub cached: bool,
    pub step: Option<StepCircuit>,
}

impl Circuit {
    pub fn load(zkey: &Path, step: Option<&StepFiles>) -> Result<Self, ProverError> {
        let source = source_hash(zkey, step)?;
        let cache = cache::path_of(zkey);
        let kept = cache::read(&cache, &source);
        let cached = kept.is_some();
        let loaded = match kept {
            Some(loaded) => loaded,
            None => {
                let loaded = read_key(zkey, step)?;
                cache::write(&cache, &source, &loaded);
                loaded
            }
        };
        Ok(Self {
            verifying_key: prepare_verifying_key(&loaded.key.vk),
            loaded,
            cached,
            step: step.map(|step| step.parameters.clone()),
        })
    }

    /// A witness from signals in the order of `signal_names`.
    pub fn witness(&self, signals: &[Fr]) -> Result<Vec<Fr>, ProverError> {
        let LoadedKey {
            plan,
            matrices,
            coefficients,
            wires,
            ..
        } = &self.loaded;
        let plan = plan.as_ref().ok_or_else(|| {
            ProverError::new(
                "no_native_witness",
                "the circuit was loaded without its constraints",
            )
        })?;
        plan.solve(matrices, coefficients, *wires, signals)
    }

    /// Proves a witness. Every proof is verified before it is handed out, so a witness that breaks a constraint ends as
    /// `unsatisfied_witness`, never as a proof that fails on chain.
    pub fn prove(&self, wires: &[Fr], task: &Task) -> Result<(ProofJson, Vec<String>), ProverError> {
        let proof = self.loaded.prove(wires, task)?;
        let signals = &wires[1..=self.loaded.public_signals];
        if !self.accepts(&proof, signals)? {
            let message = "some constraint does not hold for this witness";
            return Err(ProverError::new("unsatisfied_witness", message));
        }
        Ok((ProofJson::from(&proof), signals.iter().map(decimal).collect()))
    }

    /// Whether a proof holds; an error when it, or a signal, is malformed.
    pub fn verify(&self, proof: &ProofJson, signals: &[String]) -> Result<bool, ProverError> {
        let signals = public_signals(signals)?;
        if signals.len() != self.loaded.public_signals {
            let message = format!(
                "{} public signals, the circuit has {}",
                signals.len(),
                self.loaded.public_signals
            );
            return Err(ProverError::new("bad_public_signals", message));
        }
        self.accepts(&proof.points()?, &signals)
    }

    fn accepts(&self, proof: &Proof<Bn254>, signals: &[Fr]) -> Result<bool, ProverError> {
        Groth16::<Bn254, OddCoset>::verify_proof(&self.verifying_key, proof, signals)
            .map_err(|e| ProverError::new("verify_failed", e.to_string()))
    }
}

impl LoadedKey {
    /// Groth16 on the values of the odd coset; a stage ends before each sum over the key's points.
    fn prove(&self, wires: &[Fr], task: &Task) -> Result<Proof<Bn254>, ProverError> {
        const STAGES: usize = 6;
        let stage = |done: usize| task.progress("proof", done, STAGES);
        stage(0)?;
        let domain = self.key.h_query.len();
        let rows = |matrix: &SparseMatrix| {
            let mut values = vec![Fr::ZERO; domain];
            values[..self.constraints]
                .par_iter_mut()
                .enumerate()
                .for_each(|(row, value)| *value = matrix.evaluate(row, &self.coefficients, wires));
            values
        };
        let inputs = self.public_signals + 1;
        let mut a = rows(&self.matrices[0]);
        a[self.constraints..self.constraints + inputs].copy_from_slice(&wires[..inputs]);
        let h = h_values::<Fr, GeneralEvaluationDomain<Fr>>(a, rows(&self.matrices[1]))
            .map_err(|e| ProverError::new("prove_failed", e.to_string()))?;

        stage(1)?;
        let key = &self.key;
        let sum = |points: &[G1Affine], scalars: &[BigInt<4>]| G1Projective::msm_bigint(points, scalars);
        let mut c = sum(&key.h_query, &integers(&h));
        drop(h);
        let scalars = integers(wires);
        stage(2)?;
        c += sum(&key.l_query, &scalars[inputs..]);
        let (r, s) = (Fr::rand(&mut OsRng), Fr::rand(&mut OsRng));
        stage(3)?;
        let a = sum(&key.a_query, &scalars) + key.vk.alpha_g1 + key.delta_g1 * r;
        stage(4)?;
        let b1 = sum(&key.b_g1_query, &scalars) + key.beta_g1 + key.delta_g1 * s;
        stage(5)?;
        let b = G2Projective::msm_bigint(&key.b_g2_query, &scalars) + key.vk.beta_g2 + key.vk.delta_g2 * s;
        c += a * s + b1 * r - key.delta_g1 * (r * s);
        stage(STAGES)?;
        Ok(Proof {
            a: a.into_affine(),
            b: b.into_affine(),
            c: c.into_affine(),
        })
    }
}

fn integers(values: &[Fr]) -> Vec<BigInt<4>> {
    values.par_iter().map(|value| value.into_bigint()).collect()
}

fn read_key(path: &Path, step: Option<&StepFiles>) -> Result<LoadedKey, ProverError> {
    let zkey::Zkey {
        key,
        matrices,
        mut coefficients,
        wires,
        public_signals,
        constraints,
    } = zkey::read(path)?;
    let plan = step
        .map(|step| {
            step.parameters.check()?;
            let c = R1cs::read_c(&step.r1cs, &mut coefficients)?;
            if c.rows() != constraints {
                let message = format!(
                    "{} has {} constraints, the key {constraints}",
                    step.r1cs.display(),
                    c.rows()
                );
                return Err(ProverError::new("bad_r1cs", message));
            }
            let names = signal_names(&step.parameters);
            let signals = symbols::wires_of(&step.symbols, &names, wires)?;
            Ok(planner::plan(&matrices, c, signals, wires, &mut coefficients).ok())
        })
        .transpose()?
        .flatten();
    Ok(LoadedKey {
        key,
        matrices,
        coefficients: coefficients.into_values(),
        plan,
        wires,
        public_signals,
        constraints,
    })
}

/// The hash of everything that a cache is made from.
fn source_hash(zkey: &Path, step: Option<&StepFiles>) -> Result<[u8; 32], ProverError> {
    let mut paths = vec![zkey];
    let mut names = Vec::new();
    if let Some(step) = step {
        paths.extend([step.r1cs.as_path(), &step.symbols]);
        names = signal_names(&step.parameters);
    }
    let hashes = paths
        .par_iter()
        .map(|path| hash_file(path))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Sha256::new()
        .chain_update(hashes.concat())
        .chain_update(names.join("\n"))
        .finalize()
        .into())
}

fn hash_file(path: &Path) -> Result<[u8; 32], ProverError> {
    let mut file = File::open(path).map_err(|e| ProverError::file(path, &e))?;
    let mut hash = Sha256::new();
    let mut bytes = vec![0u8; 1 << 20];
    loop {
        match file.read(&mut bytes).map_err(|e| ProverError::file(path, &e))? {
            0 => return Ok(hash.finalize().into()),
            length => hash.update(&bytes[..length]),
        }
    }
}
