//! The shape and number format of a network: the parameters of the step circuit, as `circuits.json` lists them.

use crate::ProverError;
use serde::Deserialize;

pub const INPUT_FRACTION: u32 = 4;
pub const INPUT_MAX: u8 = 16;
const WORD_BITS: u32 = 253;
const WEIGHT_BITS: u32 = 31;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepCircuit {
    pub inputs: usize,
    pub hidden: usize,
    pub outputs: usize,
    pub batch: usize,
    /// Steps in one proof.
    pub steps: usize,
    pub w1_fraction: u32,
    pub w2_fraction: u32,
    pub activation_fraction: u32,
    pub learning_rate_shift: u32,
    pub hidden_bits: u32,
    pub output_bits: u32,
    pub delta_bits: u32,
    pub state_levels: usize,
    pub batch_levels: usize,
}

/// How a row of `count` integers is laid into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordLayout {
    pub words: usize,
    pub per_word: usize,
    pub slot_bits: u32,
}

impl WordLayout {
    fn new(count: usize, product_bits: u32) -> Self {
        let words = count.div_ceil((WORD_BITS / product_bits) as usize);
        let per_word = count.div_ceil(words);
        Self {
            words,
            per_word,
            slot_bits: WORD_BITS / per_word as u32,
        }
    }
}

impl StepCircuit {
    /// Refuses what the engine refuses. Within these limits every sum stays below 2^62, so i64 is exact: the largest is
    /// a change of W1, 64 rows of 2^15 · 16 · 2^30.
    pub fn check(&self) -> Result<(), ProverError> {
        let within = |name: &str, value: usize, low: usize, high: usize| {
            if (low..=high).contains(&value) {
                return Ok(());
            }
            Err(bad(format!("{name} is {value}, allowed are {low} to {high}")))
        };
        within("inputs", self.inputs, 1, 1024)?;
        within("hidden", self.hidden, 1, 512)?;
        within("outputs", self.outputs, 2, 64)?;
        within("batch", self.batch, 1, 64)?;
        within("steps", self.steps, 1, 15)?;
        within("stateLevels", self.state_levels, 1, 15)?;
        within("batchLevels", self.batch_levels, 1, 8)?;
        for (name, bits) in [
            ("hiddenBits", self.hidden_bits),
            ("outputBits", self.output_bits),
            ("deltaBits", self.delta_bits),
        ] {
            within(name, bits as usize, 2, 16)?;
        }
        for (name, bits) in [("w1Fraction", self.w1_fraction), ("w2Fraction", self.w2_fraction)] {
            within(name, bits as usize, 1, 30)?;
        }
        within("activationFraction", self.activation_fraction as usize, 1, 15)?;
        within("learningRateShift", self.learning_rate_shift as usize, 0, 30)?;
        let (activation, rate) = (self.activation_fraction, self.learning_rate_shift);
        if self.w1_fraction < activation + INPUT_FRACTION + rate || self.w2_fraction < 2 * activation + rate {
            return Err(bad(
                "the weights have too few bits for an update without rounding".into(),
            ));
        }
        Ok(())
    }

    /// Bits dropped when a hidden sum is rounded.
    pub fn hidden_drop(&self) -> u32 {
        self.w1_fraction + INPUT_FRACTION - self.activation_fraction
    }

    pub fn w1_scale(&self) -> i64 {
        1 << (self.w1_fraction - self.activation_fraction - INPUT_FRACTION - self.learning_rate_shift)
    }

    pub fn w2_scale(&self) -> i64 {
        1 << (self.w2_fraction - 2 * self.activation_fraction - self.learning_rate_shift)
    }

    /// W1 by input over the hidden units.
    pub fn w1_layout(&self) -> WordLayout {
        WordLayout::new(self.hidden, self.hidden_bits + self.hidden_drop())
    }

    /// W2 by hidden unit over the outputs.
    pub fn forward_layout(&self) -> WordLayout {
        WordLayout::new(self.outputs, self.output_bits + self.w2_fraction)
    }

    /// W2 by output over the hidden units.
    pub fn backward_layout(&self) -> WordLayout {
        WordLayout::new(self.hidden, self.delta_bits + self.w2_fraction)
    }

    pub fn w1_limit(&self) -> i64 {
        limit(self.w1_layout().slot_bits)
    }

    pub fn w2_limit(&self) -> i64 {
        limit(
            self.forward_layout()
                .slot_bits
                .min(self.backward_layout().slot_bits),
        )
    }

    pub fn w1_count(&self) -> usize {
        self.hidden * self.inputs
    }

    pub fn w2_count(&self) -> usize {
        self.outputs * self.hidden
    }
}

/// The largest magnitude of a weight that leaves its packing one-to-one.
fn limit(slot_bits: u32) -> i64 {
    (1 << (slot_bits.min(WEIGHT_BITS) - 1)) - 1
}

pub fn bad(message: String) -> ProverError {
    ProverError::new("bad_training", message)
}
