//! Runs of the fuzzer: a seed makes a world, and a world is a thousand instructions.
use std::collections::BTreeMap;

use crate::{
    actions, drive, params, setup,
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
        for (why, times) in &other.refusals {
            *self.refusals.entry(why.clone()).or_default() += times;
        }
    }

    fn of(world: &World) -> Self {
        Self {
            instructions: world.counts.values().map(|(sent, _)| sent).sum(),
            succeeded: world.counts.values().map(|(_, through)| through).sum(),
            counts: world.counts.clone(),
            refusals: world.refusals.clone(),
        }
    }

    /// `settle 12/40, …`: gone through of sent.
    pub fn by_name(&self) -> String {
        let counts: Vec<String> = self
            .counts
            .iter()
            .map(|(name, (sent, through))| format!("{name} {through}/{sent}"))
            .collect();
        counts.join(", ")
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

/// Worlds begin as copies of this one.
pub fn first_world() -> Result<World, String> {
    let mut params = params::design();
    params.stake.withdraw_cooldown = 600;
    params.stake.reward_clean = 600;
    params.voting = params::short_votes(params.voting);
    let (chain, ground) = setup::open(params)?;
    Ok(World::new(chain, ground, 0))
}

/// Lets a world of this seed live for so many instructions.
pub fn live(first: &World, seed: u64, length: u64) -> Result<Figures, Failure> {
    let mut world = first.clone();
    world.rng = crate::rng::Rng::new(seed);
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
            drive::to_the_end(&world).map_err(fail)?;
        }
    }
    Ok(Figures::of(&world))
}
