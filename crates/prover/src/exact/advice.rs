//! Signals of `sgd_step` that are not inputs and that its constraints alone do not lead to: circom assigns them without a
//! formula, or replaces the formula by one that leads the other way.

use super::{
    commit::{first_state, BATCH_TAG, BLOCK, WEIGHTS_TAG},
    network::StepCircuit,
    segment::{statement_words, Parts, Signals},
    step::{Batch, Sums},
    words::batch_words,
};
use crate::poseidon::{hash16, partial_states16, partial_states4, partial_states8};
use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, Field};

/// Labels one hot, inverses, and the rounded sums, of which the bits then follow.
pub fn advice(all: &mut Signals, circuit: &StepCircuit, parts: &Parts) {
    let labels = parts.labels.chunks(circuit.batch);
    for (s, (labels, sums)) in labels.zip(&parts.sums).enumerate() {
        for (b, label) in labels.iter().enumerate() {
            for o in 0..circuit.outputs {
                let hot = usize::from(*label) == o;
                all.put(format_args!("leaves[{s}].oneHot[{b}][{o}]"), Fr::from(hot));
                let target = if hot {
                    1i64 << circuit.activation_fraction
                } else {
                    0
                };
                let error = sums.y[b * circuit.outputs + o] - target;
                all.put(format_args!("training[{s}].error[{b}][{o}]"), Fr::from(error));
            }
        }
        let Sums { z, y, d } = sums;
        for (kind, sums) in [("z", z), ("y", y), ("d", d)] {
            let width = sums.len() / circuit.batch;
            for (i, sum) in sums.iter().enumerate() {
                let (b, unit) = (i / width, i % width);
                let name = format_args!("training[{s}].{kind}[{b}].quotient[{unit}]");
                all.put(name, Fr::from(*sum));
            }
        }
    }
    let inverse = |value: u64| Fr::from(value).inverse().unwrap_or(Fr::ZERO);
    all.put(format_args!("first.inverse"), inverse(parts.segment));
    let left = parts.segments - parts.segment - 1;
    all.put(format_args!("last.inverse"), inverse(left));
}

/// The states between the partial rounds of every hash: the compiler writes earlier signals as sums of these.
pub fn hash_advice(all: &mut Signals, circuit: &StepCircuit, parts: &Parts, place: [u64; 2]) {
    let words = statement_words(parts.challenge, &parts.roots, place, &parts.batches);
    put_states(all, "hash", 9, &partial_states8(&words));
    put_chain(all, "before.hash", WEIGHTS_TAG, &parts.state.concat());
    put_chain(all, "after.hash", WEIGHTS_TAG, &parts.after);
    for (i, path) in parts.state_paths.chunks(4 * circuit.state_levels).enumerate() {
        put_path(all, &format!("stateOpenings[{i}]"), path);
    }
    for (s, path) in parts.batch_paths.chunks(4 * circuit.batch_levels).enumerate() {
        put_path(all, &format!("batchOpenings[{s}]"), path);
    }
    let pixels = parts.pixels.chunks(circuit.batch * circuit.inputs);
    for (s, (pixels, labels)) in pixels.zip(parts.labels.chunks(circuit.batch)).enumerate() {
        let batch = Batch {
            pixels: pixels.to_vec(),
            labels: labels.to_vec(),
        };
        let words = batch_words(&batch, circuit.outputs);
        put_chain(all, &format!("leaves[{s}].hash"), BATCH_TAG, &words);
    }
}

fn put_chain(all: &mut Signals, name: &str, tag: u32, words: &[Fr]) {
    let mut state = first_state(tag, words.len());
    for (j, block) in words.chunks(BLOCK).enumerate() {
        let mut inputs = [Fr::ZERO; BLOCK + 1];
        inputs[0] = state;
        inputs[1..=block.len()].copy_from_slice(block);
        put_states(all, &format!("{name}.block[{j}]"), 17, &partial_states16(&inputs));
        state = hash16(&inputs);
    }
}

fn put_path(all: &mut Signals, name: &str, groups: &[Fr]) {
    for (l, group) in groups.chunks_exact(4).enumerate() {
        let inputs = [group[0], group[1], group[2], group[3]];
        put_states(all, &format!("{name}.nodes[{l}]"), 5, &partial_states4(&inputs));
    }
}

fn put_states(all: &mut Signals, name: &str, width: usize, states: &[Fr]) {
    for (i, word) in states.iter().enumerate() {
        let (round, j) = (i / width, i % width);
        match round.checked_sub(1) {
            None => all.put(format_args!("{name}.pEx.mix[3].out[{j}]"), *word),
            Some(round) => all.put(format_args!("{name}.pEx.mixS[{round}].out[{j}]"), *word),
        }
    }
}
