//! Runs of the fuzzer: a seed makes a world, and a world is a thousand instructions.
use std::{
    collections::{BTreeMap, BTreeSet},
    panic::AssertUnwindSafe,
};

use crate::{
    actions, drive, leave, params, people,
    world::{Counts, World},
};

/// Instructions of one world.
pub const WORLD: u64 = 1_000;
/// Instructions between two comparisons with the whole chain.
const COMPARE: u64 = 100;
/// Instructions between two times that a copy of the world is brought to its end.
const DRIVE: u64 = 250;

/// What a run did.
#[derive(Clone, Default)]
pub struct Figures {
    pub instructions: u64,
    pub succeeded: u64,
    pub counts: Counts,
    /// What went through at all, the beginnings and ends of worlds and what votes carried included.
    pub through: BTreeSet<&'static str>,
    pub carried: BTreeMap<&'static str, u64>,
    /// What became of audits.
    pub turns: BTreeSet<&'static str>,
    pub refusals: BTreeMap<(&'static str, String), u64>,
}

impl Figures {
    pub fn add(&mut self, other: &Self) {
        self.instructions += other.instructions;
        self.succeeded += other.succeeded;
        for (name, (sent, through)) in &other.counts {
            let count = self.counts.entry(name).or_default();
            count.0 += sent;
            count.1 += through;
        }
        self.through.extend(&other.through);
        self.turns.extend(&other.turns);
        for (name, times) in &other.carried {
            *self.carried.entry(name).or_default() += times;
        }
        for (why, times) in &other.refusals {
            *self.refusals.entry(why.clone()).or_default() += times;
        }
    }

    fn of(world: &World, ended: &World) -> Self {
        Self {
            instructions: world.counts.values().map(|(sent, _)| sent).sum(),
            succeeded: world.counts.values().map(|(_, through)| through).sum(),
            counts: world.counts.clone(),
            through: ended.through.clone(),
            // Not of its end: strangers pass audits there.
            turns: world.books.turns.clone(),
            carried: world.carried.clone(),
            refusals: world.refusals.clone(),
        }
    }

    /// `settle 12/40, …; by votes: set_pause 3, …`: gone through of sent, and what proposals did.
    pub fn by_name(&self) -> String {
        let counts: Vec<String> = self
            .counts
            .iter()
            .map(|(name, (sent, through))| format!("{name} {through}/{sent}"))
            .collect();
        let carried: Vec<String> = self
            .carried
            .iter()
            .map(|(name, times)| format!("{name} {times}"))
            .collect();
        format!("{}; by votes: {}", counts.join(", "), carried.join(", "))
    }

    pub fn percent(&self) -> f64 {
        self.succeeded as f64 * 100.0 / self.instructions.max(1) as f64
    }
}

/// What went wrong, and where.
#[derive(Clone, Debug)]
pub struct Failure {
    pub seed: u64,
    /// Instructions until it happened.
    pub length: u64,
    pub what: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "seed {} fails at instruction {}: {}",
            self.seed, self.length, self.what
        )
    }
}

/// Worlds begin as copies of one of these.
pub struct Beginnings {
    by_key: World,
    by_votes: World,
}

impl Beginnings {
    /// One world whose authority is a key, and one where votes decide.
    pub fn new() -> Result<Self, String> {
        let by_key = people::first_world(params::quick())?;
        let by_votes = people::hand_over(&by_key)?;
        Ok(Self { by_key, by_votes })
    }

    /// Lets a world of this seed live for so many instructions; its panics are failures, too.
    pub fn live(&self, seed: u64, length: u64) -> Result<Figures, Failure> {
        let lived = || self.try_to_live(seed, length);
        let panicked = |_| {
            Err(Failure {
                seed,
                length,
                what: "panicked".into(),
            })
        };
        std::panic::catch_unwind(AssertUnwindSafe(lived)).unwrap_or_else(panicked)
    }

    fn try_to_live(&self, seed: u64, length: u64) -> Result<Figures, Failure> {
        let first = if seed.is_multiple_of(2) {
            &self.by_votes
        } else {
            &self.by_key
        };
        let mut world = first.clone();
        world.rng = crate::rng::Rng::new(seed);
        let mut ended = world.clone();
        for number in 1..=length {
            let fail = |what| Failure {
                seed,
                length: number,
                what,
            };
            let step = actions::next(&mut world);
            world
                .take(&step)
                .map_err(|what| fail(format!("{}: {what}", step.name)))?;
            if number % COMPARE == 0 || number == length {
                world.books.compare(&world.chain).map_err(fail)?;
            }
            if number % DRIVE == 0 || number == length {
                ended = drive::to_the_end(&world).map_err(fail)?;
                if number == length {
                    leave::all(&mut ended).map_err(fail)?;
                }
            }
        }
        Ok(Figures::of(&world, &ended))
    }
}
