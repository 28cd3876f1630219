//! `cyxwiz-prover serve` and `cyxwiz-prover setup`.

use cyxwiz_prover::{server::Server, setup::setup, ProverError};
use signal_hook::{consts::TERM_SIGNALS, iterator::Signals};
use std::{collections::HashMap, io, num::NonZeroUsize, path::Path, process::ExitCode};

const USAGE: &str = "\
cyxwiz-prover serve [--proofs <number>]
    Answers requests on stdin, one JSON object a line, until shutdown, end of input or SIGTERM. So many proofs are made at
    the same time (default 1): each takes memory of its own, and all share the cores.
    A witness may be secret: its file should be readable by its owner only.
cyxwiz-prover setup --r1cs <file> --seed <published text> --out <file.zkey> [--vk <file.json>]
    Writes the development key of a circuit. Whoever knows the seed can forge proofs for it.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.first().map(String::as_str) {
        Some("serve") => places(&arguments[1..]).and_then(serve),
        Some("setup") => run_setup(&arguments[1..]),
        Some("--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        Some("--version") => {
            println!("cyxwiz-prover {}", env!("CARGO_PKG_VERSION"));
            Ok(())
        }
        _ => Err(usage("expected `serve` or `setup`")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(if error.code == "usage" { 2 } else { 1 })
        }
    }
}

fn places(arguments: &[String]) -> Result<NonZeroUsize, ProverError> {
    match arguments {
        [] => Ok(NonZeroUsize::MIN),
        [name, number] if name == "--proofs" => number
            .parse()
            .map_err(|_| usage("--proofs needs a whole number from 1")),
        _ => Err(usage("serve takes nothing but --proofs")),
    }
}

fn serve(places: NonZeroUsize) -> Result<(), ProverError> {
    // Nothing is on disk and an answer is one write, so ending at once on SIGTERM leaves nothing half done.
    let mut signals = Signals::new(TERM_SIGNALS).map_err(pipe)?;
    std::thread::spawn(move || {
        if signals.forever().next().is_some() {
            std::process::exit(0);
        }
    });
    match Server::new(places).run(io::stdin().lock(), io::stdout()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(pipe(e)),
        _ => Ok(()),
    }
}

fn run_setup(arguments: &[String]) -> Result<(), ProverError> {
    let mut options = HashMap::new();
    for pair in arguments.chunks(2) {
        match pair {
            [name, value] if matches!(name.as_str(), "--r1cs" | "--seed" | "--out" | "--vk") => {
                if options.insert(name.as_str(), value.as_str()).is_some() {
                    return Err(usage(&format!("{name} is given twice")));
                }
            }
            [name, ..] => return Err(usage(&format!("{name} is unknown or has no value"))),
            [] => {}
        }
    }
    let required = |name: &str| {
        options
            .get(name)
            .copied()
            .ok_or_else(|| usage(&format!("{name} is missing")))
    };
    let vk = options.get("--vk").map(Path::new);
    setup(
        Path::new(required("--r1cs")?),
        required("--seed")?,
        Path::new(required("--out")?),
        vk,
    )
}

fn usage(message: &str) -> ProverError {
    ProverError::new("usage", format!("{message}\n{USAGE}"))
}

fn pipe(error: io::Error) -> ProverError {
    ProverError::new("io_error", error.to_string())
}
