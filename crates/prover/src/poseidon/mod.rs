//! Poseidon over BN254's scalar field as circomlib has it: x⁵, 8 full rounds, as many partial ones as the width asks for.
//!
//! A partial round is s ← M·S(s) + c, and S changes the first word only. With M = [[m, v], [w, N]], the other words are
//! r ← N·r + w·y + c' and the first m·y + v·r + c₀. Keeping N^left·r (and a constant) instead of r while so many rounds are
//! left, nothing but the first word needs a multiplication by a matrix: a round costs 2·width products. This is circomlib's
//! form, too, so the states between rounds are signals of its circuit.

mod grain;
mod inner_product;

use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, Field};
use grain::Grain;
use inner_product::InnerProduct;
use std::sync::OnceLock;

const FULL_ROUNDS: usize = 8;
/// circomlib's, by the number of inputs from 1.
const PARTIAL_ROUNDS: [usize; 16] = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68];

/// The hash of four words: a node of the trees.
pub fn hash4(inputs: &[Fr; 4]) -> Fr {
    of4().hash(inputs, |_| {})
}

/// The hash of eight words: the public statement of a step proof.
pub fn hash8(inputs: &[Fr; 8]) -> Fr {
    of8().hash(inputs, |_| {})
}

/// The hash of sixteen words: a link of a chain of words.
pub fn hash16(inputs: &[Fr; 16]) -> Fr {
    of16().hash(inputs, |_| {})
}

/// The states before, between and after the partial rounds, one after the other.
pub fn partial_states4(inputs: &[Fr; 4]) -> Vec<Fr> {
    of4().partial_states(inputs)
}

pub fn partial_states8(inputs: &[Fr; 8]) -> Vec<Fr> {
    of8().partial_states(inputs)
}

pub fn partial_states16(inputs: &[Fr; 16]) -> Vec<Fr> {
    of16().partial_states(inputs)
}

fn of4() -> &'static Poseidon<5> {
    static POSEIDON: OnceLock<Poseidon<5>> = OnceLock::new();
    POSEIDON.get_or_init(Poseidon::new)
}

fn of8() -> &'static Poseidon<9> {
    static POSEIDON: OnceLock<Poseidon<9>> = OnceLock::new();
    POSEIDON.get_or_init(Poseidon::new)
}

fn of16() -> &'static Poseidon<17> {
    static POSEIDON: OnceLock<Poseidon<17>> = OnceLock::new();
    POSEIDON.get_or_init(Poseidon::new)
}

struct PartialRound<const T: usize> {
    /// Added to the first word after the S-box.
    constant: Fr,
    /// First row: m, v·N^-left.
    row: [Fr; T],
    /// N^(left − 1)·w, at its place in the state.
    column: [Fr; T],
}

struct Poseidon<const T: usize> {
    matrix: [[Fr; T]; T],
    /// Constants of the full rounds before and after the partial ones, added before the S-box.
    before: Vec<[Fr; T]>,
    after: Vec<[Fr; T]>,
    /// [[1, 0], [0, N^rounds]]·M, and what is then added, after the last full round of the first half.
    enter_matrix: [[Fr; T]; T],
    enter_constant: [Fr; T],
    partial: Vec<PartialRound<T>>,
}

impl<const T: usize> Poseidon<T> {
    fn new() -> Self {
        let rounds = PARTIAL_ROUNDS[T - 2];
        let half = FULL_ROUNDS / 2;
        let mut grain = Grain::new(T, FULL_ROUNDS, rounds);
        let constants: Vec<[Fr; T]> = (0..FULL_ROUNDS + rounds)
            .map(|_| std::array::from_fn(|_| grain.element()))
            .collect();
        let drawn = grain.matrix(T);
        let matrix: [[Fr; T]; T] = std::array::from_fn(|i| std::array::from_fn(|j| drawn[i][j]));
        // N as a matrix of the whole size, so that the first word passes through it; u = v·N^-1 and m − u·w.
        let block: [[Fr; T]; T] = std::array::from_fn(|i| {
            std::array::from_fn(|j| match (i, j) {
                (0, 0) => Fr::ONE,
                (0, _) | (_, 0) => Fr::ZERO,
                _ => matrix[i][j],
            })
        });
        let inverse = invert(&block);
        let w: [Fr; T] = std::array::from_fn(|i| if i == 0 { Fr::ZERO } else { matrix[i][0] });
        let mut row = apply_transposed(&inverse, &matrix[0]);
        let u = row;
        let rest = |a: &[Fr; T], b: &[Fr; T]| InnerProduct::of(&a[1..], &b[1..]).reduce();
        let scale = (row[0] - rest(&u, &w)).inverse().unwrap_or(Fr::ZERO);

        // From the last round back. `offset` is what the words kept differ from N^left·r.
        let mut power = identity();
        let mut offset = [Fr::ZERO; T];
        let mut partial: Vec<PartialRound<T>> = Vec::with_capacity(rounds);
        for next in constants[half + 1..=half + rounds].iter().rev() {
            let column = apply(&power, &w);
            let constant = (next[0] - rest(&row, &offset) - rest(&u, next)) * scale;
            let mut moved = *next;
            moved[0] = Fr::ZERO;
            for ((offset, column), next) in offset.iter_mut().zip(&column).zip(apply(&power, &moved)) {
                *offset += next - constant * column;
            }
            partial.push(PartialRound {
                constant,
                row,
                column,
            });
            row = apply_transposed(&inverse, &row);
            power = multiply(&power, &block);
        }
        partial.reverse();
        let mut enter_constant = apply(&power, &constants[half]);
        for (constant, offset) in enter_constant.iter_mut().zip(&offset) {
            *constant += offset;
        }
        Self {
            enter_matrix: multiply(&power, &matrix),
            matrix,
            before: constants[..half].to_vec(),
            after: constants[half + rounds + 1..].to_vec(),
            enter_constant,
            partial,
        }
    }

