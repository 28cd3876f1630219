//! Finds the order in which constraints give wires.

use super::{
    digits::{Powers, Written},
    plan::{Digit, Number, Plan, Step},
};
use crate::{
    key::matrix::{Coefficients, SparseMatrix, Term},
    ProverError,
};
use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, Field};
use std::collections::{HashMap, VecDeque};

/// Makes a plan for a circuit with the matrices A, B and C and these wires given.
/// Errors: `no_native_witness` when some wire does not follow from others.
pub fn plan(
    [a, b]: &[SparseMatrix; 2],
    c: SparseMatrix,
    signals: Vec<u32>,
    wires: usize,
    coefficients: &mut Coefficients,
) -> Result<Plan, ProverError> {
    let mut planner = Planner::new([a, b, &c], wires, coefficients);
    planner.know(0);
    for wire in signals.iter().filter(|wire| (**wire as usize) < wires) {
        planner.know(*wire);
    }
    planner.run(coefficients);
    let missing = planner.known.iter().filter(|known| !**known).count();
    if missing > 0 {
        let first = planner.known.iter().position(|known| !known).unwrap_or(0);
        let message = format!("{missing} wires do not follow from the signals given, wire {first} first");
        return Err(ProverError::new("no_native_witness", message));
    }
    let (steps, digits) = (planner.steps, planner.digits);
    Ok(Plan {
        signals,
        c,
        steps,
        digits,
    })
}

struct Planner<'a> {
    matrices: [&'a SparseMatrix; 3],
    /// Rows in which a wire occurs: those of wire i end at ends[i].
    rows_of: Vec<u32>,
    ends: Vec<u32>,
    known: Vec<bool>,
    bits: Vec<bool>,
    /// Of each row: unknown wires, and those that are not bits.
    unknown: Vec<u32>,
    others: Vec<u32>,
    single: VecDeque<u32>,
    numbers: VecDeque<u32>,
    powers: Powers,
    inverses: HashMap<u32, u32>,
    steps: Vec<Step>,
    digits: Vec<Digit>,
}

