//! Requests that overtake each other, progress, and cancelling.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{json, Value};
use std::{collections::HashMap, path::Path};
use support::{witness, Folder, Prover};

fn train_request(folder: &Folder, id: u64, epochs: u32) -> Value {
    let parameters = json!({"inputs": 2, "hidden": 2, "outputs": 2, "batch": 1, "steps": 1, "w1Fraction": 15,
        "w2Fraction": 16, "activationFraction": 5, "learningRateShift": 6, "hiddenBits": 9, "outputBits": 9,
        "deltaBits": 9, "stateLevels": 7, "batchLevels": 1});
    let weights = folder.write("weights", &[0; 32]);
    let batches = folder.write("batches", &[1, 2, 0, 3, 4, 1]);
    json!({"id": id, "op": "train", "training": "t", "parameters": parameters, "seed": "00".repeat(32),
        "epochs": epochs, "weights": weights, "batches": batches})
}

fn prove(id: u64, path: &Path) -> Value {
    json!({"id": id, "op": "prove", "circuit": "c", "witness": path})
}

fn replies(prover: &mut Prover, count: usize) -> HashMap<u64, Value> {
    (0..count)
        .map(|_| {
            let reply = prover.read();
            (reply["id"].as_u64().unwrap(), reply)
        })
        .collect()
}

#[test]
fn answers_what_is_quick_while_something_long_runs_and_cancels_the_rest() {
    let folder = Folder::new();
    let mut prover = Prover::loaded(&folder);
    let good = folder.write("w.wtns", &witness(&[1, 35, 5, 7]));
    let made = prover.prove(&good);
    prover.send(train_request(&folder, 11, 8000));
    prover.send(prove(12, &good)); // waits for the only place
    let verify =
        json!({"id": 13, "op": "verify", "circuit": "c", "proof": made["proof"], "publicSignals": ["35"]});
    assert_eq!(prover.ask(verify)["id"], 13);
    let cancel = |target: u64| json!({"id": 99, "op": "cancel", "target": target});
    assert_eq!(prover.ask(cancel(12))["cancelled"], true);
    assert_eq!(prover.ask(cancel(77))["cancelled"], false);
    prover.send(cancel(11));
    let replies = replies(&mut prover, 3);
    assert_eq!(replies[&99]["cancelled"], true);
    for id in [11, 12] {
        assert_eq!(replies[&id]["code"], "cancelled");
    }
    assert_eq!(prover.ask(cancel(12))["cancelled"], false); // it is over
    assert_eq!(prover.prove(&good)["ok"], true);
    let unknown = json!({"id": 1, "op": "signals", "segment": {"training": "t", "index": 0, "binding": "1", "challenge": "2"}});
    assert_eq!(prover.ask(unknown)["code"], "unknown_training");
}

#[test]
fn makes_several_proofs_at_once() {
    let folder = Folder::new();
    let mut prover = Prover::start_with(&["--proofs", "3"]);
    // Not waited for: a proof waits for the key that was asked for before it.
    prover.send(json!({"id": 0, "op": "load", "circuit": "c", "zkey": folder.zkey()}));
    let good = folder.write("w.wtns", &witness(&[1, 35, 5, 7]));
    let bad = folder.write("bad.wtns", &witness(&[1, 36, 5, 7]));
    for id in 1..=8 {
        prover.send(prove(id, if id % 4 == 0 { &bad } else { &good }));
    }
    let replies = replies(&mut prover, 9);
    for id in 1..=8 {
        let expected = if id % 4 == 0 {
            json!("unsatisfied_witness")
        } else {
            Value::Null
        };
        assert_eq!(replies[&id]["code"], expected, "{}", replies[&id]);
    }
}

#[test]
fn says_how_far_a_proof_is_to_those_who_ask() {
    let folder = Folder::new();
    let mut prover = Prover::loaded(&folder);
    let good = folder.write("w.wtns", &witness(&[1, 35, 5, 7]));
    let mut request = prove(5, &good);
    request["progress"] = json!(true);
    prover.send(request);
    let mut stages = Vec::new();
    let answer = loop {
        let line = prover.read();
        assert_eq!(line["id"], 5);
        if line["event"] != "progress" {
            break line;
        }
        stages.push((
            line["stage"].as_str().unwrap().to_owned(),
            line["done"].as_u64().unwrap(),
        ));
    };
    assert_eq!(answer["ok"], true);
    assert_eq!(stages[0], ("witness".to_owned(), 0));
    let proof: Vec<u64> = stages[1..].iter().map(|(_, done)| *done).collect();
    assert_eq!(proof, [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn trains_commits_and_opens() {
    let folder = Folder::new();
    let mut prover = Prover::loaded(&folder);
    let states = folder.file("states");
    let mut request = train_request(&folder, 1, 3);
    request["states"] = json!(states);
    let trained = prover.ask(request);
    assert_eq!(trained["segments"], 6);
    let tree = prover.ask(json!({"id": 2, "op": "tree", "leaves": states, "levels": 7, "open": [6]}));
    assert_eq!(tree["root"], trained["stepsRoot"]);
    assert_eq!(tree["paths"][0][0][2], trained["finalWeights"]);
    assert_eq!(tree["paths"][0].as_array().unwrap().len(), 7);
    let segment = json!({"training": "t", "index": 5, "binding": "1", "challenge": "2"});
    let signals = prover.ask(json!({"id": 3, "op": "signals", "segment": segment}));
    assert_eq!(signals["signals"][1], json!(["binding", "1"]));
    // A circuit that was not loaded for this training proves none of it.
    let wrong = prover.ask(json!({"id": 4, "op": "proveSegment", "circuit": "c", "segment": segment}));
    assert_eq!(wrong["code"], "wrong_circuit");
    assert_eq!(
        prover.ask(json!({"id": 5, "op": "forget", "training": "t"}))["ok"],
        true
    );
    let gone = prover.ask(json!({"id": 6, "op": "signals", "segment": segment}));
    assert_eq!(gone["code"], "unknown_training");
}

#[test]
fn hashes_files_of_words() {
    let folder = Folder::new();
    let mut prover = Prover::start();
    let mut bytes = Vec::new();
    for (tag, words) in [(7u32, vec![1u8, 2]), (8, vec![]), (7, vec![1, 2])] {
        bytes.extend(tag.to_le_bytes());
        bytes.extend((words.len() as u32).to_le_bytes());
        for word in words {
            bytes.extend([0; 31]);
            bytes.push(word);
        }
    }
    let out = folder.file("out");
    let mut ask = |bytes: &[u8]| {
        let words = folder.write("words", bytes);
        prover.ask(json!({"id": 1, "op": "commitWords", "words": words, "out": out}))
    };
    assert_eq!(ask(&bytes)["lists"], 3);
    let hashes = std::fs::read(&out).unwrap();
    assert_eq!(hashes.len(), 96);
    assert_eq!(hashes[..32], hashes[64..]);
    assert_ne!(hashes[..32], hashes[32..64]);
    assert_eq!(ask(&bytes[..bytes.len() - 1])["code"], "bad_words");
    assert_eq!(ask(&bytes[..5])["code"], "bad_words");
    let mut large = bytes.clone();
    large[8..40].fill(0xff);
    assert_eq!(ask(&large)["code"], "bad_words");
    let mut tree = |levels: u32, open: u32| {
        prover.ask(json!({"id": 2, "op": "tree", "leaves": out, "levels": levels, "open": [open]}))["code"]
            .clone()
    };
    assert_eq!(tree(1, 3), Value::Null);
    assert_eq!(tree(1, 4), "bad_tree");
    assert_eq!(tree(0, 0), "bad_tree");
}
