//! Reads a circuit's constraints from circom's .r1cs file and hands them to arkworks.

use crate::{
    container::{Container, FR_MODULUS},
    key::matrix::{Coefficients, SparseMatrix},
    ProverError,
};
use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, PrimeField};
use ark_relations::gr1cs::{
    ConstraintSynthesizer, ConstraintSystemRef, LinearCombination, SynthesisError, Variable,
};
use std::path::Path;

const HEADER: u32 = 1;
const CONSTRAINTS: u32 = 2;

/// Rows of (coefficient, wire). Wires are numbered as in a witness: 0 is one, then public signals, then the rest.
pub type Matrix = Vec<Vec<(Fr, usize)>>;

pub struct R1cs {
    pub wires: usize,
    pub public_signals: usize,
    /// A, B and C: for every row, (A·w)(B·w) = C·w.
    pub matrices: [Matrix; 3],
}

impl R1cs {
    /// Reads and checks a file; `bad_r1cs` says what is wrong with it.
    pub fn read(path: &Path) -> Result<Self, ProverError> {
        let (mut file, wires, public_signals, rows) = open(path)?;
        file.section(CONSTRAINTS)?;
        let mut matrices = [vec![], vec![], vec![]];
        for _ in 0..rows {
            for matrix in &mut matrices {
                matrix.push(read_row(&mut file, wires)?);
            }
        }
        Ok(Self {
            wires,
            public_signals,
            matrices,
        })
    }

    /// The matrix C alone, for those who have A and B from a key.
    pub fn read_c(path: &Path, coefficients: &mut Coefficients) -> Result<SparseMatrix, ProverError> {
        let (mut file, wires, _, rows) = open(path)?;
        file.section(CONSTRAINTS)?;
        let mut c = SparseMatrix::default();
        for _ in 0..rows {
            for matrix in 0..3 {
                let row = read_row(&mut file, wires)?;
                if matrix == 2 {
                    c.push_row(&row, coefficients);
                }
            }
        }
        Ok(c)
    }

    pub fn constraints(&self) -> usize {
        self.matrices[0].len()
    }
}

/// The file with its numbers of wires, public signals and constraints.
fn open(path: &Path) -> Result<(Container, usize, usize, usize), ProverError> {
    let mut file = Container::open(path, b"r1cs", 1, "bad_r1cs")?;
    file.section_of(HEADER, 64)?;
    file.expect_modulus("constraint", FR_MODULUS)?;
    let wires = file.u32()? as usize;
    let public_signals = file.u32()? as usize + file.u32()? as usize; // outputs, then public inputs
    let _private_inputs = file.u32()?;
    let _labels = file.u64()?;
    let rows = file.u32()? as usize;
    if wires <= public_signals || rows == 0 || rows > 1 << 27 {
        return Err(file.malformed(format!(
            "{wires} wires, {public_signals} public signals, {rows} constraints"
        )));
    }
    Ok((file, wires, public_signals, rows))
}

fn read_row(file: &mut Container, wires: usize) -> Result<Vec<(Fr, usize)>, ProverError> {
    let terms = file.u32()? as usize;
    if terms > wires {
        return Err(file.malformed(format!("a row has {terms} terms, the circuit {wires} wires")));
    }
    (0..terms)
        .map(|_| {
            let wire = file.u32()? as usize;
            let value = Fr::from_bigint(file.limbs()?);
            match value {
                Some(value) if wire < wires => Ok((value, wire)),
                _ => Err(file.malformed("a coefficient is out of range".into())),
            }
        })
        .collect()
}

/// For set-up only: variables have no values.
impl ConstraintSynthesizer<Fr> for &R1cs {
    fn generate_constraints(self, cs: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
        for _ in 0..self.public_signals {
            let _ = cs.new_input_variable(|| Ok(Fr::ZERO))?; // arkworks has wire 0 already
        }
        for _ in self.public_signals + 1..self.wires {
            let _ = cs.new_witness_variable(|| Ok(Fr::ZERO))?;
        }
        let variable = |wire: usize| match wire.checked_sub(self.public_signals + 1) {
            None => Variable::instance(wire),
            Some(private) => Variable::witness(private),
        };
        let combine =
            |row: &[(Fr, usize)]| LinearCombination(row.iter().map(|(c, w)| (*c, variable(*w))).collect());
        let [a, b, c] = &self.matrices;
        for ((a, b), c) in a.iter().zip(b).zip(c) {
            cs.enforce_r1cs_constraint(|| combine(a), || combine(b), || combine(c))?;
        }
        Ok(())
    }
}