impl<'a> Planner<'a> {
    fn new(matrices: [&'a SparseMatrix; 3], wires: usize, coefficients: &Coefficients) -> Self {
        let rows = matrices[2].rows();
        let wires_of = |row: usize| {
            let mut list: Vec<u32> = matrices
                .iter()
                .flat_map(|matrix| matrix.row(row))
                .map(|term| term.wire)
                .collect();
            list.sort_unstable();
            list.dedup();
            list
        };
        let mut bits = vec![false; wires];
        let mut ends = vec![0u32; wires];
        for row in 0..rows {
            let list = wires_of(row);
            for wire in &list {
                ends[*wire as usize] += 1;
            }
            if let Some(wire) = bit_of(matrices, row, coefficients) {
                bits[wire as usize] = true;
            }
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let mut next: Vec<u32> = std::iter::once(0).chain(ends.iter().copied()).collect();
        let mut rows_of = vec![0u32; sum as usize];
        let (mut unknown, mut others) = (vec![0u32; rows], vec![0u32; rows]);
        for row in 0..rows {
            for wire in wires_of(row) {
                let wire = wire as usize;
                rows_of[next[wire] as usize] = row as u32;
                next[wire] += 1;
                unknown[row] += 1;
                others[row] += u32::from(!bits[wire]);
            }
        }
        Self {
            matrices,
            rows_of,
            ends,
            known: vec![false; wires],
            bits,
            unknown,
            others,
            single: VecDeque::new(),
            numbers: VecDeque::new(),
            powers: Powers::new(),
            inverses: HashMap::new(),
            steps: Vec::new(),
            digits: Vec::new(),
        }
    }

    fn know(&mut self, wire: u32) {
        let wire = wire as usize;
        if self.known[wire] {
            return;
        }
        self.known[wire] = true;
        let start = if wire == 0 { 0 } else { self.ends[wire - 1] };
        for at in start..self.ends[wire] {
            let row = self.rows_of[at as usize];
            let i = row as usize;
            self.unknown[i] -= 1;
            self.others[i] -= u32::from(!self.bits[wire]);
            if self.unknown[i] == 1 {
                self.single.push_back(row);
            }
            if self.others[i] == 0 && self.unknown[i] > 0 {
                self.numbers.push_back(row);
            }
        }
    }

    fn run(&mut self, coefficients: &mut Coefficients) {
        loop {
            if let Some(row) = self.single.pop_front() {
                self.solve(row, coefficients);
            } else if let Some(row) = self.numbers.pop_front() {
                self.write(row, coefficients);
            } else {
                return;
            }
        }
    }

    /// The unknown terms of a matrix's row.
    fn open(&self, matrix: usize, row: u32) -> impl Iterator<Item = &Term> + '_ {
        let terms = self.matrices[matrix].row(row as usize);
        terms.iter().filter(|term| !self.known[term.wire as usize])
    }

    fn solve(&mut self, row: u32, coefficients: &mut Coefficients) {
        if self.unknown[row as usize] != 1
            || self.open(0, row).next().is_some()
            || self.open(1, row).next().is_some()
        {
            return;
        }
        let Some(Term { wire, coefficient }) = self.open(2, row).next().copied() else {
            return;
        };
        let scale = match self.inverses.get(&coefficient) {
            Some(scale) => *scale,
            None => {
                let inverse = coefficients.value(coefficient).inverse().unwrap_or(Fr::ZERO);
                let scale = coefficients.place(inverse);
                self.inverses.insert(coefficient, scale);
                scale
            }
        };
        self.steps.push(Step::Solve { row, wire, scale });
        self.know(wire);
    }

    fn write(&mut self, row: u32, coefficients: &mut Coefficients) {
        if self.others[row as usize] != 0 || self.unknown[row as usize] == 0 {
            return;
        }
        let values = |matrix: usize| -> Vec<(u32, Fr)> {
            self.open(matrix, row)
                .map(|t| (t.wire, coefficients.value(t.coefficient)))
                .collect()
        };
        let (left, right, result) = (values(0), values(1), values(2));
        let found: Option<(Number, Written)> = if left.is_empty() && right.is_empty() {
            self.powers.sum(&result).map(|written| (Number::Residue, written))
        } else if self.matrices[2].row(row as usize).is_empty() {
            let [a, b] = [0, 1].map(|matrix| self.matrices[matrix].row(row as usize));
            let as_left = self.powers.root(a, b, &left, coefficients);
            as_left.map(|written| (Number::Left, written)).or_else(|| {
                let as_right = self.powers.root(b, a, &right, coefficients);
                as_right.map(|written| (Number::Right, written))
            })
        } else {
            None
        };
        let Some((of, Written { digits, scale, spare })) = found else {
            return;
        };
        let scale = coefficients.place(scale);
        self.digits.extend(&digits);
        let end = self.digits.len() as u32;
        self.steps.push(Step::Write {
            row,
            of,
            scale,
            end,
            spare,
        });
        for digit in digits {
            self.know(digit.wire);
        }
    }
}

/// The wire of which a row says that it is 0 or 1.
fn bit_of(matrices: [&SparseMatrix; 3], row: usize, coefficients: &Coefficients) -> Option<u32> {
    let [a, b, c] = matrices.map(|matrix| matrix.row(row));
    if !c.is_empty() {
        return None;
    }
    let root = |terms: &[Term]| -> Option<(u32, Fr)> {
        let mut constant = Fr::ZERO;
        let mut variable = None;
        for term in terms {
            let value = coefficients.value(term.coefficient);
            if term.wire == 0 {
                constant += value;
            } else if variable.replace((term.wire, value)).is_some() {
                return None;
            }
        }
        let (wire, slope) = variable?;
        Some((wire, -(constant * slope.inverse()?)))
    };
    let ((left, first), (right, second)) = (root(a)?, root(b)?);
    let zero_and_one = (first == Fr::ZERO && second == Fr::ONE) || (first == Fr::ONE && second == Fr::ZERO);
    (left == right && zero_and_one).then_some(left)
}
