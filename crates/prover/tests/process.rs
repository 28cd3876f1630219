//! The long-lived process: good requests, bad ones, and how it ends.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::json;
use std::process::Command;
use support::{witness, Folder, Prover};

#[test]
fn proves_and_verifies() {
    let folder = Folder::new();
    let mut prover = Prover::loaded(&folder);
    let made = prover.prove(&folder.write("w.wtns", &witness(&[1, 35, 5, 7])));
    assert_eq!(made["ok"], true, "{made}");
    assert_eq!(made["id"], 1);
    assert_eq!(made["publicSignals"], json!(["35"]));
    assert!(made["millis"].is_u64());

    let verify = |signals: serde_json::Value| json!({"id": "v", "op": "verify", "circuit": "c", "proof": made["proof"], "publicSignals": signals});
    let good = prover.ask(verify(json!(["35"])));
    assert_eq!(
        (&good["ok"], &good["valid"], &good["id"]),
        (&json!(true), &json!(true), &json!("v"))
    );
    assert_eq!(prover.ask(verify(json!(["36"])))["valid"], false);
    assert_eq!(
        prover.ask(verify(json!(["35", "1"])))["code"],
        "bad_public_signals"
    );
    assert_eq!(prover.ask(verify(json!(["035"])))["code"], "bad_public_signals");
    assert_eq!(prover.ask(verify(json!(["-1"])))["code"], "bad_public_signals");
    let modulus = "21888242871839275222246405745257275088548364400416034343698204186575808495617";
    assert_eq!(prover.ask(verify(json!([modulus])))["code"], "bad_public_signals");
}

#[test]
fn proofs_of_one_witness_differ() {
    let folder = Folder::new();
    let mut prover = Prover::loaded(&folder);
    let path = folder.write("w.wtns", &witness(&[1, 35, 5, 7]));
    assert_ne!(prover.prove(&path)["proof"], prover.prove(&path)["proof"]);
}

#[test]
fn refuses_malformed_proofs() {
    let folder = Folder::new();
    let mut prover = Prover::loaded(&folder);
    let made = prover.prove(&folder.write("w.wtns", &witness(&[1, 35, 5, 7])));
    let mut answer = |path: &str, value: &str| {
        let mut proof = made["proof"].clone();
        *proof.pointer_mut(path).unwrap() = json!(value);
        prover.ask(json!({"id": 2, "op": "verify", "circuit": "c", "proof": proof, "publicSignals": ["35"]}))
    };
    assert_eq!(answer("/pi_a/0", "1")["code"], "bad_proof"); // not on the curve
    assert_eq!(answer("/pi_a/1", "x")["code"], "bad_proof");
    assert_eq!(answer("/pi_a/2", "0")["code"], "bad_proof"); // not affine
    assert_eq!(answer("/pi_b/0/0", "1")["code"], "bad_proof");
    assert_eq!(answer("/pi_b/2/0", "0")["code"], "bad_proof");
    assert_eq!(answer("/pi_c/1", "")["code"], "bad_proof");
    assert_eq!(answer("/protocol", "plonk")["code"], "bad_proof");
    assert_eq!(answer("/curve", "bls12381")["code"], "bad_proof");
}

