//! Development keys: the toxic waste is derived from a published seed, so everybody makes the same key, and anybody
//! can forge proofs for it. The verifying key is marked as a development key wherever it goes.

use crate::{encoding::VerifyingKeyJson, r1cs::R1cs, reduction::OddCoset, zkey, ProverError};
use ark_bn254::{Bn254, Fr, G1Projective, G2Projective};
use ark_ec::PrimeGroup;
use ark_ff::PrimeField;
use ark_groth16::{Groth16, ProvingKey};
use ark_std::rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sha2::{Digest, Sha256, Sha512};
use std::path::Path;

const DOMAIN: &[u8] = b"cyxwiz:development-key:v1";

/// Writes the development key of a circuit, and its verifying key when `vk` names a file. The same seed and circuit
/// give the same bytes on every machine and with any number of threads.
pub fn setup(r1cs_path: &Path, seed: &str, out: &Path, vk: Option<&Path>) -> Result<(), ProverError> {
    if seed.is_empty() {
        return Err(ProverError::new("bad_request", "the seed is empty"));
    }
    let r1cs = R1cs::read(r1cs_path)?;
    let key = development_key(&r1cs, seed)?;
    write_whole(out, &zkey::encode(&key, &r1cs))?;
    if let Some(path) = vk {
        let json = serde_json::to_string_pretty(&VerifyingKeyJson::development(&key.vk))
            .map_err(|e| ProverError::new("setup_failed", e.to_string()))?;
        write_whole(path, format!("{json}\n").as_bytes())?;
    }
    Ok(())
}

pub fn development_key(r1cs: &R1cs, seed: &str) -> Result<ProvingKey<Bn254>, ProverError> {
    // The evaluation point tau is drawn from this generator, the other four secrets are named.
    let mut tau = ChaCha20Rng::from_seed(Sha256::digest(preimage(seed, "tau")).into());
    let key = Groth16::<Bn254, OddCoset>::generate_parameters_with_qap(
        r1cs,
        secret(seed, "alpha"),
        secret(seed, "beta"),
        secret(seed, "gamma"),
        secret(seed, "delta"),
        G1Projective::generator(),
        G2Projective::generator(),
        &mut tau,
    )
    .map_err(|e| ProverError::new("setup_failed", e.to_string()))?;
    let domain = (r1cs.constraints() + r1cs.public_signals + 1).next_power_of_two();
    if key.h_query.len() != domain {
        let message = format!("{} H points for a domain of {domain}", key.h_query.len());
        return Err(ProverError::new("setup_failed", message));
    }
    Ok(key)
}

/// 512 bits reduced: no bias worth the name, and no dependence on how a library samples.
fn secret(seed: &str, name: &str) -> Fr {
    Fr::from_le_bytes_mod_order(&Sha512::digest(preimage(seed, name)))
}

fn preimage(seed: &str, name: &str) -> Vec<u8> {
    [DOMAIN, seed.as_bytes(), name.as_bytes()].join(&0u8)
}

/// Writes beside the target and renames, so that a killed set-up leaves no half key under the real name.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ProverError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    let partial = Path::new(&name);
    std::fs::write(partial, bytes)
        .and_then(|()| std::fs::rename(partial, path))
        .map_err(|e| ProverError::file(path, &e))
}
