//! Weights and batches as words of the field (`packages/engine/src/words.ts`).

use super::{
    network::{StepCircuit, WordLayout},
    step::{Batch, Weights},
};
use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, BigInt, PrimeField};

/// The committed state in the circuit's order: W1 by input, W2 by hidden unit, W2 by output.
pub struct StateWords {
    pub w1: Vec<Fr>,
    pub forward: Vec<Fr>,
    pub backward: Vec<Fr>,
}

impl StateWords {
    pub fn of(circuit: &StepCircuit, weights: &Weights) -> Self {
        let (inputs, hidden, outputs) = (circuit.inputs, circuit.hidden, circuit.outputs);
        let w1 = &weights.w1;
        let w2 = &weights.w2;
        Self {
            w1: rows(inputs, hidden, circuit.w1_layout(), |k, h| w1[h * inputs + k]),
            forward: rows(hidden, outputs, circuit.forward_layout(), |h, o| {
                w2[o * hidden + h]
            }),
            backward: rows(outputs, hidden, circuit.backward_layout(), |o, h| {
                w2[o * hidden + h]
            }),
        }
    }

    pub fn concat(&self) -> Vec<Fr> {
        [self.w1.as_slice(), &self.forward, &self.backward].concat()
    }
}

/// Slot i of a word weighs 2^(i·slot bits).
fn rows(count: usize, width: usize, layout: WordLayout, value: impl Fn(usize, usize) -> i32) -> Vec<Fr> {
    let shift = Fr::from(2u64).pow_u32(layout.slot_bits);
    let mut words = Vec::with_capacity(count * layout.words);
    for row in 0..count {
        for word in 0..layout.words {
            let start = word * layout.per_word;
            let end = width.min(start + layout.per_word);
            let mut packed = Fr::ZERO;
            for i in (start..end).rev() {
                packed = packed * shift + Fr::from(value(row, i));
            }
            words.push(packed);
        }
    }
    words
}

trait PowU32 {
    fn pow_u32(self, exponent: u32) -> Self;
}

impl PowU32 for Fr {
    fn pow_u32(self, exponent: u32) -> Self {
        use ark_ff::Field;
        self.pow([u64::from(exponent)])
    }
}

const PIXEL_BITS: u32 = 5;
const STREAM_BITS: u32 = 250;

/// Values of 5 bits row by row, then the labels; a digit that does not fit begins a new word.
pub fn batch_words(batch: &Batch, outputs: usize) -> Vec<Fr> {
    let label_bits = usize::BITS - (outputs - 1).leading_zeros();
    let pixels = batch.pixels.iter().map(|x| (*x, PIXEL_BITS));
    let labels = batch.labels.iter().map(|y| (*y, label_bits));
    let mut words = Vec::new();
    let mut word = [0u64; 4];
    let mut used = 0;
    for (value, bits) in pixels.chain(labels) {
        if used + bits > STREAM_BITS {
            words.push(word);
            word = [0; 4];
            used = 0;
        }
        let (limb, offset) = ((used / 64) as usize, used % 64);
        word[limb] |= u64::from(value) << offset;
        if offset + bits > 64 {
            word[limb + 1] |= u64::from(value) >> (64 - offset);
        }
        used += bits;
    }
    words.push(word);
    // Below 2^250, so below the modulus.
    words
        .into_iter()
        .filter_map(|limbs| Fr::from_bigint(BigInt(limbs)))
        .collect()
}