#[test]
fn names_what_is_wrong_and_serves_the_next_request() {
    let folder = Folder::new();
    let mut prover = Prover::loaded(&folder);
    let good = folder.write("good.wtns", &witness(&[1, 35, 5, 7]));
    let cases = [
        ("not json", "bad_request"),
        ("[]", "bad_request"),
        ("{}", "bad_request"),
        (r#"{"id":1,"op":"dance"}"#, "bad_request"),
        (r#"{"id":1,"op":"prove","circuit":"c"}"#, "bad_request"),
        (
            r#"{"id":1,"op":"prove","circuit":"c","witness":"w","more":1}"#,
            "bad_request",
        ),
        (
            r#"{"id":1,"op":"verify","circuit":"c","proof":{},"publicSignals":[]}"#,
            "bad_request",
        ),
        (
            r#"{"id":1,"op":"prove","circuit":"other","witness":"w"}"#,
            "unknown_circuit",
        ),
        (
            r#"{"id":1,"op":"prove","circuit":"c","witness":"/nowhere/w"}"#,
            "file_not_found",
        ),
        (
            r#"{"id":1,"op":"load","circuit":"c","zkey":"/nowhere/k"}"#,
            "file_not_found",
        ),
    ];
    for (line, code) in cases {
        let reply = prover.ask_text(line);
        assert_eq!(
            (&reply["ok"], &reply["code"]),
            (&json!(false), &json!(code)),
            "{line}: {reply}"
        );
        assert!(!reply["message"].as_str().unwrap().is_empty());
        assert_eq!(prover.prove(&good)["ok"], true, "after {line}");
    }
    let long = format!(r#"{{"id":1,"op":"{}"}}"#, "x".repeat(2 << 20));
    assert_eq!(prover.ask_text(&long)["code"], "bad_request");
    assert_eq!(prover.prove(&good)["ok"], true);
}

#[test]
fn refuses_witnesses_that_do_not_fit() {
    let folder = Folder::new();
    let mut prover = Prover::loaded(&folder);
    let mut code = |name: &str, bytes: &[u8]| prover.prove(&folder.write(name, bytes))["code"].clone();
    assert_eq!(
        code("unsatisfied", &witness(&[1, 36, 5, 7])),
        "unsatisfied_witness"
    );
    assert_eq!(code("short", &witness(&[1, 35, 5])), "wrong_witness_size");
    assert_eq!(code("long", &witness(&[1, 35, 5, 7, 9])), "wrong_witness_size");
    assert_eq!(code("one", &witness(&[2, 35, 5, 7])), "bad_witness");
    assert_eq!(code("empty", b""), "bad_witness");
    assert_eq!(code("other", b"zkey\x02\0\0\0\0\0\0\0"), "bad_witness");
    let whole = witness(&[1, 35, 5, 7]);
    assert_eq!(code("cut", &whole[..whole.len() - 1]), "bad_witness");
    let mut large = whole.clone();
    let end = large.len();
    large[end - 32..].fill(0xff);
    assert_eq!(code("large", &large), "bad_witness"); // not below the modulus
}

#[test]
fn ends_cleanly() {
    let folder = Folder::new();
    let mut prover = Prover::loaded(&folder);
    assert_eq!(
        prover.ask(json!({"id": 9, "op": "shutdown"})),
        json!({"id": 9, "ok": true})
    );
    assert!(prover.child.wait().unwrap().success());

    assert!(Prover::loaded(&folder).end_input().success());

    let mut prover = Prover::loaded(&folder);
    let sent = Command::new("kill")
        .args(["-TERM", &prover.child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    assert!(prover.child.wait().unwrap().success());
}

#[test]
fn explains_its_arguments() {
    let run = |arguments: &[&str]| Command::new(support::BINARY).args(arguments).output().unwrap();
    assert!(run(&["--version"]).status.success());
    assert!(run(&["--help"]).status.success());
    let all_wrong: [&[&str]; 8] = [
        &[],
        &["dance"],
        &["serve", "more"],
        &["serve", "--proofs", "0"],
        &["serve", "--proofs", "2", "more"],
        &["setup", "--r1cs"],
        &["setup", "--r1cs", "a", "--r1cs", "b"],
        &["setup", "--r1cs", "a", "--seed", "s"],
    ];
    for arguments in all_wrong {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("cyxwiz-prover serve"));
    }
    let missing = run(&[
        "setup",
        "--r1cs",
        "/nowhere",
        "--seed",
        "s",
        "--out",
        "/nowhere/k",
    ]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("file_not_found"));
}
