//! Disputes, fees and token locks.
use anchor_lang::prelude::Pubkey;
use governance::Dispute;
use job_escrow::Job;

use crate::{disputes, step::Step, world::World};

fn party(world: &mut World, job: &Job) -> Pubkey {
    match world.rng.below(12) {
        0 => world.anyone().key,
        1..=6 => job.client,
        _ => job.node_owner,
    }
}

fn hash(world: &mut World) -> [u8; 32] {
    if world.rng.chance(3) {
        return [0; 32];
    }
    world.rng.bytes()
}

pub fn open(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let (opener, hash) = (party(world, job), hash(world));
    let instruction = disputes::open_dispute(&world.ground, key, job, opener, hash);
    Step::new("open_dispute", instruction, opener)
}

/// What a disputed job wants next.
pub fn advance(world: &mut World, key: Pubkey, job: &Job) -> Option<Step> {
    let dispute = world.books.disputes.get(&job.dispute)?.clone();
    let (by, hash) = (party(world, job), hash(world));
    Some(match world.rng.below(6) {
        0 => Step::new(
            "submit_evidence",
            disputes::submit_evidence(by, job.dispute, hash),
            by,
        ),
        1..=2 => {
            if world.rng.chance(60) && dispute.appellant.is_none() {
                world.chain.warp_to(dispute.voting_ends() + 1);
            }
            Step::new(
                "appeal",
                disputes::appeal(&world.ground, by, job.dispute, hash),
                by,
            )
        }
        _ => {
            if world.rng.chance(70) {
                world.chain.warp_to(dispute.final_after() + 1);
            }
            let instruction = disputes::resolve_dispute(&world.ground, key, job);
            Step::new("resolve_dispute", instruction, by)
        }
    })
}

/// What is left to do of a dispute, if anything is.
pub fn clear(world: &mut World, key: Pubkey) -> Option<Step> {
    let dispute: Dispute = world.books.disputes.get(&key)?.clone();
    let stranger = world.ground.stranger;
    Some(match dispute.bonds_released {
        false => Step::new(
            "release_bonds",
            disputes::release_bonds(&world.ground, key, &dispute),
            stranger,
        ),
        true => Step::new("close_dispute", disputes::close_dispute(key, &dispute), stranger),
    })
}

pub fn money(world: &mut World) -> Option<Step> {
    let owner = world.anyone();
    let (ground, rng) = (&world.ground, &mut world.rng);
    let locked = world
        .books
        .locks
        .values()
        .find(|lock| lock.owner == owner.key)
        .map(|lock| lock.amount);
    Some(match (rng.below(3), locked) {
        (0, _) => {
            let mint = rng.index(ground.mints.len());
            Step::new(
                "distribute_fees",
                disputes::distribute_fees(ground, mint),
                ground.stranger,
            )
        }
        (1, Some(amount)) => {
            let amount = if rng.chance(50) {
                amount
            } else {
                rng.amount(&[amount])
            };
            Step::new(
                "unlock_tokens",
                disputes::unlock_tokens(ground, &owner, amount),
                owner.key,
            )
        }
        _ => {
            let amount = rng.amount(&[1, 1_000_000_000, 50_000_000_000_000_000]);
            Step::new(
                "lock_tokens",
                disputes::lock_tokens(ground, &owner, amount),
                owner.key,
            )
        }
    })
}
