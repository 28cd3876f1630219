//! One request a line on stdin, one answer a line on stdout, in order. Loaded keys stay loaded.
//!
//! `{"id":1,"op":"load","circuit":"c","zkey":"path"}`, `{"id":2,"op":"prove","circuit":"c","witness":"path"}`,
//! `{"id":3,"op":"verify","circuit":"c","proof":{..},"publicSignals":[..]}`, `{"id":4,"op":"shutdown"}`.
//! Answers carry the id and `"ok":true`, or `"ok":false` with a code and a message.

use crate::{encoding::ProofJson, prove::Circuit, ProverError};
use serde::Deserialize;
use serde_json::{json, Value};
use std::{
    collections::HashMap,
    io::{BufRead, Read, Write},
    path::PathBuf,
    time::Instant,
};

/// A verify request has less than 4 KiB; what is longer is a mistake.
const MAX_LINE_BYTES: u64 = 1 << 20;

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "camelCase", deny_unknown_fields)]
enum Request {
    Load {
        circuit: String,
        zkey: PathBuf,
    },
    Prove {
        circuit: String,
        witness: PathBuf,
    },
    Verify {
        circuit: String,
        proof: Box<ProofJson>,
        #[serde(rename = "publicSignals")]
        public_signals: Vec<String>,
    },
    Shutdown {},
}

#[derive(Default)]
pub struct Server {
    circuits: HashMap<String, Circuit>,
}

impl Server {
    /// Serves until shutdown or the end of the input. An error here means that the pipes broke.
    pub fn run(&mut self, mut input: impl BufRead, mut output: impl Write) -> std::io::Result<()> {
        loop {
            let mut line = Vec::new();
            input.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line)?;
            if line.is_empty() {
                return Ok(());
            }
            if line.len() as u64 == MAX_LINE_BYTES && line.last() != Some(&b'\n') {
                input.skip_until(b'\n')?;
                let error = ProverError::new(
                    "bad_request",
                    format!("a line is longer than {MAX_LINE_BYTES} bytes"),
                );
                write_line(&mut output, &answer(Value::Null, Err(error)))?;
                continue;
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let (reply, last) = self.reply(&line);
            write_line(&mut output, &reply)?;
            if last {
                return Ok(());
            }
        }
    }

    /// The answer to one line, and whether it was the last one.
    fn reply(&mut self, line: &[u8]) -> (Value, bool) {
        let mut value: Value = match serde_json::from_slice(line) {
            Ok(value) => value,
            Err(e) => {
                return (
                    answer(Value::Null, Err(bad_request(format!("not JSON: {e}")))),
                    false,
                )
            }
        };
        let id = value
            .as_object_mut()
            .and_then(|fields| fields.remove("id"))
            .unwrap_or(Value::Null);
        match serde_json::from_value::<Request>(value) {
            Ok(Request::Shutdown {}) => (answer(id, Ok(json!({}))), true),
            Ok(request) => (answer(id, self.serve(request)), false),
            Err(e) => (answer(id, Err(bad_request(e.to_string()))), false),
        }
    }

    fn serve(&mut self, request: Request) -> Result<Value, ProverError> {
        let start = Instant::now();
        let mut result = match request {
            Request::Load { circuit, zkey } => {
                let loaded = Circuit::load(&zkey)?;
                let facts = json!({"constraints": loaded.constraints, "wires": loaded.wires,
                    "publicSignals": loaded.public_signals});
                self.circuits.insert(circuit, loaded);
                facts
            }
            Request::Prove { circuit, witness } => {
                let (proof, signals) = self.circuit(&circuit)?.prove(&witness)?;
                json!({"proof": proof, "publicSignals": signals})
            }
            Request::Verify {
                circuit,
                proof,
                public_signals,
            } => {
                json!({"valid": self.circuit(&circuit)?.verify(&proof, &public_signals)?})
            }
            Request::Shutdown {} => json!({}),
        };
        result["millis"] = json!(start.elapsed().as_millis() as u64);
        Ok(result)
    }

    fn circuit(&self, name: &str) -> Result<&Circuit, ProverError> {
        self.circuits.get(name).ok_or_else(|| {
            ProverError::new(
                "unknown_circuit",
                format!("no key is loaded for {name:?}: send a load request first"),
            )
        })
    }
}

fn bad_request(message: String) -> ProverError {
    ProverError::new("bad_request", message)
}

fn answer(id: Value, result: Result<Value, ProverError>) -> Value {
    let mut reply = match result {
        Ok(fields) => fields,
        Err(error) => json!({"code": error.code, "message": error.message}),
    };
    reply["ok"] = json!(reply.get("code").is_none());
    reply["id"] = id;
    reply
}

fn write_line(output: &mut impl Write, value: &Value) -> std::io::Result<()> {
    let mut bytes = serde_json::to_vec(value)?;
    bytes.push(b'\n');
    output.write_all(&bytes)?;
    output.flush()
}
