//! Constraint matrices by rows. Few of their coefficients differ, so a term is two numbers of 32 bits: a wire and a place
//! in the list of coefficients.

use ark_bn254::Fr;
use ark_ff::AdditiveGroup;
use std::collections::HashMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub wire: u32,
    pub coefficient: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SparseMatrix {
    /// Row i has the terms from ends[i − 1] to ends[i].
    pub ends: Vec<u32>,
    pub terms: Vec<Term>,
}

impl SparseMatrix {
    pub fn rows(&self) -> usize {
        self.ends.len()
    }

    pub fn row(&self, row: usize) -> &[Term] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.terms[start..self.ends[row] as usize]
    }

    pub fn push_row(&mut self, row: &[(Fr, usize)], coefficients: &mut Coefficients) {
        for (value, wire) in row {
            let coefficient = coefficients.place(*value);
            let wire = *wire as u32;
            self.terms.push(Term { wire, coefficient });
        }
        self.ends.push(self.terms.len() as u32);
    }

    /// The inner product of a row with the wires.
    #[inline]
    pub fn evaluate(&self, row: usize, coefficients: &[Fr], wires: &[Fr]) -> Fr {
        let mut sum = Fr::ZERO;
        for term in self.row(row) {
            let wire = wires[term.wire as usize];
            match term.coefficient {
                Coefficients::ONE => sum += wire,
                Coefficients::MINUS_ONE => sum -= wire,
                other => sum += coefficients[other as usize] * wire,
            }
        }
        sum
    }
}

/// Gives each different coefficient a place, as they are met.
pub struct Coefficients {
    values: Vec<Fr>,
    places: HashMap<Fr, u32>,
}

impl Coefficients {
    pub const ONE: u32 = 0;
    pub const MINUS_ONE: u32 = 1;

    pub fn new() -> Self {
        let mut this = Self {
            values: Vec::new(),
            places: HashMap::new(),
        };
        this.place(Fr::from(1u64));
        this.place(-Fr::from(1u64));
        this
    }

    pub fn place(&mut self, value: Fr) -> u32 {
        *self.places.entry(value).or_insert_with(|| {
            self.values.push(value);
            self.values.len() as u32 - 1
        })
    }

    pub fn value(&self, place: u32) -> Fr {
        self.values[place as usize]
    }

    pub fn into_values(self) -> Vec<Fr> {
        self.values
    }
}

impl Default for Coefficients {
    fn default() -> Self {
        Self::new()
    }
}
