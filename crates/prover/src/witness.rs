//! Reads and writes .wtns files (snarkjs, circom's witness calculator): one field element for each wire.

use crate::{
    container::{put_limbs, put_modulus, put_u32, Container, ContainerWriter, FR_MODULUS},
    ProverError,
};
use ark_bn254::Fr;
use ark_ff::{One, PrimeField};
use std::path::Path;

const HEADER: u32 = 1;
const VALUES: u32 = 2;

/// The values of all wires; `wrong_witness_size` when there are not `wires` of them.
pub fn read_witness(path: &Path, wires: usize) -> Result<Vec<Fr>, ProverError> {
    let mut file = Container::open(path, b"wtns", 2, "bad_witness")?;
    file.section_of(HEADER, 40)?;
    file.expect_modulus("witness", FR_MODULUS)?;
    let count = file.u32()? as usize;
    if count != wires {
        let message = format!(
            "{}: {count} values, the circuit has {wires} wires",
            path.display()
        );
        return Err(ProverError::new("wrong_witness_size", message));
    }
    file.section_of(VALUES, 32 * count as u64)?;
    let mut values = Vec::with_capacity(count);
    for wire in 0..count {
        let value = Fr::from_bigint(file.limbs()?).ok_or_else(|| {
            file.malformed(format!("the value of wire {wire} is not below the field modulus"))
        })?;
        values.push(value);
    }
    if values.first() != Some(&Fr::one()) {
        return Err(file.malformed("wire 0 must be 1".into()));
    }
    Ok(values)
}

pub fn encode_witness(wires: &[Fr]) -> Vec<u8> {
    let mut out = ContainerWriter::new(b"wtns", 2, 2);
    out.section(HEADER, |o| {
        put_modulus::<Fr>(o);
        put_u32(o, wires.len() as u32);
    });
    out.section(VALUES, |o| {
        wires.iter().for_each(|wire| put_limbs(o, &wire.into_bigint()))
    });
    out.finish()
}
