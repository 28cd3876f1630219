//! A circuit small enough to write by hand, x · y = z with z public, and the prover as a process.
#![allow(dead_code, clippy::unwrap_used)]

use ark_bn254::Fr;
use ark_ff::PrimeField;
use cyxwiz_prover::container::{put_limbs, put_modulus, put_u32, ContainerWriter};
use serde_json::{json, Value};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

pub const BINARY: &str = env!("CARGO_BIN_EXE_cyxwiz-prover");

/// A folder that disappears with the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "cyxwiz-prover-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.file(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Writes the circuit and its key; returns the key's path.
    pub fn zkey(&self) -> PathBuf {
        let r1cs = self.write("c.r1cs", &product_r1cs());
        let zkey = self.file("c.zkey");
        cyxwiz_prover::setup::setup(&r1cs, "test", &zkey, None).unwrap();
        zkey
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Wires: 1, z, x, y.
pub fn product_r1cs() -> Vec<u8> {
    let mut out = ContainerWriter::new(b"r1cs", 1, 3);
    out.section(1, |o| {
        put_modulus::<Fr>(o);
        for count in [4, 0, 1, 2] {
            put_u32(o, count); // wires, public outputs, public inputs, private inputs
        }
        o.extend(4u64.to_le_bytes()); // labels
        put_u32(o, 1); // constraints
    });
    out.section(2, |o| {
        for wire in [2, 3, 1] {
            put_u32(o, 1); // terms
            put_u32(o, wire);
            put_limbs(o, &Fr::from(1u64).into_bigint());
        }
    });
    out.section(3, |o| (0..4u64).for_each(|label| o.extend(label.to_le_bytes())));
    out.finish()
}

pub fn witness(wires: &[u64]) -> Vec<u8> {
    let mut out = ContainerWriter::new(b"wtns", 2, 2);
    out.section(1, |o| {
        put_modulus::<Fr>(o);
        put_u32(o, wires.len() as u32);
    });
    out.section(2, |o| {
        wires
            .iter()
            .for_each(|wire| put_limbs(o, &Fr::from(*wire).into_bigint()))
    });
    out.finish()
}

/// `cyxwiz-prover serve`.
pub struct Prover {
    pub child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Prover {
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    pub fn start_with(arguments: &[&str]) -> Self {
        let mut child = Command::new(BINARY)
            .arg("serve")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdin, stdout }
    }

    /// A prover with the product circuit loaded as "c".
    pub fn loaded(folder: &Folder) -> Self {
        let mut prover = Self::start();
        let reply = prover.ask(json!({"id": 0, "op": "load", "circuit": "c", "zkey": folder.zkey()}));
        assert_eq!(reply["ok"], true, "{reply}");
        prover
    }

    pub fn ask(&mut self, request: Value) -> Value {
        self.ask_text(&request.to_string())
    }

    pub fn ask_text(&mut self, line: &str) -> Value {
        self.send_text(line);
        self.read()
    }

    pub fn send(&mut self, request: Value) {
        self.send_text(&request.to_string());
    }

    fn send_text(&mut self, line: &str) {
        writeln!(self.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// The next line of the prover.
    pub fn read(&mut self) -> Value {
        let mut reply = String::new();
        self.stdout.read_line(&mut reply).unwrap();
        serde_json::from_str(&reply).unwrap()
    }

    pub fn prove(&mut self, witness: &Path) -> Value {
        self.ask(json!({"id": 1, "op": "prove", "circuit": "c", "witness": witness}))
    }

    pub fn end_input(mut self) -> ExitStatus {
        self.stdin = None;
        self.child.wait().unwrap()
    }
}
