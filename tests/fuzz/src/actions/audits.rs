//! The audits of an exact job: a node says what its steps were, a slot and the client choose, the node shows them.
use anchor_lang::prelude::Pubkey;
use job_escrow::{Audit, ExactTerms, Job};

use super::work;
use crate::{audits, chain::SLOTS_PER_SECOND, setup::Ground, slots, step::Step, world::World};

/// What a job whose audits have not passed wants next.
pub fn advance(world: &mut World, key: Pubkey, job: &Job) -> Step {
    if job.proven_checkpoints < job.checkpoints && world.rng.chance(30) {
        return work::prove(world, key, job);
    }
    match world.books.audit_of(&key).cloned() {
        None => anchor(world, key, job),
        // Nothing can be chosen any more.
        Some(audit) if audit.moved && is_forgotten(world, &audit) && world.rng.chance(80) => {
            world.chain.warp_to(job.deadline + 1);
            super::jobs::timeout(world, key, job)
        }
        Some(audit) if audit.recorded_at == 0 => {
            wait_for_slot(world, &audit);
            record(key, job)
        }
        Some(audit) if audit.opened_at == 0 => open(world, key, job, &audit),
        Some(audit) => prove(world, key, job, &audit),
    }
}

/// One of the four instructions, whatever the job is, but mostly of one that has an audit.
pub fn anything(world: &mut World) -> Option<Step> {
    let audited = world.rng.chance(80);
    let (key, job) = world.some_job(|job| job.steps_anchored || !audited)?;
    let audit = world.books.audit_of(&key).cloned().unwrap_or_default();
    Some(match world.rng.below(4) {
        0 => anchor(world, key, &job),
        1 => record(key, &job),
        2 => open(world, key, &job, &audit),
        _ => prove(world, key, &job, &audit),
    })
}

fn anchor(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let operator = work::operator_of(world, job.node);
    let payer = match world.rng.below(4) {
        0 => world.ground.stranger,
        1 => job.client,
        _ => operator,
    };
    let Ground {
        step_key,
        verifying_key,
        ..
    } = world.ground;
    let terms = audits::terms(&key);
    let (step_key, terms) = match world.rng.below(50) {
        0 => (verifying_key, terms),
        1 => (
            step_key,
            ExactTerms {
                batches: terms.batches + 1,
                ..terms
            },
        ),
        2 => (step_key, audits::terms(&payer)),
        _ => (step_key, terms),
    };
    let root = world.rng.field();
    let instruction = audits::anchor_steps((key, job), (operator, payer), step_key, root, terms);
    Step::new("anchor_steps", instruction, payer)
}

fn is_forgotten(world: &World, audit: &Audit) -> bool {
    audit.recorded_at == 0 && slots::oldest(world.chain.slot()) > audit.challenge_slot
}

/// Mostly until the slot is over, now and then until nobody knows its hash any more.
fn wait_for_slot(world: &mut World, audit: &Audit) {
    let ahead = audit.challenge_slot.saturating_sub(world.chain.slot());
    let seconds = ahead / SLOTS_PER_SECOND;
    match world.rng.below(20) {
        0..=13 if ahead > 0 => world.chain.warp(seconds + world.rng.between(1, 3)),
        14 if ahead > 0 => world.chain.warp(seconds),
        15..=16 => world.chain.warp(seconds + world.rng.between(80, 180)),
        _ => {}
    }
}

fn record(key: Pubkey, job: &Job) -> Step {
    Step::new("record_slot_hash", audits::record_slot_hash(key), job.client)
}

/// Most clients reveal; without the nonce most wait until they may.
fn open(world: &mut World, key: Pubkey, job: &Job, audit: &Audit) -> Step {
    let nonce = match world.rng.below(20) {
        0..=12 => Some(audits::secret(&key)),
        13..=14 => Some(world.rng.bytes()),
        _ => {
            let ends = audit.recorded_at.saturating_add(job.terms.reveal_window);
            let then = ends.saturating_add(i64::from(!world.rng.chance(10)));
            if audit.recorded_at > 0 && then <= job.deadline && world.rng.chance(80) {
                world.chain.warp_to(then);
            }
            None
        }
    };
    Step::new("open_challenge", audits::open_challenge(key, nonce), job.client)
}

/// In any order; some prove the wrong thing, or the same once more.
fn prove(world: &mut World, key: Pubkey, job: &Job, audit: &Audit) -> Step {
    let open = audits::open(audit);
    let index = match open.get(world.rng.index(open.len())) {
        Some(index) if !world.rng.chance(5) => *index,
        _ if world.rng.chance(40) => world.rng.below(256) as u8,
        _ => world.rng.below(audit.audits.into()) as u8,
    };
    let asked = match world.rng.below(40) {
        // A proof for the audit beside it.
        0 => index.wrapping_add(1),
        _ => index,
    };
    let mut proof = world.ground.forger.prove(&[audits::statement(job, audit, asked)]);
    let step_key = match world.rng.below(50) {
        0 => world.ground.verifying_key,
        1 => {
            proof.c[world.rng.index(64)] ^= 1;
            world.ground.step_key
        }
        _ => world.ground.step_key,
    };
    let instruction = audits::prove_audit(key, step_key, index, proof);
    Step::new("prove_audit", instruction, job.client)
}
