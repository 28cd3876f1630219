//! Numbers in files: requests carry paths where a line of JSON would be too long.

use crate::{
    exact::{
        network::{bad, StepCircuit},
        step::{Batch, Weights},
    },
    ProverError,
};
use ark_bn254::Fr;
use ark_ff::{BigInteger, PrimeField};
use std::{fs, path::Path};

const ELEMENT: usize = 32;

fn read(path: &Path) -> Result<Vec<u8>, ProverError> {
    fs::read(path).map_err(|e| ProverError::file(path, &e))
}

pub fn write(path: &Path, bytes: &[u8]) -> Result<(), ProverError> {
    fs::write(path, bytes).map_err(|e| ProverError::file(path, &e))
}

pub fn read_weights(path: &Path, circuit: &StepCircuit) -> Result<Weights, ProverError> {
    let bytes = read(path)?;
    let expected = 4 * (circuit.w1_count() + circuit.w2_count());
    if bytes.len() != expected {
        return Err(bad(format!(
            "{}: {} bytes of weights, expected {expected}",
            path.display(),
            bytes.len()
        )));
    }
    let mut values = bytes
        .chunks_exact(4)
        .map(|word| i32::from_le_bytes([word[0], word[1], word[2], word[3]]));
    let w1 = values.by_ref().take(circuit.w1_count()).collect();
    let w2 = values.collect();
    Ok(Weights { w1, w2 })
}

pub fn read_batches(path: &Path, circuit: &StepCircuit) -> Result<Vec<Batch>, ProverError> {
    let bytes = read(path)?;
    let pixels = circuit.batch * circuit.inputs;
    let size = pixels + circuit.batch;
    if bytes.is_empty() || bytes.len() % size != 0 {
        return Err(bad(format!(
            "{}: {} bytes are not batches of {size}",
            path.display(),
            bytes.len()
        )));
    }
    Ok(bytes
        .chunks_exact(size)
        .map(|batch| Batch {
            pixels: batch[..pixels].to_vec(),
            labels: batch[pixels..].to_vec(),
        })
        .collect())
}

/// Field elements of 32 bytes, big endian. Errors: `bad_words`
pub fn read_elements(path: &Path) -> Result<Vec<Fr>, ProverError> {
    let bytes = read(path)?;
    if bytes.len() % ELEMENT != 0 {
        return Err(bad_words(path, "is not a list of field elements of 32 bytes"));
    }
    bytes
        .chunks_exact(ELEMENT)
        .map(|element| parse(path, element))
        .collect()
}

/// Lists, each led by a tag and its number of words (both u32, little endian). Errors: `bad_words`
pub fn read_lists(path: &Path) -> Result<Vec<(u32, Vec<Fr>)>, ProverError> {
    let bytes = read(path)?;
    let mut rest = bytes.as_slice();
    let mut lists = Vec::new();
    let cut_off = || bad_words(path, "is cut off");
    while !rest.is_empty() {
        let (head, after) = rest.split_at_checked(8).ok_or_else(cut_off)?;
        let word = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let length = (word(4) as usize).checked_mul(ELEMENT).ok_or_else(cut_off)?;
        let (elements, after) = after.split_at_checked(length).ok_or_else(cut_off)?;
        let words = elements
            .chunks_exact(ELEMENT)
            .map(|element| parse(path, element))
            .collect::<Result<_, _>>()?;
        lists.push((word(0), words));
        rest = after;
    }
    Ok(lists)
}

pub fn elements(values: impl IntoIterator<Item = Fr>) -> Vec<u8> {
    values
        .into_iter()
        .flat_map(|value| value.into_bigint().to_bytes_be())
        .collect()
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Fr, ProverError> {
    let mut limbs = [0u64; 4];
    for (limb, chunk) in limbs.iter_mut().rev().zip(bytes.chunks_exact(8)) {
        *limb = chunk.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    }
    Fr::from_bigint(ark_ff::BigInt(limbs))
        .ok_or_else(|| bad_words(path, "holds a word that is not below the modulus"))
}

fn bad_words(path: &Path, what: &str) -> ProverError {
    ProverError::new("bad_words", format!("{} {what}", path.display()))
}
