//! The inputs of the circuit `sgd_step` for one segment of a training.

use super::{
    advice::{advice, hash_advice},
    network::{bad, StepCircuit},
    step::{Step, Sums},
    training::Training,
    words::StateWords,
};
use crate::{poseidon::hash8, ProverError};
use ark_bn254::Fr;
use ark_ff::AdditiveGroup;
use std::fmt::Arguments;

/// What a proof is bound to, besides the training.
pub struct Challenge {
    pub binding: Fr,
    pub challenge: Fr,
}

/// Signals by their names in the circuit, in one order for names and values: the inputs, then those from which the
/// constraints do not say how to go on. Names are long, so they are made only for who wants them.
pub struct Signals {
    named: bool,
    names: Vec<String>,
    values: Vec<Fr>,
}

impl Signals {
    pub(super) fn put(&mut self, name: Arguments, value: Fr) {
        if self.named {
            self.names.push(name.to_string());
        }
        self.values.push(value);
    }

    /// An array of any depth, its elements in order.
    pub(super) fn put_array(&mut self, name: &str, sizes: &[usize], values: impl IntoIterator<Item = Fr>) {
        for (i, value) in values.into_iter().enumerate() {
            let mut indices = String::new();
            let mut rest = i;
            for size in sizes.iter().rev().filter(|_| self.named) {
                indices = format!("[{}]{indices}", rest % size);
                rest /= size;
            }
            self.put(format_args!("{name}{indices}"), value);
        }
    }

    /// None when they were not asked for.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn values(&self) -> &[Fr] {
        &self.values
    }
}

/// The names alone: the same for every training of a circuit.
pub fn signal_names(circuit: &StepCircuit) -> Vec<String> {
    let words = |layout: super::network::WordLayout, rows: usize| vec![Fr::ZERO; layout.words * rows];
    let state = StateWords {
        w1: words(circuit.w1_layout(), circuit.inputs),
        forward: words(circuit.forward_layout(), circuit.hidden),
        backward: words(circuit.backward_layout(), circuit.outputs),
    };
    let empty = Parts {
        challenge: &Challenge {
            binding: Fr::ZERO,
            challenge: Fr::ZERO,
        },
        roots: [Fr::ZERO; 4],
        segment: 0,
        segments: 1,
        batches: vec![0; circuit.steps],
        after: state.concat(),
        state,
        pixels: vec![0; circuit.steps * circuit.batch * circuit.inputs],
        labels: vec![0; circuit.steps * circuit.batch],
        sums: vec![
            Sums {
                z: vec![0; circuit.batch * circuit.hidden],
                y: vec![0; circuit.batch * circuit.outputs],
                d: vec![0; circuit.batch * circuit.hidden],
            };
            circuit.steps
        ],
        state_paths: vec![Fr::ZERO; 2 * circuit.state_levels * 4],
        batch_paths: vec![Fr::ZERO; circuit.steps * circuit.batch_levels * 4],
    };
    signals(circuit, &empty, true).names
}

/// The public statement: Poseidon over everything that a verifier knows.
pub fn statement(challenge: &Challenge, roots: &[Fr; 4], place: [u64; 2], batches: &[usize]) -> Fr {
    hash8(&statement_words(challenge, roots, place, batches))
}

pub(super) fn statement_words(
    challenge: &Challenge,
    roots: &[Fr; 4],
    place: [u64; 2],
    batches: &[usize],
) -> [Fr; 8] {
    let [segment, segments] = place;
    let packed = batches.iter().rev().fold(Fr::ZERO, |sum, index| {
        sum * Fr::from(1u64 << 16) + Fr::from(*index as u64)
    });
    let [steps_root, initial, last, dataset] = *roots;
    let position = Fr::from(segment) + Fr::from(segments) * Fr::from(1u64 << 32);
    [
        challenge.binding,
        challenge.challenge,
        steps_root,
        initial,
        last,
        dataset,
        position,
        packed,
    ]
}

