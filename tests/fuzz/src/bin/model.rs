//! `npm run test:model -- --sequences N --seed S`: so many sequences by the model and by the programs, side by side.
//! `--length L` is the number of operations of each.
use std::time::Instant;

use cyxwiz_fuzz::{
    model::sequences::{Beginning, Done},
    options::number,
    work::each,
};

/// Sequences that one thread does at a stretch.
const STRETCH: u64 = 50;

fn main() {
    let (sequences, seed, length) = (
        number("--sequences", 10_000),
        number("--seed", 1),
        number("--length", 16),
    );
    let started = Instant::now();
    let beginning = Beginning::new().unwrap_or_else(|error| {
        eprintln!("{error}");
        std::process::exit(1)
    });
    let (mut all, mut differences) = (Done::default(), 0u64);
    each(
        sequences.div_ceil(STRETCH),
        |stretch| {
            let numbers = stretch * STRETCH..((stretch + 1) * STRETCH).min(sequences);
            numbers
                .map(|number| beginning.run(seed + number, length))
                .collect::<Vec<_>>()
        },
        |_, results| {
            for result in results {
                match result {
                    Ok(done) => all.add(&done),
                    Err(difference) => {
                        differences += 1;
                        if differences <= 10 {
                            println!("{difference}");
                        }
                    }
                }
            }
        },
    );
    println!(
        "model: {sequences} sequences of {length}, {} operations, {:.1}% succeeded, {differences} differences, seed {seed}, {:.1} s; {}",
        all.operations,
        all.percent(),
        started.elapsed().as_secs_f64(),
        all.names()
    );
    std::process::exit(i32::from(differences > 0));
}
