//! Trainings and segments: what the TypeScript engine, which the vectors hold to the bit, is not asked for.
#![allow(clippy::unwrap_used)]

use ark_bn254::Fr;
use cyxwiz_prover::{
    exact::{
        commit::{chain_hash, BATCH_TAG, WEIGHTS_TAG},
        network::StepCircuit,
        segment::{segment_signals, signal_names, statement, Challenge},
        step::{Batch, Step, Weights},
        training::Training,
        words::{batch_words, StateWords},
    },
    task::Task,
};
use std::{collections::HashMap, sync::Arc};

fn circuit() -> StepCircuit {
    StepCircuit {
        inputs: 5,
        hidden: 9,
        outputs: 3,
        batch: 2,
        steps: 2,
        w1_fraction: 15,
        w2_fraction: 16,
        activation_fraction: 5,
        learning_rate_shift: 6,
        hidden_bits: 9,
        output_bits: 9,
        delta_bits: 9,
        state_levels: 4,
        batch_levels: 2,
    }
}

fn batches(circuit: &StepCircuit, count: usize) -> Vec<Batch> {
    (0..count)
        .map(|i| Batch {
            pixels: (0..circuit.batch * circuit.inputs)
                .map(|k| ((7 * i + 3 * k) % 17) as u8)
                .collect(),
            labels: (0..circuit.batch)
                .map(|b| ((i + b) % circuit.outputs) as u8)
                .collect(),
        })
        .collect()
}

fn weights(circuit: &StepCircuit) -> Weights {
    let some = |count: usize, step: i32| (0..count as i32).map(|i| (i * step) % 9001 - 4500).collect();
    Weights {
        w1: some(circuit.w1_count(), 137),
        w2: some(circuit.w2_count(), 311),
    }
}

fn training(epochs: u32) -> Training {
    let circuit = circuit();
    let (batches, weights) = (batches(&circuit, 4), weights(&circuit));
    Training::run(circuit, batches, [3; 32], epochs, weights, &Task::default()).unwrap()
}

#[test]
fn every_state_is_the_commitment_to_the_weights_before_its_segment() {
    let training = training(40);
    assert_eq!(training.segments(), 80);
    let circuit = circuit();
    let mut weights = weights(&circuit);
    let mut step = Step::new(&circuit);
    for segment in 0..training.segments() {
        assert_eq!(training.weights_before(segment).unwrap(), weights);
        let words = StateWords::of(&circuit, &weights).concat();
        assert_eq!(training.state(segment), chain_hash(WEIGHTS_TAG, &words));
        for index in training.schedule(segment) {
            step.run(&mut weights, &training.batches[index]).unwrap();
        }
    }
    assert_eq!(training.last_weights(), &weights);
    assert_ne!(training.state(80), training.state(79));
    assert_eq!(
        training.weights_before(80).err().map(|e| e.code),
        Some("bad_training")
    );
    // Each epoch sees each batch once.
    for epoch in 0..40 {
        let mut seen = [training.schedule(2 * epoch), training.schedule(2 * epoch + 1)].concat();
        seen.sort_unstable();
        assert_eq!(seen, [0, 1, 2, 3]);
    }
}