    /// Shows the state before, between and after the partial rounds.
    #[inline]
    fn hash(&self, inputs: &[Fr], mut show: impl FnMut(&[Fr; T])) -> Fr {
        let mut state = [Fr::ZERO; T];
        state[1..].copy_from_slice(inputs);
        for (i, constants) in self.before.iter().enumerate() {
            add(&mut state, constants);
            fifth_powers(&mut state);
            let last = i + 1 == self.before.len();
            state = apply(if last { &self.enter_matrix } else { &self.matrix }, &state);
        }
        add(&mut state, &self.enter_constant);
        show(&state);
        for round in &self.partial {
            let y = fifth_power(state[0]) + round.constant;
            state[0] = y;
            let first = InnerProduct::of(&round.row, &state).reduce();
            for (word, factor) in state[1..].iter_mut().zip(&round.column[1..]) {
                *word += y * factor;
            }
            state[0] = first;
            show(&state);
        }
        for constants in &self.after {
            fifth_powers(&mut state);
            state = apply(&self.matrix, &state);
            add(&mut state, constants);
        }
        fifth_powers(&mut state);
        InnerProduct::of(&self.matrix[0], &state).reduce()
    }

    fn partial_states(&self, inputs: &[Fr]) -> Vec<Fr> {
        let mut states = Vec::with_capacity(T * (self.partial.len() + 1));
        self.hash(inputs, |state| states.extend(state));
        states
    }
}

fn add<const T: usize>(state: &mut [Fr; T], constants: &[Fr; T]) {
    for (word, constant) in state.iter_mut().zip(constants) {
        *word += constant;
    }
}

fn fifth_powers<const T: usize>(state: &mut [Fr; T]) {
    for word in state {
        *word = fifth_power(*word);
    }
}

#[inline(always)]
fn fifth_power(x: Fr) -> Fr {
    x.square().square() * x
}

fn apply<const T: usize>(matrix: &[[Fr; T]; T], vector: &[Fr; T]) -> [Fr; T] {
    std::array::from_fn(|i| InnerProduct::of(&matrix[i], vector).reduce())
}

fn apply_transposed<const T: usize>(matrix: &[[Fr; T]; T], vector: &[Fr; T]) -> [Fr; T] {
    std::array::from_fn(|j| (0..T).map(|i| matrix[i][j] * vector[i]).sum())
}

fn multiply<const T: usize>(a: &[[Fr; T]; T], b: &[[Fr; T]; T]) -> [[Fr; T]; T] {
    std::array::from_fn(|i| apply_transposed(b, &a[i]))
}

fn identity<const T: usize>() -> [[Fr; T]; T] {
    std::array::from_fn(|i| std::array::from_fn(|j| if i == j { Fr::ONE } else { Fr::ZERO }))
}

/// Gauss and Jordan. A Cauchy matrix and its blocks are regular, so a pivot is always found.
fn invert<const T: usize>(matrix: &[[Fr; T]; T]) -> [[Fr; T]; T] {
    let (mut left, mut right) = (*matrix, identity());
    for column in 0..T {
        let pivot = (column..T)
            .find(|row| left[*row][column] != Fr::ZERO)
            .unwrap_or(column);
        left.swap(column, pivot);
        right.swap(column, pivot);
        let scale = left[column][column].inverse().unwrap_or(Fr::ZERO);
        for j in 0..T {
            left[column][j] *= scale;
            right[column][j] *= scale;
        }
        for row in (0..T).filter(|row| *row != column) {
            let factor = left[row][column];
            for j in 0..T {
                let (a, b) = (left[column][j], right[column][j]);
                left[row][j] -= factor * a;
                right[row][j] -= factor * b;
            }
        }
    }
    right
}
