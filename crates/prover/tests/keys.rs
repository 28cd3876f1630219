//! Development keys, and reading keys that somebody else wrote.
#![allow(clippy::unwrap_used)]

mod support;

use cyxwiz_prover::{setup::setup, zkey};
use serde_json::Value;
use std::{fs, path::Path, process::Command};
use support::{product_r1cs, Folder, BINARY};

/// Offset of the bytes of a section.
fn section(bytes: &[u8], wanted: u32) -> usize {
    let mut at = 12;
    loop {
        let id = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        let length = u64::from_le_bytes(bytes[at + 4..at + 12].try_into().unwrap()) as usize;
        if id == wanted {
            return at + 12;
        }
        at += 12 + length;
    }
}

fn make(folder: &Folder, name: &str, seed: &str, threads: &str) -> Vec<u8> {
    let r1cs = folder.write("c.r1cs", &product_r1cs());
    let out = folder.file(name);
    let done = Command::new(BINARY)
        .env("RAYON_NUM_THREADS", threads)
        .args([
            "setup",
            "--r1cs",
            r1cs.to_str().unwrap(),
            "--seed",
            seed,
            "--out",
            out.to_str().unwrap(),
        ])
        .status()
        .unwrap();
    assert!(done.success());
    fs::read(out).unwrap()
}

#[test]
fn a_seed_gives_the_same_key_with_any_number_of_threads() {
    let folder = Folder::new();
    let one = make(&folder, "one", "seed", "1");
    assert_eq!(one, make(&folder, "two", "seed", "2"));
    assert_eq!(one, make(&folder, "seven", "seed", "7"));
    assert_ne!(one, make(&folder, "other", "seed2", "1"));
}

#[test]
fn the_verifying_key_is_marked_and_gamma_is_not_delta() {
    let folder = Folder::new();
    let r1cs = folder.write("c.r1cs", &product_r1cs());
    let vk = folder.file("vk.json");
    setup(&r1cs, "seed", &folder.file("k"), Some(&vk)).unwrap();
    let key: Value = serde_json::from_slice(&fs::read(vk).unwrap()).unwrap();
    assert_eq!(key["development"], true);
    assert_eq!(key["nPublic"], 1);
    assert_eq!(key["IC"].as_array().unwrap().len(), 2);
    assert_ne!(key["vk_gamma_2"], key["vk_delta_2"]);
}

#[test]
fn leaves_nothing_behind_when_it_fails() {
    let folder = Folder::new();
    let code = |r1cs: &Path, seed: &str| setup(r1cs, seed, &folder.file("k"), None).unwrap_err().code;
    let good = folder.write("c.r1cs", &product_r1cs());
    assert_eq!(code(&good, ""), "bad_request");
    assert_eq!(code(&folder.file("none"), "s"), "file_not_found");
    assert_eq!(code(&folder.write("empty", b""), "s"), "bad_r1cs");
    let mut wrong = product_r1cs();
    let constraints = section(&wrong, 2);
    wrong[constraints + 4] = 9; // a wire that the circuit does not have
    assert_eq!(code(&folder.write("wrong", &wrong), "s"), "bad_r1cs");
    let whole = product_r1cs();
    assert_eq!(
        code(&folder.write("cut", &whole[..whole.len() - 40]), "s"),
        "bad_r1cs"
    );
    assert!(!folder.file("k").exists());
}

#[test]
fn reads_what_it_wrote() {
    let folder = Folder::new();
    let key = zkey::read(&folder.zkey()).unwrap();
    assert_eq!((key.wires, key.public_signals, key.constraints), (4, 1, 1));
}

#[test]
fn refuses_keys_that_are_not_sound() {
    let folder = Folder::new();
    let good = fs::read(folder.zkey()).unwrap();
    let header = section(&good, 2);
    let points = header + 36 + 36 + 12;
    let (gamma, delta) = (points + 64 + 64 + 128, points + 64 + 64 + 128 + 128 + 64);
    let refused = |what: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        change(&mut bytes);
        let path = folder.write("bad.zkey", &bytes);
        let error = zkey::read(&path).err().map(|e| (e.code, e.message)).unwrap();
        assert_eq!(error.0, "bad_zkey");
        assert!(error.1.contains(what), "expected {what}, got {}", error.1);
    };
    refused("not a zkey file", &|b| b[0] = b'x');
    refused("version", &|b| b[4] = 9);
    refused("sections", &|b| b[8..12].fill(0xff));
    refused("cut off", &|b| b.truncate(b.len() - 1));
    refused("not a Groth16 key", &|b| b[24] = 2);
    refused("coordinate field", &|b| b[header + 4] ^= 1);
    refused("scalar field", &|b| b[header + 40] ^= 1);
    refused("do not fit together", &|b| b[header + 36 + 36 + 8] = 3);
    refused("gamma equals delta", &|b| {
        b.copy_within(gamma..gamma + 128, delta)
    });
    refused("not on the curve", &|b| b[points] ^= 1);
    refused("not below the modulus", &|b| b[points..points + 32].fill(0xff));
    refused("section 3 has", &|b| {
        let ic = section(b, 3);
        b[ic - 8] -= 1;
        b.remove(ic);
    });
    let coefficients = section(&good, 4);
    refused("coefficient is out of range", &|b| b[coefficients + 4 + 8] = 200); // wire
    refused("coefficient is out of range", &|b| b[coefficients + 4] = 2); // matrix
    refused("does not hold", &|b| b[coefficients] += 1);
}
