//! What can be asked; see the module's head for the lines.

use crate::{encoding::ProofJson, exact::network::StepCircuit, prove::StepFiles};
use serde::Deserialize;
use serde_json::Value;
use std::path::PathBuf;

#[derive(Deserialize)]
#[serde(
    tag = "op",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Request {
    Load {
        circuit: String,
        zkey: PathBuf,
        step: Option<Box<StepFiles>>,
    },
    Prove {
        circuit: String,
        witness: PathBuf,
    },
    Verify {
        circuit: String,
        proof: Box<ProofJson>,
        public_signals: Vec<String>,
    },
    Train(Box<TrainRequest>),
    ProveSegment {
        circuit: String,
        segment: SegmentRequest,
    },
    Witness {
        circuit: String,
        segment: SegmentRequest,
        out: PathBuf,
    },
    Signals {
        segment: SegmentRequest,
    },
    Forget {
        training: String,
    },
    CommitWords {
        words: PathBuf,
        out: PathBuf,
    },
    Tree {
        leaves: PathBuf,
        levels: usize,
        #[serde(default)]
        open: Vec<usize>,
    },
    Cancel {
        target: Value,
    },
    Shutdown {},
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrainRequest {
    pub training: String,
    pub parameters: StepCircuit,
    /// 32 bytes in hexadecimal.
    pub seed: String,
    pub epochs: u32,
    /// Integers of 32 bits, little endian: w1, then w2.
    pub weights: PathBuf,
    /// Bytes: of each batch the values row by row, then the labels.
    pub batches: PathBuf,
    /// Where every State(p) is written, 32 bytes each, big endian.
    pub states: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentRequest {
    pub training: String,
    pub index: usize,
    pub binding: String,
    pub challenge: String,
}
