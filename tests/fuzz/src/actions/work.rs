//! What a node does: it accepts, anchors, proves and is paid on the way.
use anchor_lang::prelude::Pubkey;
use job_escrow::{math, Job, JobState, Progress, VerificationTier};

use crate::{
    escrow::{self, salt},
    step::Step,
    world::World,
};

pub fn accept(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let meant = world.meant_for.get(&key).copied();
    let at = match meant {
        Some(at) if !world.rng.chance(5) => at,
        _ => world.rng.index(world.ground.wallets.len()),
    };
    let node = world.ground.wallets[at].clone();
    let operator = operator_of(world, node.node);
    let salt = if world.rng.chance(2) {
        world.rng.bytes()
    } else {
        salt(&key)
    };
    let instruction = escrow::accept_job(&world.ground, key, &node, operator, salt);
    Step::new("accept_job", instruction, job.client)
}

/// The node's hot key, now and then somebody else's.
pub fn operator_of(world: &mut World, node: Pubkey) -> Pubkey {
    let operator = world.books.nodes.get(&node).map(|node| node.operator);
    match operator {
        Some(operator) if !world.rng.chance(3) => operator,
        _ => world.anyone().operator,
    }
}

pub fn anchor(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let step = job.min_anchor_step();
    let anchored = job.anchored_checkpoints;
    let checkpoints = match world.rng.below(20) {
        0 => world.rng.below(256) as u8,
        1 => anchored,
        2 => anchored.saturating_add(step).saturating_sub(1),
        3..=7 => job.checkpoints,
        8 => job.checkpoints.saturating_add(1),
        9..=13 => anchored.saturating_add(step),
        _ => anchored
            .saturating_add(world.rng.between(u64::from(step), 64) as u8)
            .min(job.checkpoints),
    };
    if world.rng.chance(70) {
        let terms = &job.terms;
        let least = math::least_time(
            job.estimated_seconds,
            terms.time_min_bps,
            terms.time_grace,
            checkpoints,
            job.checkpoints,
        );
        // A node that is patient enough, if there is time.
        let then = job.accepted_at + least;
        if then <= job.deadline && then - world.now() <= terms.silence {
            world.chain.warp_to(then);
        }
    }
    let most = u64::try_from(world.now() - job.accepted_at + job.terms.clock_tolerance).unwrap_or(0) * 1_000;
    let elapsed_ms = match world.rng.below(20) {
        0 => job.anchored_elapsed_ms,
        1 => most + 1,
        2 => u64::MAX,
        3..=10 => job.anchored_elapsed_ms + 1,
        _ => world
            .rng
            .between(job.anchored_elapsed_ms + 1, most.max(job.anchored_elapsed_ms + 1)),
    };
    let progress = Progress {
        root: world.rng.field(),
        checkpoints,
        weights: world.rng.field(),
        elapsed_ms,
    };
    let operator = operator_of(world, job.node);
    let instruction = escrow::anchor_progress(key, job.node, operator, progress);
    Step::new("anchor_progress", instruction, job.client)
}

pub fn prove(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let mut inputs = escrow::public_inputs(job);
    if world.rng.chance(4) {
        // A proof of something else.
        let at = world.rng.index(inputs.len());
        inputs[at] = world.rng.bytes();
    }
    let mut proof = world.ground.forger.prove(&inputs);
    if world.rng.chance(2) {
        proof.c[world.rng.index(64)] ^= 1;
    }
    let instruction = escrow::prove_checkpoints(key, world.ground.verifying_key, proof);
    Step::new("prove_checkpoints", instruction, job.client)
}

/// Whether a milestone could be paid, now or once the client's time to object is over.
pub fn may_claim(job: &Job) -> bool {
    let worth = |checkpoints: u8| math::proven_share(job.stage_price, checkpoints, job.checkpoints);
    job.tier == VerificationTier::Committed
        && job.state != JobState::Disputed
        && worth(job.proven_checkpoints).is_ok_and(|worth| worth > job.claimed)
}

/// The node is paid for what it has proven; mostly it waits until nobody can object.
pub fn claim(world: &mut World, key: Pubkey, job: &Job) -> Step {
    if world.rng.chance(60) {
        if let Ok(ends) = job.objection_ends() {
            // The last second of the window, or the one after it.
            let then = ends + i64::from(!world.rng.chance(10));
            if then <= job.deadline && then - world.now() <= job.terms.silence {
                world.chain.warp_to(then);
            }
        }
    }
    let instruction = escrow::claim_progress(&world.ground, key, job);
    Step::new("claim_progress", instruction, job.client)
}
