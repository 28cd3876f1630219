//! What requests do.

use super::{
    files,
    request::{Request, SegmentRequest, TrainRequest},
    shelf::Shelf,
};
use crate::{
    encoding::decimal,
    exact::{
        commit::chain_hash,
        segment::{element, segment_signals, Challenge, Signals},
        training::Training,
        tree::Tree,
    },
    prove::Circuit,
    task::Task,
    witness::{encode_witness, read_witness},
    ProverError,
};
use rayon::prelude::*;
use serde_json::{json, Value};
use std::{sync::Arc, time::Instant};

/// Everything that lasts longer than a request.
#[derive(Default)]
pub struct House {
    circuits: Shelf<Circuit>,
    trainings: Shelf<Training>,
}

impl House {
    /// Must be called in the order of the requests, before `serve`.
    pub fn announce(&self, request: &Request) {
        match request {
            Request::Load { circuit, .. } => self.circuits.announce(circuit),
            Request::Train(request) => self.trainings.announce(&request.training),
            _ => {}
        }
    }

    pub fn serve(&self, request: Request, task: &Task) -> Result<Value, ProverError> {
        let start = Instant::now();
        let mut result = self.answer(request, task)?;
        result["millis"] = json!(start.elapsed().as_millis() as u64);
        Ok(result)
    }

    fn answer(&self, request: Request, task: &Task) -> Result<Value, ProverError> {
        match request {
            Request::Load { circuit, zkey, step } => {
                let (facts, loaded) = split(Circuit::load(&zkey, step.as_deref()), |loaded| {
                    json!({"constraints": loaded.loaded.constraints, "wires": loaded.loaded.wires,
                        "publicSignals": loaded.loaded.public_signals, "cached": loaded.cached, "native": loaded.loaded.plan.is_some()})
                });
                self.circuits.put(&circuit, loaded);
                facts
            }
            Request::Prove { circuit, witness } => {
                let circuit = self.circuit(&circuit)?;
                task.progress("witness", 0, 1)?;
                let wires = read_witness(&witness, circuit.loaded.wires)?;
                let (proof, signals) = circuit.prove(&wires, task)?;
                Ok(json!({"proof": proof, "publicSignals": signals}))
            }
            Request::Verify {
                circuit,
                proof,
                public_signals,
            } => Ok(json!({"valid": self.circuit(&circuit)?.verify(&proof, &public_signals)?})),
            Request::Train(request) => {
                let (facts, training) = split(train(&request, task), describe);
                self.trainings.put(&request.training, training);
                facts
            }
            Request::ProveSegment { circuit, segment } => {
                let start = Instant::now();
                let (circuit, wires) = self.witness(&circuit, &segment, task)?;
                let witness_millis = start.elapsed().as_millis() as u64;
                let (proof, signals) = circuit.prove(&wires, task)?;
                Ok(json!({"proof": proof, "publicSignals": signals, "witnessMillis": witness_millis}))
            }
            Request::Witness {
                circuit,
                segment,
                out,
            } => {
                let (_, wires) = self.witness(&circuit, &segment, task)?;
                files::write(&out, &encode_witness(&wires))?;
                Ok(json!({}))
            }
            Request::Signals { segment } => {
                let signals = self.signals(&segment, true)?;
                let values = signals.values().iter().map(decimal);
                // Inputs are signals of the main component itself.
                let named = signals
                    .names()
                    .iter()
                    .zip(values)
                    .filter(|(name, _)| !name.contains('.'));
                Ok(json!({"signals": named.collect::<Vec<_>>()}))
            }
            Request::Forget { training } => {
                self.trainings.remove(&training);
                Ok(json!({}))
            }
            Request::CommitWords { words, out } => {
                let lists = files::read_lists(&words)?;
                let hashes: Vec<_> = lists
                    .par_iter()
                    .map(|(tag, words)| chain_hash(*tag, words))
                    .collect();
                files::write(&out, &files::elements(hashes))?;
                Ok(json!({"lists": lists.len()}))
            }
            Request::Tree { leaves, levels, open } => {
                if levels == 0 || levels > 15 {
                    return Err(ProverError::new("bad_tree", "a tree has 1 to 15 levels"));
                }
                let tree = Tree::new(files::read_elements(&leaves)?, levels)?;
                let path = |index: &usize| -> Vec<[String; 4]> {
                    tree.path(*index)
                        .iter()
                        .map(|group| group.each_ref().map(decimal))
                        .collect()
                };
                if open.iter().any(|index| *index >> (2 * levels) != 0) {
                    return Err(ProverError::new("bad_tree", "an index is beyond the tree"));
                }
                let paths: Vec<_> = open.iter().map(path).collect();
                Ok(json!({"root": decimal(&tree.root()), "paths": paths}))
            }
            Request::Cancel { .. } | Request::Shutdown {} => Ok(json!({})),
        }
    }

