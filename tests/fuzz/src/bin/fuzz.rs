//! `npm run fuzz -- --instructions N --seed S`: worlds of a thousand instructions each, from seed S on.
//! `--refusals` lists why instructions were refused; `--length L` is the length of each world.
use std::{io::Write, time::Instant};

use cyxwiz_fuzz::{
    fuzz::{Beginnings, Failure, Figures, WORLD},
    options::{given, number},
    work::each,
};

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds.txt");

fn keep(failure: &Failure) {
    let line = format!("{} {}\n", failure.seed, failure.length);
    let known = std::fs::read_to_string(KEPT).unwrap_or_default();
    if known.contains(&line) {
        return;
    }
    let file = std::fs::OpenOptions::new().append(true).create(true).open(KEPT);
    if let Err(error) = file.and_then(|mut file| file.write_all(line.as_bytes())) {
        eprintln!("{KEPT}: {error}");
    }
}

fn main() {
    let (instructions, seed) = (number("--instructions", 20_000), number("--seed", 1));
    let length = number("--length", WORLD).clamp(1, instructions.max(1));
    let started = Instant::now();
    let first = Beginnings::new().unwrap_or_else(|error| {
        eprintln!("{error}");
        std::process::exit(1)
    });
    let mut all = Figures::default();
    let mut failures = Vec::new();
    let worlds = instructions.div_ceil(length);
    each(
        worlds,
        |world| first.live(seed + world, length),
        |_, lived| match lived {
            Ok(figures) => all.add(&figures),
            Err(failure) => {
                println!("{failure}");
                failures.push(failure);
            }
        },
    );
    failures.iter().for_each(keep);
    if given("--refusals") {
        for ((name, why), times) in &all.refusals {
            println!("{times:8} {name} {why}");
        }
    }
    println!(
        "fuzz: {} instructions, {:.1}% succeeded, {} worlds of {length}, {} failed, seed {seed}, {:.1} s; {}",
        all.instructions,
        all.percent(),
        worlds,
        failures.len(),
        started.elapsed().as_secs_f64(),
        all.by_name()
    );
    std::process::exit(i32::from(!failures.is_empty()));
}
