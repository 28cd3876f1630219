//! A key in the form in which it is used, kept beside its file: reading it copies where reading the file converts and
//! checks. It begins with the hash of what it was made from and ends with the hash of all before; when either differs,
//! or anything else, it does not exist for the reader, and is made again.
//!
//! The hashes find damage and mistakes, not malice: who can write here can replace the key as well.

use super::matrix::{SparseMatrix, Term};
use crate::{
    prove::LoadedKey,
    solver::plan::{Digit, Number, Plan, Step},
};
use ark_bn254::{Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::{AdditiveGroup, BigInt};
use ark_groth16::{ProvingKey, VerifyingKey};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Of this layout; raise it with every change.
const MAGIC: &[u8; 8] = b"cyxkey01";
const HASH: usize = 32;

/// Where the cache of a key file is.
pub fn path_of(zkey: &Path) -> PathBuf {
    let mut name = zkey.as_os_str().to_owned();
    name.push(".cache");
    name.into()
}

/// None unless the cache is whole and was made from `source`.
pub fn read(path: &Path, source: &[u8; HASH]) -> Option<LoadedKey> {
    let bytes = fs::read(path).ok()?;
    let (body, hash) = bytes.split_at_checked(bytes.len().checked_sub(HASH)?)?;
    let rest = body.strip_prefix(MAGIC)?.strip_prefix(source)?;
    if Sha256::digest(body).as_slice() != hash {
        return None;
    }
    let mut reader = Reader(rest);
    let key = reader.key()?;
    reader.0.is_empty().then_some(key)
}

/// Writes aside and renames. A folder that cannot be written costs the next load its time, and nothing else.
pub fn write(path: &Path, source: &[u8; HASH], key: &LoadedKey) {
    let mut out = Writer(Vec::new());
    out.0.extend(MAGIC);
    out.0.extend(source);
    out.key(key);
    let hash = Sha256::digest(&out.0);
    out.0.extend(hash);
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", std::process::id()));
    let partial = Path::new(&name);
    if fs::write(partial, &out.0)
        .and_then(|()| fs::rename(partial, path))
        .is_err()
    {
        let _ = fs::remove_file(partial);
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, value: usize) {
        self.0.extend((value as u64).to_le_bytes());
    }

    fn numbers(&mut self, values: impl ExactSizeIterator<Item = u32>) {
        self.number(values.len());
        for value in values {
            self.0.extend(value.to_le_bytes());
        }
    }

    fn limbs(&mut self, value: &BigInt<4>) {
        for limb in value.0 {
            self.0.extend(limb.to_le_bytes());
        }
    }

    fn g1s(&mut self, points: &[G1Affine]) {
        self.number(points.len());
        for point in points {
            let (x, y) = point.xy().unwrap_or((Fq::ZERO, Fq::ZERO));
            self.limbs(&x.0);
            self.limbs(&y.0);
        }
    }

    fn g2s(&mut self, points: &[G2Affine]) {
        self.number(points.len());
        for point in points {
            let (x, y) = point.xy().unwrap_or((Fq2::ZERO, Fq2::ZERO));
            for coordinate in [x.c0, x.c1, y.c0, y.c1] {
                self.limbs(&coordinate.0);
            }
        }
    }

    fn matrix(&mut self, matrix: &SparseMatrix) {
        self.numbers(matrix.ends.iter().copied());
        self.numbers(matrix.terms.iter().map(|term| term.wire));
        self.numbers(matrix.terms.iter().map(|term| term.coefficient));
    }

    fn plan(&mut self, plan: &Plan) {
        self.numbers(plan.signals.iter().copied());
        self.matrix(&plan.c);
        let steps: Vec<u32> = plan
            .steps
            .iter()
            .flat_map(|step| match *step {
                Step::Solve { row, wire, scale } => [row, 0, scale, wire, 0],
                Step::Write {
                    row,
                    of,
                    scale,
                    end,
                    spare,
                } => [row, 1 + of as u32, scale, end, spare],
            })
            .collect();
        self.numbers(steps.into_iter());
        let digits: Vec<u32> = plan
            .digits
            .iter()
            .flat_map(|digit| [digit.wire, digit.place])
            .collect();
        self.numbers(digits.into_iter());
    }

    fn key(&mut self, loaded: &LoadedKey) {
        let LoadedKey {
            key,
            matrices,
            coefficients,
            plan,
            wires,
            public_signals,
            constraints,
        } = loaded;
        for size in [*wires, *public_signals, *constraints, usize::from(plan.is_some())] {
            self.number(size);
        }
        self.g1s(&[key.vk.alpha_g1, key.beta_g1, key.delta_g1]);
        self.g2s(&[key.vk.beta_g2, key.vk.gamma_g2, key.vk.delta_g2]);
        for points in [
            &key.vk.gamma_abc_g1,
            &key.a_query,
            &key.b_g1_query,
            &key.h_query,
            &key.l_query,
        ] {
            self.g1s(points);
        }
        self.g2s(&key.b_g2_query);
        self.number(coefficients.len());
        for value in coefficients {
            self.limbs(&value.0);
        }
        for matrix in matrices {
            self.matrix(matrix);
        }
        if let Some(plan) = plan {
            self.plan(plan);
        }
    }
}

/// Every read is checked against what is left, so that no length read from a file is believed.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn number(&mut self) -> Option<usize> {
        usize::try_from(limb(self.bytes(8)?)).ok()
    }

    /// A list of things of `size` bytes.
    fn list(&mut self, size: usize) -> Option<&'a [u8]> {
        let length = self.number()?.checked_mul(size)?;
        self.bytes(length)
    }

    /// A list of things of `size` bytes each, read on all cores.
    fn each<T: Send>(&mut self, size: usize, read: impl Fn(&[u8]) -> T + Sync + Send) -> Option<Vec<T>> {
        Some(
            self.list(size)?
                .par_chunks_exact(size)
                .with_min_len(1 << 12)
                .map(read)
                .collect(),
        )
    }

    fn numbers(&mut self) -> Option<Vec<u32>> {
        self.each(4, |bytes| {
            bytes
                .iter()
                .rev()
                .fold(0, |sum, byte| sum << 8 | u32::from(*byte))
        })
    }

    fn g1s(&mut self) -> Option<Vec<G1Affine>> {
        self.each(64, |bytes| {
            let (x, y) = (
                Fq::new_unchecked(limbs(bytes)),
                Fq::new_unchecked(limbs(&bytes[32..])),
            );
            match x == Fq::ZERO && y == Fq::ZERO {
                true => G1Affine::zero(),
                false => G1Affine::new_unchecked(x, y),
            }
        })
    }

    fn g2s(&mut self) -> Option<Vec<G2Affine>> {
        let pair = |bytes: &[u8]| {
            Fq2::new(
                Fq::new_unchecked(limbs(bytes)),
                Fq::new_unchecked(limbs(&bytes[32..])),
            )
        };
        self.each(128, |bytes| {
            let (x, y) = (pair(bytes), pair(&bytes[64..]));
            match x == Fq2::ZERO && y == Fq2::ZERO {
                true => G2Affine::zero(),
                false => G2Affine::new_unchecked(x, y),
            }
        })
    }

    fn matrix(&mut self) -> Option<SparseMatrix> {
        let ends = self.numbers()?;
        let (wires, coefficients) = (self.numbers()?, self.numbers()?);
        if wires.len() != coefficients.len() || *ends.last()? as usize != wires.len() {
            return None;
        }
        let terms = wires
            .into_iter()
            .zip(coefficients)
            .map(|(wire, coefficient)| Term { wire, coefficient })
            .collect();
        Some(SparseMatrix { ends, terms })
    }

    fn plan(&mut self) -> Option<Plan> {
        let signals = self.numbers()?;
        let c = self.matrix()?;
        let steps = self
            .numbers()?
            .chunks_exact(5)
            .map(|step| {
                let [row, kind, scale, last, spare] = *<&[u32; 5]>::try_from(step).ok()?;
                let of = match kind {
                    0 => {
                        let wire = last;
                        return Some(Step::Solve { row, wire, scale });
                    }
                    1 => Number::Residue,
                    2 => Number::Left,
                    3 => Number::Right,
                    _ => return None,
                };
                let end = last;
                Some(Step::Write {
                    row,
                    of,
                    scale,
                    end,
                    spare,
                })
            })
            .collect::<Option<_>>()?;
        let digits = self
            .numbers()?
            .chunks_exact(2)
            .map(|digit| Digit {
                wire: digit[0],
                place: digit[1],
            })
            .collect();
        Some(Plan {
            signals,
            c,
            steps,
            digits,
        })
    }

    fn key(&mut self) -> Option<LoadedKey> {
        let (wires, public_signals, constraints) = (self.number()?, self.number()?, self.number()?);
        let planned = self.number()? == 1;
        let [alpha_g1, beta_g1, delta_g1] = *<&[G1Affine; 3]>::try_from(self.g1s()?.as_slice()).ok()?;
        let [beta_g2, gamma_g2, delta_g2] = *<&[G2Affine; 3]>::try_from(self.g2s()?.as_slice()).ok()?;
        let vk = VerifyingKey {
            alpha_g1,
            beta_g2,
            gamma_g2,
            delta_g2,
            gamma_abc_g1: self.g1s()?,
        };
        let key = ProvingKey {
            vk,
            beta_g1,
            delta_g1,
            a_query: self.g1s()?,
            b_g1_query: self.g1s()?,
            h_query: self.g1s()?,
            l_query: self.g1s()?,
            b_g2_query: self.g2s()?,
        };
        let field = |bytes: &[u8]| Fr::new_unchecked(limbs(bytes));
        let coefficients = self.list(32)?.chunks_exact(32).map(field).collect();
        let matrices = [self.matrix()?, self.matrix()?];
        let plan = if planned { Some(self.plan()?) } else { None };
        Some(LoadedKey {
            key,
            matrices,
            coefficients,
            plan,
            wires,
            public_signals,
            constraints,
        })
    }
}

fn limb(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .take(8)
        .rev()
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

fn limbs(bytes: &[u8]) -> BigInt<4> {
    BigInt(std::array::from_fn(|i| limb(&bytes[8 * i..])))
}
