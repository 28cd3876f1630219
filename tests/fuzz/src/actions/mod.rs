//! What people do. Most of it makes sense; some of it must be refused.
mod disputes;
mod govern;
mod jobs;
mod nodes;
mod people;

use crate::{step::Step, world::World};

/// The next thing that somebody tries; time may pass before it.
pub fn next(world: &mut World) -> Step {
    pass_time(world);
    loop {
        let step = match world.rng.below(100) {
            // Without nodes nothing happens.
            0..=59 if world.books.nodes.len() < 3 => nodes::act(world),
            0..=17 => jobs::create(world),
            18..=73 => jobs::advance(world),
            74..=83 => nodes::act(world),
            84..=87 => people::give(world),
            88..=90 => govern::act(world),
            91..=93 => nodes::apply_outcomes(world),
            94..=95 => disputes::money(world),
            _ => jobs::anything(world),
        };
        if let Some(step) = step {
            return spoil(world, step);
        }
    }
}

/// A few seconds, a day, or up to the edge of a term.
fn pass_time(world: &mut World) {
    if !world.rng.chance(20) {
        return;
    }
    let seconds = match world.rng.below(40) {
        0..=20 => world.rng.between(1, 60),
        21..=34 => world.rng.between(60, 900),
        35..=37 => world.rng.between(900, 10_000),
        38 => 86_400,
        _ => return jobs::to_an_edge(world),
    };
    world.chain.warp(seconds);
}

/// Now and then one account is exchanged for another, or a signature is missing.
fn spoil(world: &mut World, mut step: Step) -> Step {
    if step.gift.is_some() || step.name == "unlock_tokens" {
        // The books must know who gets it.
        return step;
    }
    let metas = step.instruction.accounts.len();
    match world.rng.below(40) {
        0 => {
            let at = world.rng.index(metas);
            if let Some(other) = some_account(world) {
                let meta = &mut step.instruction.accounts[at];
                // Whoever signs in the payer's place pays.
                if meta.is_signer && meta.is_writable && meta.pubkey == step.payer {
                    step.payer = other;
                }
                meta.pubkey = other;
            }
        }
        1 => {
            let signers: Vec<usize> = (0..metas)
                .filter(|at| step.instruction.accounts[*at].is_signer)
                .collect();
            if let Some(at) = signers.get(world.rng.index(signers.len())) {
                let key = step.instruction.accounts[*at].pubkey;
                // One key that signs twice has signed.
                let once = step
                    .instruction
                    .accounts
                    .iter()
                    .filter(|meta| meta.pubkey == key)
                    .count()
                    == 1;
                step.instruction.accounts[*at].is_signer = false;
                step.unsigned = once && key != world.ground.fee_payer;
            }
        }
        _ => {}
    }
    step
}

fn some_account(world: &mut World) -> Option<anchor_lang::prelude::Pubkey> {
    let books = &world.books;
    let keys: Vec<_> = match world.rng.below(4) {
        0 => books.tokens.keys().copied().collect(),
        1 => books.jobs.keys().copied().collect(),
        2 => books.nodes.keys().copied().collect(),
        _ => world
            .ground
            .wallets
            .iter()
            .flat_map(|w| [w.key, w.operator, w.client_record])
            .collect(),
    };
    keys.get(world.rng.index(keys.len())).copied()
}