    fn signals(&self, request: &SegmentRequest, named: bool) -> Result<Signals, ProverError> {
        let training = self
            .trainings
            .get(&request.training, "unknown_training", "there is no training")?;
        let challenge = Challenge {
            binding: element("binding", &request.binding)?,
            challenge: element("challenge", &request.challenge)?,
        };
        segment_signals(&training, request.index, &challenge, named)
    }

    fn witness(
        &self,
        circuit: &str,
        request: &SegmentRequest,
        task: &Task,
    ) -> Result<(Arc<Circuit>, Vec<ark_bn254::Fr>), ProverError> {
        let circuit = self.circuit(circuit)?;
        task.progress("witness", 0, 1)?;
        let training = self
            .trainings
            .get(&request.training, "unknown_training", "there is no training")?;
        if circuit.step.as_ref() != Some(&training.circuit) {
            let message = "the circuit was not loaded for the parameters of this training";
            return Err(ProverError::new("wrong_circuit", message));
        }
        let wires = circuit.witness(self.signals(request, false)?.values())?;
        Ok((circuit, wires))
    }

    fn circuit(&self, name: &str) -> Result<Arc<Circuit>, ProverError> {
        self.circuits.get(name, "unknown_circuit", "no key is loaded for")
    }

    /// A request that will not be served: whoever waits for what it announced gets what was there before.
    pub fn give_up(&self, request: &Request) {
        match request {
            Request::Load { circuit, .. } => self.circuits.put(circuit, None),
            Request::Train(request) => self.trainings.put(&request.training, None),
            _ => {}
        }
    }
}

fn split<T>(
    made: Result<T, ProverError>,
    facts: impl Fn(&T) -> Value,
) -> (Result<Value, ProverError>, Option<T>) {
    match made {
        Ok(made) => (Ok(facts(&made)), Some(made)),
        Err(error) => (Err(error), None),
    }
}

fn train(request: &TrainRequest, task: &Task) -> Result<Training, ProverError> {
    let circuit = request.parameters.clone();
    circuit.check()?;
    let weights = files::read_weights(&request.weights, &circuit)?;
    let batches = files::read_batches(&request.batches, &circuit)?;
    let seed = parse_seed(&request.seed)?;
    let training = Training::run(circuit, batches, seed, request.epochs, weights, task)?;
    if let Some(path) = &request.states {
        let states = (0..=training.segments()).map(|position| training.state(position));
        files::write(path, &files::elements(states))?;
    }
    Ok(training)
}

fn describe(training: &Training) -> Value {
    let segments = training.segments();
    json!({"segments": segments, "stepsRoot": decimal(&training.states.root()),
        "initialWeights": decimal(&training.state(0)), "finalWeights": decimal(&training.state(segments)),
        "datasetRoot": decimal(&training.dataset.root())})
}

fn parse_seed(hex: &str) -> Result<[u8; 32], ProverError> {
    let bad = || ProverError::new("bad_training", "the seed must be 64 hexadecimal digits");
    if hex.len() != 64 || !hex.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(bad());
    }
    let mut seed = [0u8; 32];
    for (byte, at) in seed.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&hex[at..at + 2], 16).map_err(|_| bad())?;
    }
    Ok(seed)
}
