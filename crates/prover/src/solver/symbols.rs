//! circom's .sym file: which wire a named signal became.

use super::plan::NONE;
use crate::ProverError;
use std::{
    collections::HashMap,
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

/// The wires of signals of the main component, NONE for those that the compiler replaced.
/// Errors: `bad_symbols` when a name does not occur.
pub fn wires_of(path: &Path, names: &[String], wires: usize) -> Result<Vec<u32>, ProverError> {
    let mut places: HashMap<&str, usize> = names
        .iter()
        .enumerate()
        .map(|(i, name)| (name.as_str(), i))
        .collect();
    let mut found = vec![NONE; names.len()];
    let file = File::open(path).map_err(|e| ProverError::file(path, &e))?;
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let mut line = String::new();
    while !places.is_empty() {
        line.clear();
        if reader
            .read_line(&mut line)
            .map_err(|e| ProverError::file(path, &e))?
            == 0
        {
            break;
        }
        // label, wire or −1, component, name
        let mut fields = line.trim_end().splitn(4, ',').skip(1);
        let (Some(wire), Some(name)) = (fields.next(), fields.nth(1)) else {
            continue;
        };
        let Some(place) = name.strip_prefix("main.").and_then(|name| places.remove(name)) else {
            continue;
        };
        if let Ok(wire) = wire.parse::<u32>() {
            if wire as usize >= wires {
                return Err(bad(path, &format!("{name} is wire {wire} of {wires}")));
            }
            found[place] = wire;
        }
    }
    match places.into_keys().next() {
        None => Ok(found),
        Some(name) => Err(bad(path, &format!("the circuit has no signal {name}"))),
    }
}

fn bad(path: &Path, what: &str) -> ProverError {
    ProverError::new("bad_symbols", format!("{}: {what}", path.display()))
}
