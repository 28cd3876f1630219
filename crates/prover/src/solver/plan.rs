use crate::{key::matrix::SparseMatrix, ProverError};
use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, Field, PrimeField};

/// Of a signal that the compiler replaced by others, and of digits that fill every place.
pub const NONE: u32 = u32::MAX;

/// One wire and its place in a number written in bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digit {
    pub wire: u32,
    pub place: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// wire = (A·w · B·w − C·w) · scale, where the wire is still 0 in C.
    Solve { row: u32, wire: u32, scale: u32 },
    /// The digits up to `end` of the number `of`·scale. A digit at `spare` belongs to no wire.
    Write {
        row: u32,
        of: Number,
        scale: u32,
        end: u32,
        spare: u32,
    },
}

/// What of a constraint is written in bits, where the bits are still 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// A·w · B·w − C·w
    Residue,
    /// A·w or B·w: the constraint says that a bit which the compiler replaced is 0 or 1.
    Left,
    Right,
}

/// How to compute a witness from signals; `digits` are those of all Write steps, one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The wire of each signal given.
    pub signals: Vec<u32>,
    pub c: SparseMatrix,
    pub steps: Vec<Step>,
    pub digits: Vec<Digit>,
}

impl Plan {
    /// All wires. Errors: `witness_rejected` when a number does not fit its bits: no witness exists.
    pub fn solve(
        &self,
        matrices: &[SparseMatrix; 2],
        coefficients: &[Fr],
        wires: usize,
        values: &[Fr],
    ) -> Result<Vec<Fr>, ProverError> {
        let mut w = vec![Fr::ZERO; wires];
        w[0] = Fr::ONE;
        for (wire, value) in self.signals.iter().zip(values) {
            if *wire != NONE {
                w[*wire as usize] = *value;
            }
        }
        let [a, b] = matrices;
        let residue = |row: usize, w: &[Fr]| {
            let left = a.evaluate(row, coefficients, w);
            let product = if left == Fr::ZERO {
                left
            } else {
                left * b.evaluate(row, coefficients, w)
            };
            product - self.c.evaluate(row, coefficients, w)
        };
        let mut start = 0;
        for step in &self.steps {
            match *step {
                Step::Solve { row, wire, scale } => {
                    w[wire as usize] = residue(row as usize, &w) * coefficients[scale as usize];
                }
                Step::Write {
                    row,
                    of,
                    scale,
                    end,
                    spare,
                } => {
                    let row = row as usize;
                    let value = match of {
                        Number::Residue => residue(row, &w),
                        Number::Left => a.evaluate(row, coefficients, &w),
                        Number::Right => b.evaluate(row, coefficients, &w),
                    };
                    let mut number = (value * coefficients[scale as usize]).into_bigint().0;
                    for digit in &self.digits[start..end as usize] {
                        let (limb, bit) = ((digit.place / 64) as usize, digit.place % 64);
                        w[digit.wire as usize] = Fr::from(number[limb] >> bit & 1);
                        number[limb] &= !(1 << bit);
                    }
                    if spare != NONE {
                        number[(spare / 64) as usize] &= !(1 << (spare % 64));
                    }
                    if number != [0; 4] {
                        let message = format!("constraint {row}: a number does not fit its bits");
                        return Err(ProverError::new("witness_rejected", message));
                    }
                    start = end as usize;
                }
            }
        }
        Ok(w)
    }
}