#[test]
fn signals_are_those_of_the_segment() {
    let training = training(3);
    let challenge = Challenge {
        binding: Fr::from(11),
        challenge: Fr::from(12),
    };
    let signals = segment_signals(&training, 4, &challenge, true).unwrap();
    let names = signals.names();
    assert_eq!(names, signal_names(&circuit()));
    let pairs = names
        .iter()
        .map(String::as_str)
        .zip(signals.values().iter().copied());
    let all: HashMap<&str, Fr> = pairs.collect();
    let unnamed = segment_signals(&training, 4, &challenge, false).unwrap();
    assert_eq!((unnamed.names().len(), unnamed.values()), (0, signals.values()));
    assert_eq!(all.len(), names.len());
    let schedule = training.schedule(4);
    let roots = [
        training.states.root(),
        training.state(0),
        training.state(6),
        training.dataset.root(),
    ];
    assert_eq!(all["statement"], statement(&challenge, &roots, [4, 6], &schedule));
    assert_ne!(all["statement"], statement(&challenge, &roots, [5, 6], &schedule));
    assert_eq!([all["binding"], all["challenge"]], [Fr::from(11), Fr::from(12)]);
    assert_eq!([all["stepsRoot"], all["finalWeights"]], [roots[0], roots[2]]);
    assert_eq!([all["initialWeights"], all["datasetRoot"]], [roots[1], roots[3]]);
    assert_eq!([all["segment"], all["segments"]], [Fr::from(4), Fr::from(6)]);
    let batch = &training.batches[schedule[1]];
    assert_eq!(all["batchIndex[1]"], Fr::from(schedule[1] as u64));
    assert_eq!(all["pixels[1][1][3]"], Fr::from(batch.pixels[8]));
    assert_eq!(all["labels[1][0]"], Fr::from(batch.labels[0]));
    for o in 0..3 {
        let hot = u64::from(usize::from(batch.labels[0]) == o);
        assert_eq!(all[format!("leaves[1].oneHot[0][{o}]").as_str()], Fr::from(hot));
    }
    let words = StateWords::of(&circuit(), &training.weights_before(4).unwrap());
    assert_eq!(all["w1[4][0]"], words.w1[4 * circuit().w1_layout().words]);
    assert_eq!(
        all["w2Backward[2][0]"],
        words.backward[2 * circuit().backward_layout().words]
    );
    assert_eq!(all["statePaths[0][0][0]"], training.state(4));
    assert_eq!(all["statePaths[1][0][1]"], training.state(5));
    let leaf = chain_hash(BATCH_TAG, &batch_words(batch, 3));
    assert_eq!(all[format!("batchPaths[1][0][{}]", schedule[1]).as_str()], leaf);
    let circuit = circuit();
    let mut step = Step::new(&circuit);
    let mut before = training.weights_before(4).unwrap();
    step.run(&mut before, &training.batches[schedule[0]]).unwrap();
    assert_eq!(all["training[0].z[1].quotient[8]"], Fr::from(step.sums.z[17]));
    assert_eq!(all["training[0].y[1].quotient[2]"], Fr::from(step.sums.y[5]));
    assert_eq!(all["training[0].d[0].quotient[3]"], Fr::from(step.sums.d[3]));
    assert_eq!(
        [step.sums.z.len(), step.sums.y.len(), step.sums.d.len()],
        [18, 6, 18]
    );
    assert_eq!(all["first.inverse"] * Fr::from(4), Fr::from(1));
    assert_eq!(all["last.inverse"], Fr::from(1)); // 6 − 4 − 1 = 1
    assert_eq!(
        segment_signals(&training, 6, &challenge, false)
            .err()
            .map(|e| e.code),
        Some("bad_training")
    );
}

#[test]
fn refuses_what_the_engine_refuses() {
    let run = |change: &dyn Fn(&mut StepCircuit, &mut Vec<Batch>, &mut Weights), epochs: u32| {
        let mut circuit = circuit();
        let (mut batches, mut weights) = (batches(&circuit, 4), weights(&circuit));
        change(&mut circuit, &mut batches, &mut weights);
        let made = Training::run(circuit, batches, [3; 32], epochs, weights, &Task::default());
        made.err().map(|e| e.code)
    };
    let bad = Some("bad_training");
    assert_eq!(run(&|_, _, _| {}, 1), None);
    assert_eq!(run(&|_, _, _| {}, 0), bad);
    assert_eq!(run(&|_, _, _| {}, 127), None); // 254 segments, 255 leaves of 256
    assert_eq!(run(&|_, _, _| {}, 128), bad);
    assert_eq!(run(&|_, batches, _| batches.truncate(3), 1), bad);
    assert_eq!(run(&|_, batches, _| batches.clear(), 1), bad);
    assert_eq!(run(&|_, batches, _| batches[1].pixels[3] = 17, 1), bad);
    assert_eq!(run(&|_, batches, _| batches[1].labels[0] = 3, 1), bad);
    assert_eq!(run(&|_, batches, _| batches[1].labels.truncate(1), 1), bad);
    assert_eq!(run(&|_, _, weights| weights.w1.truncate(3), 1), bad);
    assert_eq!(run(&|circuit, _, _| circuit.steps = 0, 1), bad);
    assert_eq!(run(&|circuit, _, _| circuit.w1_fraction = 14, 1), bad);
    assert_eq!(run(&|circuit, _, _| circuit.hidden_bits = 17, 1), bad);
    let wide = Some("weight_out_of_slot");
    assert_eq!(run(&|_, _, weights| weights.w2[5] = i32::MIN, 1), wide);
    assert_eq!(run(&|_, _, weights| weights.w1[5] = i32::MAX, 1), wide);
    assert_eq!(
        run(&|_, _, weights| weights.w1.fill(1 << 20), 1),
        Some("value_out_of_slot")
    );
}

#[test]
fn stops_when_it_is_cancelled_and_says_how_far_it_is() {
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let cancelled: Arc<std::sync::atomic::AtomicBool> = Arc::default();
    let (list, flag) = (seen.clone(), cancelled.clone());
    let report = move |stage: &str, done: usize, of: usize| {
        list.lock().unwrap().push((stage.to_owned(), done, of));
        if done >= 64 {
            flag.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    };
    let task = Task::new(cancelled, Some(Box::new(report)));
    let circuit = circuit();
    let (batches, weights) = (batches(&circuit, 4), weights(&circuit));
    let made = Training::run(circuit, batches, [3; 32], 100, weights, &task);
    assert_eq!(made.err().map(|e| e.code), Some("cancelled"));
    let expected = [0, 32, 64].map(|done| ("training".to_owned(), done, 200));
    assert_eq!(*seen.lock().unwrap(), expected);
}
