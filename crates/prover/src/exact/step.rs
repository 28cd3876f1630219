//! One step of SGD over one batch, in integers (`packages/engine/src/step.ts`).

use super::network::{bad, StepCircuit, INPUT_MAX};
use crate::ProverError;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weights {
    /// hidden × inputs, row by row.
    pub w1: Vec<i32>,
    /// outputs × hidden, row by row.
    pub w2: Vec<i32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub pixels: Vec<u8>,
    pub labels: Vec<u8>,
}

impl Weights {
    pub fn check(&self, circuit: &StepCircuit) -> Result<(), ProverError> {
        if self.w1.len() != circuit.w1_count() || self.w2.len() != circuit.w2_count() {
            return Err(bad("the weights are of another shape".into()));
        }
        within_slots("w1", self.w1.iter().map(|w| i64::from(*w)), circuit.w1_limit())?;
        within_slots("w2", self.w2.iter().map(|w| i64::from(*w)), circuit.w2_limit())
    }
}

impl Batch {
    pub fn check(&self, circuit: &StepCircuit) -> Result<(), ProverError> {
        let whole = self.pixels.len() == circuit.batch * circuit.inputs && self.labels.len() == circuit.batch;
        let in_range = self.pixels.iter().all(|x| *x <= INPUT_MAX)
            && self.labels.iter().all(|y| usize::from(*y) < circuit.outputs);
        if whole && in_range {
            return Ok(());
        }
        Err(bad(format!(
            "a batch must hold {} rows of {} values up to {INPUT_MAX} and labels below {}",
            circuit.batch, circuit.inputs, circuit.outputs
        )))
    }
}

/// The rounded sums of a step, row by row: what the circuit writes in bits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Of the hidden units, before what is negative becomes 0.
    pub z: Vec<i64>,
    pub y: Vec<i64>,
    /// Of silent units too.
    pub d: Vec<i64>,
}

/// Buffers that are kept between steps.
pub struct Step<'a> {
    circuit: &'a StepCircuit,
    pub sums: Sums,
    hidden: Vec<i64>,
    error: Vec<i64>,
    change1: Vec<i64>,
    change2: Vec<i64>,
}

impl<'a> Step<'a> {
    pub fn new(circuit: &'a StepCircuit) -> Self {
        Self {
            sums: Sums::default(),
            hidden: vec![0; circuit.hidden],
            error: vec![0; circuit.outputs],
            change1: vec![0; circuit.w1_count()],
            change2: vec![0; circuit.w2_count()],
            circuit,
        }
    }

    /// Trains on one batch; `value_out_of_slot` or `weight_out_of_slot` leaves the weights as they were.
    pub fn run(&mut self, weights: &mut Weights, batch: &Batch) -> Result<(), ProverError> {
        self.change1.fill(0);
        self.change2.fill(0);
        for sums in [&mut self.sums.z, &mut self.sums.y, &mut self.sums.d] {
            sums.clear();
        }
        for (pixels, label) in batch.pixels.chunks_exact(self.circuit.inputs).zip(&batch.labels) {
            self.forward(weights, pixels, usize::from(*label))?;
            self.backward(weights, pixels)?;
        }
        let after = |before: &[i32], change: &[i64]| -> Vec<i64> {
            before
                .iter()
                .zip(change)
                .map(|(w, c)| i64::from(*w) - c)
                .collect()
        };
        let (w1, w2) = (
            after(&weights.w1, &self.change1),
            after(&weights.w2, &self.change2),
        );
        within_slots("w1", w1.iter().copied(), self.circuit.w1_limit())?;
        within_slots("w2", w2.iter().copied(), self.circuit.w2_limit())?;
        // Limits are below 2^30.
        for (weight, value) in weights.w1.iter_mut().zip(w1).chain(weights.w2.iter_mut().zip(w2)) {
            *weight = value as i32;
        }
        Ok(())
    }

    fn forward(&mut self, weights: &Weights, pixels: &[u8], label: usize) -> Result<(), ProverError> {
        let half = 1i64 << (self.circuit.hidden_bits - 1);
        for (hidden, row) in self
            .hidden
            .iter_mut()
            .zip(weights.w1.chunks_exact(self.circuit.inputs))
        {
            let sum: i64 = row
                .iter()
                .zip(pixels)
                .map(|(w, x)| i64::from(*w) * i64::from(*x))
                .sum();
            let z = round_shift(sum, self.circuit.hidden_drop());
            within("hidden", z, 1 - half, half)?;
            self.sums.z.push(z);
            *hidden = z.max(0);
        }
        let half = 1i64 << (self.circuit.output_bits - 1);
        for (o, row) in weights.w2.chunks_exact(self.circuit.hidden).enumerate() {
            let sum: i64 = row.iter().zip(&self.hidden).map(|(w, a)| i64::from(*w) * a).sum();
            let output = round_shift(sum, self.circuit.w2_fraction);
            within("output", output, -half, half - 1)?;
            self.sums.y.push(output);
            let target = if o == label {
                1 << self.circuit.activation_fraction
            } else {
                0
            };
            self.error[o] = output - target;
        }
        Ok(())
    }

    fn backward(&mut self, weights: &Weights, pixels: &[u8]) -> Result<(), ProverError> {
        let (width, half) = (self.circuit.hidden, 1i64 << (self.circuit.delta_bits - 1));
        let (scale1, scale2) = (self.circuit.w1_scale(), self.circuit.w2_scale());
        for h in 0..width {
            let column = weights.w2[h..].iter().step_by(width);
            let sum: i64 = column.zip(&self.error).map(|(w, e)| i64::from(*w) * e).sum();
            let delta = round_shift(sum, self.circuit.w2_fraction);
            // Of silent units too: the circuit checks every delta before it masks it.
            within("delta", delta, -half, half - 1)?;
            self.sums.d.push(delta);
            let active = self.hidden[h];
            if active == 0 {
                continue;
            }
            for (change, error) in self.change2[h..].iter_mut().step_by(width).zip(&self.error) {
                *change += error * active * scale2;
            }
            let inputs = self.circuit.inputs;
            let scaled = delta * scale1;
            for (change, x) in self.change1[h * inputs..][..inputs].iter_mut().zip(pixels) {
                *change += scaled * i64::from(*x);
            }
        }
        Ok(())
    }
}

/// Rounds half up, also below zero.
fn round_shift(value: i64, shift: u32) -> i64 {
    (value + (1 << (shift - 1))) >> shift
}

fn within(quantity: &str, found: i64, low: i64, high: i64) -> Result<(), ProverError> {
    if (low..=high).contains(&found) {
        return Ok(());
    }
    let message = format!("a {quantity} value of {found} is outside {low} to {high}: the training diverges");
    Err(ProverError::new("value_out_of_slot", message))
}

fn within_slots(tensor: &str, values: impl Iterator<Item = i64>, limit: i64) -> Result<(), ProverError> {
    for (index, found) in values.enumerate() {
        if found.abs() > limit {
            let message = format!("{tensor}[{index}] is {found}, wider than its slot (±{limit})");
            return Err(ProverError::new("weight_out_of_slot", message));
        }
    }
    Ok(())
}