/// Everything that proves one segment. Errors: `bad_training` when there is no such segment
pub fn segment_signals(
    training: &Training,
    segment: usize,
    challenge: &Challenge,
    named: bool,
) -> Result<Signals, ProverError> {
    let circuit = &training.circuit;
    let mut weights = training.weights_before(segment)?;
    let state = StateWords::of(circuit, &weights);
    let batches = training.schedule(segment);
    let mut step = Step::new(circuit);
    let mut sums = Vec::with_capacity(batches.len());
    for index in &batches {
        step.run(&mut weights, &training.batches[*index])?;
        sums.push(step.sums.clone());
    }
    let chosen = || batches.iter().map(|index| &training.batches[*index]);
    let parts = Parts {
        challenge,
        roots: [
            training.states.root(),
            training.state(0),
            training.state(training.segments()),
            training.dataset.root(),
        ],
        segment: segment as u64,
        segments: training.segments() as u64,
        after: StateWords::of(circuit, &weights).concat(),
        state,
        sums,
        pixels: chosen().flat_map(|batch| batch.pixels.iter().copied()).collect(),
        labels: chosen().flat_map(|batch| batch.labels.iter().copied()).collect(),
        state_paths: [segment, segment + 1]
            .iter()
            .flat_map(|position| training.states.path(*position).concat())
            .collect(),
        batch_paths: batches
            .iter()
            .flat_map(|index| training.dataset.path(*index).concat())
            .collect(),
        batches,
    };
    Ok(signals(circuit, &parts, named))
}

pub(super) struct Parts<'a> {
    pub(super) challenge: &'a Challenge,
    /// stepsRoot, initialWeights, finalWeights, datasetRoot.
    pub(super) roots: [Fr; 4],
    pub(super) segment: u64,
    pub(super) segments: u64,
    pub(super) batches: Vec<usize>,
    pub(super) state: StateWords,
    /// The words after the segment.
    pub(super) after: Vec<Fr>,
    pub(super) sums: Vec<Sums>,
    pub(super) pixels: Vec<u8>,
    pub(super) labels: Vec<u8>,
    pub(super) state_paths: Vec<Fr>,
    pub(super) batch_paths: Vec<Fr>,
}

fn signals(circuit: &StepCircuit, parts: &Parts, named: bool) -> Signals {
    let StepCircuit {
        inputs,
        hidden,
        outputs,
        batch,
        steps,
        ..
    } = *circuit;
    let mut all = Signals {
        named,
        names: Vec::new(),
        values: Vec::new(),
    };
    let place = [parts.segment, parts.segments];
    all.put(
        format_args!("statement"),
        statement(parts.challenge, &parts.roots, place, &parts.batches),
    );
    all.put(format_args!("binding"), parts.challenge.binding);
    all.put(format_args!("challenge"), parts.challenge.challenge);
    for (name, root) in ["stepsRoot", "initialWeights", "finalWeights", "datasetRoot"]
        .into_iter()
        .zip(parts.roots)
    {
        all.put(format_args!("{name}"), root);
    }
    all.put(format_args!("segment"), Fr::from(parts.segment));
    all.put(format_args!("segments"), Fr::from(parts.segments));
    let indices = parts.batches.iter().map(|index| Fr::from(*index as u64));
    all.put_array("batchIndex", &[steps], indices);
    let sizes = |rows, words: &[Fr]| [rows, words.len() / rows];
    let StateWords {
        w1,
        forward,
        backward,
    } = &parts.state;
    all.put_array("w1", &sizes(inputs, w1), w1.iter().copied());
    all.put_array("w2Forward", &sizes(hidden, forward), forward.iter().copied());
    all.put_array("w2Backward", &sizes(outputs, backward), backward.iter().copied());
    let bytes = |bytes: &[u8]| bytes.iter().map(|byte| Fr::from(*byte)).collect::<Vec<_>>();
    all.put_array("pixels", &[steps, batch, inputs], bytes(&parts.pixels));
    all.put_array("labels", &[steps, batch], bytes(&parts.labels));
    let paths = [2, circuit.state_levels, 4];
    all.put_array("statePaths", &paths, parts.state_paths.iter().copied());
    let paths = [steps, circuit.batch_levels, 4];
    all.put_array("batchPaths", &paths, parts.batch_paths.iter().copied());
    advice(&mut all, circuit, parts);
    hash_advice(&mut all, circuit, parts, place);
    all
}

/// A field element from decimal digits. Errors: `bad_training`
pub fn element(name: &str, text: &str) -> Result<Fr, ProverError> {
    crate::encoding::canonical(text)
        .ok_or_else(|| bad(format!("{name} is not a decimal number below the field modulus")))
}
