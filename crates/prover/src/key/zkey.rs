//! snarkjs' Groth16 key file, written and read.
//!
//! Points are stored as affine Montgomery limbs, which is also how arkworks keeps them, so reading copies. That makes
//! a key load in tenths of a second where reading with full group checks takes several. What is checked instead:
//! sizes, moduli, every point on its curve, the verifying key's points in their groups, and, in `prove`, every proof
//! that a key makes.

use crate::{
    container::{put_limbs, put_modulus, put_u32, Container, ContainerWriter, FQ_MODULUS, FR_MODULUS},
    key::matrix::{Coefficients, SparseMatrix, Term},
    r1cs::R1cs,
    ProverError,
};
use ark_bn254::{Bn254, Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::{AdditiveGroup, Field, PrimeField};
use ark_groth16::{ProvingKey, VerifyingKey};
use std::path::Path;

pub struct Zkey {
    pub key: ProvingKey<Bn254>,
    /// A and B; C is implied by a satisfied witness.
    pub matrices: [SparseMatrix; 2],
    pub coefficients: Coefficients,
    pub wires: usize,
    pub public_signals: usize,
    pub constraints: usize,
}

const HEADER: u32 = 1;
const GROTH16: u32 = 2;
const IC: u32 = 3;
const COEFFICIENTS: u32 = 4;
const POINTS_A: u32 = 5;
const POINTS_B1: u32 = 6;
const POINTS_B2: u32 = 7;
const POINTS_C: u32 = 8;
const POINTS_H: u32 = 9;
const CONTRIBUTIONS: u32 = 10;

const GROTH16_PROTOCOL: u32 = 1;
const G1_BYTES: u64 = 64;
const G2_BYTES: u64 = 128;
const COEFFICIENT_BYTES: u64 = 44;

/// The key as snarkjs writes it, with no contribution.
pub fn encode(key: &ProvingKey<Bn254>, r1cs: &R1cs) -> Vec<u8> {
    let public = r1cs.public_signals;
    let mut out = ContainerWriter::new(b"zkey", 1, 10);
    out.section(HEADER, |o| put_u32(o, GROTH16_PROTOCOL));
    out.section(GROTH16, |o| {
        put_modulus::<Fq>(o);
        put_modulus::<Fr>(o);
        for size in [r1cs.wires, public, key.h_query.len()] {
            put_u32(o, size as u32);
        }
        put_g1(o, &key.vk.alpha_g1);
        put_g1(o, &key.beta_g1);
        put_g2(o, &key.vk.beta_g2);
        put_g2(o, &key.vk.gamma_g2);
        put_g1(o, &key.delta_g1);
        put_g2(o, &key.vk.delta_g2);
    });
    out.section(IC, |o| key.vk.gamma_abc_g1.iter().for_each(|p| put_g1(o, p)));
    out.section(COEFFICIENTS, |o| put_coefficients(o, r1cs));
    out.section(POINTS_A, |o| key.a_query.iter().for_each(|p| put_g1(o, p)));
    out.section(POINTS_B1, |o| key.b_g1_query.iter().for_each(|p| put_g1(o, p)));
    out.section(POINTS_B2, |o| key.b_g2_query.iter().for_each(|p| put_g2(o, p)));
    out.section(POINTS_C, |o| key.l_query.iter().for_each(|p| put_g1(o, p)));
    out.section(POINTS_H, |o| key.h_query.iter().for_each(|p| put_g1(o, p)));
    out.section(CONTRIBUTIONS, |o| {
        o.extend([0u8; 64]); // hash of the circuit, for ceremonies
        put_u32(o, 0);
    });
    out.finish()
}

/// Reads and checks a key; `bad_zkey` says what is wrong with it.
pub fn read(path: &Path) -> Result<Zkey, ProverError> {
    let mut file = Container::open(path, b"zkey", 1, "bad_zkey")?;
    file.section_of(HEADER, 4)?;
    if file.u32()? != GROTH16_PROTOCOL {
        return Err(file.malformed("not a Groth16 key".into()));
    }
    file.section(GROTH16)?;
    file.expect_modulus("coordinate", FQ_MODULUS)?;
    file.expect_modulus("scalar", FR_MODULUS)?;
    let (wires, public, domain) = (file.u32()? as usize, file.u32()? as usize, file.u32()? as usize);
    if wires <= public || !domain.is_power_of_two() || domain > 1 << 27 {
        return Err(file.malformed(format!(
            "{wires} wires, {public} public, domain {domain} do not fit together"
        )));
    }
    let alpha_g1 = read_g1(&mut file)?;
    let beta_g1 = read_g1(&mut file)?;
    let beta_g2 = read_g2(&mut file)?;
    let gamma_g2 = read_g2(&mut file)?;
    let delta_g1 = read_g1(&mut file)?;
    let delta_g2 = read_g2(&mut file)?;
    if [beta_g2, gamma_g2, delta_g2]
        .iter()
        .any(|p| !p.is_in_correct_subgroup_assuming_on_curve())
    {
        return Err(file.malformed("a point of the verifying key is not in its group".into()));
    }
    if gamma_g2 == delta_g2 {
        return Err(file.malformed("gamma equals delta: proofs for this key can be forged".into()));
    }

    let gamma_abc_g1 = read_g1s(&mut file, IC, public + 1)?;
    let mut coefficients = Coefficients::new();
    let (matrices, constraints) = read_coefficients(&mut file, wires, public, domain, &mut coefficients)?;
    let key = ProvingKey {
        vk: VerifyingKey {
            alpha_g1,
            beta_g2,
            gamma_g2,
            delta_g2,
            gamma_abc_g1,
        },
        beta_g1,
        delta_g1,
        a_query: read_g1s(&mut file, POINTS_A, wires)?,
        b_g1_query: read_g1s(&mut file, POINTS_B1, wires)?,
        b_g2_query: read_g2s(&mut file, POINTS_B2, wires)?,
        h_query: read_g1s(&mut file, POINTS_H, domain)?,
        l_query: read_g1s(&mut file, POINTS_C, wires - public - 1)?,
    };
    Ok(Zkey {
        key,
        matrices,
        coefficients,
        wires,
        public_signals: public,
        constraints,
    })
}

/// snarkjs multiplies coefficients and Montgomery witnesses without converting, so it keeps them times R^2.
fn put_coefficients(out: &mut Vec<u8>, r1cs: &R1cs) {
    let count_at = out.len();
    put_u32(out, 0);
    let mut count = 0u32;
    let mut put = |out: &mut Vec<u8>, matrix: u32, row: usize, wire: usize, value: &Fr| {
        count += 1;
        put_u32(out, matrix);
        put_u32(out, row as u32);
        put_u32(out, wire as u32);
        // value.0 is value * R; read as a number it becomes value * R^2 in Montgomery form.
        put_limbs(out, &Fr::new(value.0).0);
    };
    for row in 0..r1cs.constraints() {
        for matrix in 0..2 {
            for (value, wire) in &r1cs.matrices[matrix][row] {
                put(out, matrix as u32, row, *wire, value);
            }
        }
    }
    // One row for each public signal, so that each has an A polynomial of its own.
    for wire in 0..=r1cs.public_signals {
        put(out, 0, r1cs.constraints() + wire, wire, &Fr::ONE);
    }
    out[count_at..count_at + 4].copy_from_slice(&count.to_le_bytes());
}

fn read_coefficients(
    file: &mut Container,
    wires: usize,
    public: usize,
    domain: usize,
    coefficients: &mut Coefficients,
) -> Result<([SparseMatrix; 2], usize), ProverError> {
    let length = file.section(COEFFICIENTS)?;
    let count = u64::from(file.u32()?);
    if length != 4 + count * COEFFICIENT_BYTES {
        return Err(file.malformed(format!(
            "section {COEFFICIENTS} does not hold {count} coefficients"
        )));
    }
    let mut found: [Vec<(u32, Term)>; 2] = [vec![], vec![]];
    let mut rows = 0;
    for _ in 0..count {
        let (matrix, row, wire) = (file.u32()? as usize, file.u32()?, file.u32()?);
        let limbs = file.limbs()?;
        if matrix > 1 || row as usize >= domain || wire as usize >= wires || limbs >= FR_MODULUS {
            return Err(file.malformed("a coefficient is out of range".into()));
        }
        let coefficient = coefficients.place(Fr::new_unchecked(Fr::new_unchecked(limbs).into_bigint()));
        found[matrix].push((row, Term { wire, coefficient }));
        rows = rows.max(row as usize + 1);
    }
    // The rows of the public signals are added to the constraints by the prover itself.
    if rows < public + 1 || rows.next_power_of_two() != domain {
        return Err(file.malformed(format!("{rows} rows do not fit a domain of {domain}")));
    }
    let constraints = rows - public - 1;
    Ok((found.map(|terms| by_rows(terms, constraints)), constraints))
}

/// Keeps the order within a row, and drops rows from `rows` on.
fn by_rows(mut found: Vec<(u32, Term)>, rows: usize) -> SparseMatrix {
    found.sort_by_key(|(row, _)| *row);
    found.truncate(found.partition_point(|(row, _)| (*row as usize) < rows));
    let mut matrix = SparseMatrix::default();
    for row in 0..rows {
        let end = found.partition_point(|(found, _)| *found as usize <= row);
        matrix.ends.push(end as u32);
    }
    matrix.terms = found.into_iter().map(|(_, term)| term).collect();
    matrix
}

fn put_g1(out: &mut Vec<u8>, p: &G1Affine) {
    if p.is_zero() {
        return out.extend([0u8; G1_BYTES as usize]);
    }
    put_limbs(out, &p.x.0);
    put_limbs(out, &p.y.0);
}

fn put_g2(out: &mut Vec<u8>, p: &G2Affine) {
    if p.is_zero() {
        return out.extend([0u8; G2_BYTES as usize]);
    }
    for coordinate in [p.x.c0, p.x.c1, p.y.c0, p.y.c1] {
        put_limbs(out, &coordinate.0);
    }
}

fn read_coordinate(file: &mut Container) -> Result<Fq, ProverError> {
    let limbs = file.limbs()?;
    if limbs >= FQ_MODULUS {
        return Err(file.malformed("a coordinate is not below the modulus".into()));
    }
    Ok(Fq::new_unchecked(limbs))
}

fn read_g1(file: &mut Container) -> Result<G1Affine, ProverError> {
    let (x, y) = (read_coordinate(file)?, read_coordinate(file)?);
    if x == Fq::ZERO && y == Fq::ZERO {
        return Ok(G1Affine::zero());
    }
    let point = G1Affine::new_unchecked(x, y);
    if !point.is_on_curve() {
        return Err(file.malformed("a G1 point is not on the curve".into()));
    }
    Ok(point)
}

fn read_g2(file: &mut Container) -> Result<G2Affine, ProverError> {
    let mut pair = || Ok::<_, ProverError>(Fq2::new(read_coordinate(file)?, read_coordinate(file)?));
    let (x, y) = (pair()?, pair()?);
    if x == Fq2::ZERO && y == Fq2::ZERO {
        return Ok(G2Affine::zero());
    }
    let point = G2Affine::new_unchecked(x, y);
    if !point.is_on_curve() {
        return Err(file.malformed("a G2 point is not on the curve".into()));
    }
    Ok(point)
}

fn read_g1s(file: &mut Container, section: u32, count: usize) -> Result<Vec<G1Affine>, ProverError> {
    file.section_of(section, count as u64 * G1_BYTES)?;
    (0..count).map(|_| read_g1(file)).collect()
}

fn read_g2s(file: &mut Container, section: u32, count: usize) -> Result<Vec<G2Affine>, ProverError> {
    file.section_of(section, count as u64 * G2_BYTES)?;
    (0..count).map(|_| read_g2(file)).collect()
}
