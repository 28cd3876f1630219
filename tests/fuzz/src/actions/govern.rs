//! Governance: other parameters, mints allowed and refused, a pause.
use solana_account::ReadableAccount;

use crate::{params, rules, setup::Mint, step::Step, world::World};

fn refused_mint(world: &World) -> Option<Mint> {
    let refused = |mint: &&Mint| {
        // `allowed` is the last field of the policy.
        let policy = world.chain.account(&mint.policy);
        policy.is_some_and(|policy| policy.data().last() == Some(&0))
    };
    world.ground.mints.iter().find(refused).copied()
}

pub fn act(world: &mut World) -> Option<Step> {
    let ground = &world.ground;
    let authority = ground.authority;
    let sender = if world.rng.chance(5) {
        ground.stranger
    } else {
        authority
    };
    let money = ground.mints[world.rng.index(ground.mints.len())];
    let now = world.now();
    let instruction = match world.rng.below(16) {
        0..=3 => (
            "update_config",
            rules::update_config(sender, params::vary(&mut world.rng)),
        ),
        4 => ("update_config", rules::update_config(sender, params::design())),
        // Short pauses: they stop nothing but new jobs.
        5 => (
            "set_pause",
            rules::set_pause(sender, true, now + world.rng.between(0, 60) as i64),
        ),
        6..=8 => ("set_pause", rules::set_pause(sender, false, 0)),
        _ if world.rng.chance(10) => ("disallow_mint", rules::disallow_mint(sender, &money)),
        9 => ("allow_mint", rules::allow_mint(sender, &money)),
        _ => match refused_mint(world) {
            Some(mint) => ("allow_mint", rules::allow_mint(sender, &mint)),
            None => (
                "update_config",
                rules::update_config(sender, params::vary(&mut world.rng)),
            ),
        },
    };
    Some(Step::new(instruction.0, instruction.1, sender))
}
