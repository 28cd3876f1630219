//! What people do. Most of it makes sense; some of it must be refused.
mod audits;
mod coordinators;
mod decisions;
mod disputes;
mod govern;
mod jobs;
mod money;
mod nodes;
mod orders;
mod people;
mod proposals;
mod work;

use crate::{step::Step, world::World};

/// The next thing that somebody tries; time may pass before it.
pub fn next(world: &mut World) -> Step {
    pass_time(world);
    loop {
        let step = match world.rng.below(100) {
            // Without nodes nothing happens.
            0..=59 if world.books.nodes.len() < 3 => nodes::act(world),
            0..=14 => orders::create(world),
            15..=70 => jobs::advance(world),
            71..=76 => nodes::act(world),
            77 => coordinators::act(world),
            78..=80 => people::give(world),
            81..=83 => govern::act(world),
            84..=90 => proposals::act(world),
            91 => nodes::apply_outcomes(world),
            92..=95 => money::act(world),
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
    if step.gift.is_some() || ["unlock_tokens", "close_node"].contains(&step.name) {
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
    let keys: Vec<_> = match world.rng.below(6) {
        0 => books.tokens.keys().copied().collect(),
        1 => books.jobs.keys().chain(books.audits.keys()).copied().collect(),
        2 => books
            .nodes
            .keys()
            .chain(books.coordinators.keys())
            .copied()
            .collect(),
        3 => books.disputes.keys().chain(books.votes.keys()).copied().collect(),
        4 => books
            .locks
            .keys()
            .chain(books.proposals.keys())
            .chain(books.vestings.keys())
            .copied()
            .collect(),
        _ => world
            .ground
            .wallets
            .iter()
            .flat_map(|w| [w.key, w.operator, w.client_record])
            .collect(),
    };
    keys.get(world.rng.index(keys.len())).copied()
}
