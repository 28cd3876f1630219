//! A whole training, repeated: commitments to the state before every segment and to the last one, and what is needed to
//! open any of them.

use super::{
    commit::{chain_hash, BATCH_TAG, WEIGHTS_TAG},
    network::{bad, StepCircuit},
    order::EpochOrder,
    step::{Batch, Step, Weights},
    tree::Tree,
    words::{batch_words, StateWords},
};
use crate::{task::Task, ProverError};
use ark_bn254::Fr;
use rayon::prelude::*;

/// Weights are kept every so many segments, so that any segment is near; together they take at most this much.
const SNAPSHOT_BYTES: usize = 64 << 20;
const SNAPSHOT_SEGMENTS: usize = 16;
/// States committed at once, in parallel.
const CHUNK: usize = 32;

pub struct Training {
    pub circuit: StepCircuit,
    pub batches: Vec<Batch>,
    seed: [u8; 32],
    segments: usize,
    snapshots: Vec<Weights>,
    interval: usize,
    pub states: Tree,
    pub dataset: Tree,
    last: Weights,
}

impl Training {
    /// Trains `epochs` epochs from `weights` and commits to every state on the way.
    pub fn run(
        circuit: StepCircuit,
        batches: Vec<Batch>,
        seed: [u8; 32],
        epochs: u32,
        mut weights: Weights,
        task: &Task,
    ) -> Result<Self, ProverError> {
        circuit.check()?;
        weights.check(&circuit)?;
        for batch in &batches {
            batch.check(&circuit)?;
        }
        let segments = segments(&circuit, batches.len(), epochs)?;
        let leaves = batches
            .par_iter()
            .map(|batch| chain_hash(BATCH_TAG, &batch_words(batch, circuit.outputs)))
            .collect();
        let dataset = Tree::new(leaves, circuit.batch_levels)?;
        let bytes = 4 * (circuit.w1_count() + circuit.w2_count());
        let interval = SNAPSHOT_SEGMENTS.max((segments * bytes).div_ceil(SNAPSHOT_BYTES));

        let mut states = Vec::with_capacity(segments + 1);
        let mut snapshots = Vec::new();
        let mut step = Step::new(&circuit);
        let mut schedule = Schedule::new(&seed, batches.len());
        let commit = |weights: &Weights| chain_hash(WEIGHTS_TAG, &StateWords::of(&circuit, weights).concat());
        let mut at = 0;
        while at < segments {
            task.progress("training", at, segments)?;
            let until = segments.min(at + CHUNK);
            let mut chunk = Vec::with_capacity(until - at);
            for segment in at..until {
                if segment % interval == 0 {
                    snapshots.push(weights.clone());
                }
                chunk.push(weights.clone());
                for i in 0..circuit.steps {
                    step.run(
                        &mut weights,
                        &batches[schedule.batch(segment * circuit.steps + i)],
                    )?;
                }
            }
            states.par_extend(chunk.par_iter().map(commit));
            at = until;
        }
        states.push(commit(&weights));
        Ok(Self {
            states: Tree::new(states, circuit.state_levels)?,
            circuit,
            batches,
            seed,
            segments,
            snapshots,
            interval,
            dataset,
            last: weights,
        })
    }

    pub fn segments(&self) -> usize {
        self.segments
    }

    pub fn last_weights(&self) -> &Weights {
        &self.last
    }

    /// State(p) for p from 0 to the number of segments.
    pub fn state(&self, position: usize) -> Fr {
        self.states.leaf(position)
    }

    /// The batches of a segment's steps.
    pub fn schedule(&self, segment: usize) -> Vec<usize> {
        let mut schedule = Schedule::new(&self.seed, self.batches.len());
        let first = segment * self.circuit.steps;
        (first..first + self.circuit.steps)
            .map(|step| schedule.batch(step))
            .collect()
    }

    /// The weights before a segment.
    pub fn weights_before(&self, segment: usize) -> Result<Weights, ProverError> {
        if segment >= self.segments {
            return Err(bad(format!("segment {segment} of {}", self.segments)));
        }
        let from = segment / self.interval;
        let mut weights = self.snapshots[from].clone();
        let mut step = Step::new(&self.circuit);
        for passed in from * self.interval..segment {
            for index in self.schedule(passed) {
                step.run(&mut weights, &self.batches[index])?;
            }
        }
        Ok(weights)
    }
}

fn segments(circuit: &StepCircuit, batches: usize, epochs: u32) -> Result<usize, ProverError> {
    if batches == 0 || !batches.is_multiple_of(circuit.steps) {
        let message = format!("{batches} batches are not a multiple of {} steps", circuit.steps);
        return Err(bad(message));
    }
    let segments = (batches / circuit.steps).checked_mul(epochs as usize);
    let most = 1usize << (2 * circuit.state_levels);
    match segments {
        // One leaf is the state after the last segment, which the tree's last place may not hold.
        Some(segments) if segments > 0 && segments < most => Ok(segments),
        _ => Err(bad(format!(
            "{epochs} epochs do not make 1 to {} segments",
            most - 1
        ))),
    }
}

/// The order of the batches, epoch by epoch.
struct Schedule<'a> {
    seed: &'a [u8; 32],
    batches: usize,
    epoch: usize,
    order: EpochOrder,
}

impl<'a> Schedule<'a> {
    fn new(seed: &'a [u8; 32], batches: usize) -> Self {
        Self {
            order: EpochOrder::new(seed, 0, batches),
            seed,
            batches,
            epoch: 0,
        }
    }

    fn batch(&mut self, step: usize) -> usize {
        let epoch = step / self.batches;
        if epoch != self.epoch {
            // Fewer than 2^30 segments of 15 steps: an epoch number fits.
            self.order = EpochOrder::new(self.seed, epoch as u32, self.batches);
            self.epoch = epoch;
        }
        self.order.batch(step % self.batches, self.batches)
    }
}
