//! The short form that every test run does: twenty worlds of the fuzzer, every seed that ever failed, and some
//! sequences of the model. A world is a test, and so is a stretch of sequences.
use std::time::Instant;

use cyxwiz_fuzz::{
    coverage::{uncovered, TURNS},
    fuzz::{Beginnings, Figures, WORLD},
    model::{
        sequences::{Beginning, Done},
        NAMES,
    },
    work::each,
};

const FIRST_SEED: u64 = 1;
const WORLDS: u64 = 20;
/// Fewer than these percent of success would mean that the fuzzer knocks on closed doors.
const LEAST_PERCENT: f64 = 30.0;
/// `seed length` a line.
const KEPT: &str = include_str!("../seeds.txt");
/// What votes must have decided in the short form.
const VOTED: [&str; 3] = ["update_config", "spend_fund", "pay_insurance"];
const STRETCHES: u64 = 20;
const SEQUENCES: u64 = 100;
const LENGTH: u64 = 16;

/// Results as cargo's own tests print them.
#[derive(Default)]
struct Report {
    passed: u64,
    failed: u64,
}

impl Report {
    fn pass(&mut self) {
        self.passed += 1;
    }

    fn fail(&mut self, title: &str, what: &str) {
        if self.failed == 0 {
            println!("failures:");
        }
        self.failed += 1;
        println!("---- {title} stdout ----\n{what}\n");
    }
}

fn kept() -> Vec<(u64, u64)> {
    KEPT.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let mut numbers = line.split_whitespace().map(|number| number.parse());
            match (numbers.next(), numbers.next()) {
                (Some(Ok(seed)), Some(Ok(length))) => (seed, length),
                _ => panic!("seeds.txt: {line}"),
            }
        })
        .collect()
}

/// Every instruction of the programs has gone through, or stands among the exceptions; and none of these has.
fn coverage(report: &mut Report, all: &Figures) {
    let missing = uncovered(&all.through);
    match missing.is_empty() {
        true => report.pass(),
        false => report.fail("every instruction goes through", &missing.join(", ")),
    }
    let never: Vec<&str> = VOTED
        .into_iter()
        .filter(|name| !all.carried.contains_key(name))
        .collect();
    match never.is_empty() {
        true => report.pass(),
        false => report.fail("votes carry every kind of decision", &never.join(", ")),
    }
    let never: Vec<&str> = TURNS
        .into_iter()
        .filter(|turn| !all.turns.contains(turn))
        .collect();
    match never.is_empty() {
        true => report.pass(),
        false => report.fail("audits take every turn", &never.join(", ")),
    }
}

fn worlds(report: &mut Report) -> String {
    let started = Instant::now();
    let first = Beginnings::new().unwrap_or_else(|error| panic!("{error}"));
    let runs: Vec<(u64, u64)> = (FIRST_SEED..FIRST_SEED + WORLDS)
        .map(|seed| (seed, WORLD))
        .chain(kept())
        .collect();
    let mut all = Figures::default();
    each(
        runs.len() as u64,
        |number| {
            let (seed, length) = runs[number as usize];
            first.live(seed, length)
        },
        |_, lived| match lived {
            Ok(figures) => {
                report.pass();
                all.add(&figures);
            }
            Err(failure) => report.fail("a world of the fuzzer", &failure.to_string()),
        },
    );
    coverage(report, &all);
    if all.percent() < LEAST_PERCENT {
        report.fail(
            "instructions that succeed",
            &format!("only {:.1}%", all.percent()),
        );
    }
    format!(
        "fuzz: {} instructions, {:.1}% succeeded, {} worlds, seed {FIRST_SEED}, {:.1} s; {}",
        all.instructions,
        all.percent(),
        runs.len(),
        started.elapsed().as_secs_f64(),
        all.by_name()
    )
}

fn sequences(report: &mut Report) -> String {
    let started = Instant::now();
    let beginning = Beginning::new().unwrap_or_else(|error| panic!("{error}"));
    let mut all = Done::default();
    each(
        STRETCHES,
        |stretch| {
            let first = FIRST_SEED + stretch * SEQUENCES;
            (first..first + SEQUENCES)
                .map(|seed| beginning.run(seed, LENGTH))
                .collect::<Result<Vec<_>, _>>()
        },
        |_, results| match results {
            Ok(done) => {
                report.pass();
                done.iter().for_each(|done| all.add(done));
            }
            Err(difference) => report.fail("a stretch of the model", &difference),
        },
    );
    let never: Vec<&str> = NAMES
        .into_iter()
        .filter(|name| all.by_name.get(name).is_none_or(|times| *times == 0))
        .collect();
    match never.is_empty() {
        true => report.pass(),
        false => report.fail("every operation of the model succeeds", &never.join(", ")),
    }
    format!(
        "model: {} sequences of {LENGTH}, {} operations, {:.1}% succeeded, seed {FIRST_SEED}, {:.1} s; {}",
        STRETCHES * SEQUENCES,
        all.operations,
        all.percent(),
        started.elapsed().as_secs_f64(),
        all.names()
    )
}

fn main() {
    let mut report = Report::default();
    let figures = [worlds(&mut report), sequences(&mut report)];
    println!("{}\n{}", figures[0], figures[1]);
    let Report { passed, failed } = report;
    let result = if failed == 0 { "ok" } else { "FAILED" };
    println!("test result: {result}. {passed} passed; {failed} failed; 0 ignored");
    std::process::exit(i32::from(failed > 0));
}
