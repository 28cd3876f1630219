//! Governance by keys: the authority while it is one, its successor, the guardians.
use governance::EXECUTOR;

use super::decisions::{self, Decision};
use crate::{rules, step::Step, world::World};

pub fn act(world: &mut World) -> Option<Step> {
    let config = world.books.config.as_ref()?;
    let (authority, pending, guardians) = (config.authority, config.pending_authority, config.guardians);
    if world.rng.chance(20) {
        return Some(approve(world, guardians));
    }
    let heir = pending.filter(|heir| *heir != EXECUTOR);
    if let Some(heir) = heir.filter(|_| world.rng.chance(50)) {
        return Some(Step::new("accept_authority", rules::accept_authority(heir), heir));
    }
    let key = world.ground.authority;
    if authority != key && world.rng.chance(90) {
        return super::proposals::act(world);
    }
    let sender = if world.rng.chance(5) {
        world.ground.stranger
    } else {
        key
    };
    let decision: Decision = decisions::any(world, sender, sender);
    Some(decision.step(sender))
}

/// One guardian more who wants a pause.
fn approve(world: &mut World, guardians: [anchor_lang::prelude::Pubkey; governance::GUARDIANS]) -> Step {
    let guardian = match world.rng.chance(95) {
        true => world.rng.pick(&guardians),
        false => world.anyone().key,
    };
    Step::new("approve_pause", rules::approve_pause(guardian), guardian)
}
