//! Nothing gets stuck: from any state, strangers alone can bring every job to its end and give every rent back.
use anchor_lang::prelude::Pubkey;
use governance::REWARD_KEPT;
use job_escrow::{Job, JobState, CLOSE_BY_ANYONE_AFTER};

use crate::{
    audit, audits, chain::SLOTS_PER_SECOND, disputes, escrow, registry, rules, step::Step, votes,
    world::World,
};

/// Tries before a job counts as stuck: a job, its audits, a dispute, and the votes of two rounds.
const PATIENCE: usize = 120;

/// Ends every job of a copy of this world, which is handed back. New jobs are paused: a pause must not stop an end.
pub fn to_the_end(world: &World) -> Result<World, String> {
    let mut world = world.clone();
    pause(&mut world)?;
    let jobs: Vec<Pubkey> = world.books.jobs.keys().copied().collect();
    for key in jobs {
        end(&mut world, key).map_err(|why| format!("job {key} is stuck: {why}"))?;
    }
    if let Some((key, node)) = world.books.nodes.iter().find(|(_, node)| node.active_jobs > 0) {
        return Err(format!(
            "node {key} keeps {} jobs that have ended",
            node.active_jobs
        ));
    }
    world.books.compare(&world.chain)?;
    Ok(world)
}

/// Three of the five guardians can always stop new jobs.
fn pause(world: &mut World) -> Result<(), String> {
    let now = world.now();
    let Some(config) = world.books.config.clone().filter(|config| !config.is_paused(now)) else {
        return Ok(());
    };
    for guardian in config.guardians {
        let paused = world
            .books
            .config
            .as_ref()
            .is_some_and(|config| config.is_paused(now));
        if !paused {
            world.take(&Step::new(
                "approve_pause",
                rules::approve_pause(guardian),
                guardian,
            ))?;
        }
    }
    let paused = world
        .books
        .config
        .as_ref()
        .is_some_and(|config| config.is_paused(now));
    paused
        .then_some(())
        .ok_or_else(|| "all guardians together cannot pause".into())
}

fn end(world: &mut World, key: Pubkey) -> Result<(), String> {
    let mut tried = Vec::new();
    for _ in 0..PATIENCE {
        let Some(job) = world.books.jobs.get(&key).cloned() else {
            return Ok(());
        };
        let step = next(world, key, &job);
        tried.push((step.name, job.state));
        if !world.take(&step)? {
            tried.push(("refused", job.state));
            // The queue may be full; anyone can empty it.
            let apply = registry::apply_outcomes(&world.ground, 100);
            let stranger = world.ground.stranger;
            world.take(&Step::new("apply_outcomes", apply, stranger))?;
            world.chain.warp_to(job.deadline + 1);
        }
    }
    match world.books.jobs.contains_key(&key) {
        true => Err(format!("{tried:?}, refusals {:?}", world.refusals)),
        false => Ok(()),
    }
}

/// What a stranger does with a job.
fn next(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let stranger = world.ground.stranger;
    match job.state {
        JobState::Proving if job.is_verified() => settle(world, key, job),
        JobState::Proving if job.steps_anchored && !seldom(&key) && world.now() <= job.deadline => {
            verify(world, key, job)
        }
        JobState::Funded | JobState::Running | JobState::Proving => {
            world.chain.warp_to(job.deadline + 1);
            timeout(world, key, job)
        }
        JobState::Disputed => {
            let dispute = world.books.disputes.get(&job.dispute);
            let last = dispute.map_or(0, |dispute| dispute.final_after());
            world.chain.warp_to(last + 1);
            Step::new(
                "resolve_dispute",
                disputes::resolve_dispute(&world.ground, key, job),
                stranger,
            )
        }
        _ if world.books.disputes.contains_key(&job.dispute) => clear(world, job.dispute),
        _ => {
            world.chain.warp_to(job.ended_at + CLOSE_BY_ANYONE_AFTER + 1);
            let payer = world.books.audit_of(&key).map(|audit| audit.rent_payer);
            Step::new(
                "close_job",
                escrow::close_job(key, job, stranger, payer),
                stranger,
            )
        }
    }
}

/// Half of the audited jobs are left to their deadlines.
fn seldom(key: &Pubkey) -> bool {
    key.as_array()[1].is_multiple_of(2)
}

/// Whoever knows the training can pass its audits, without client and node.
fn verify(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let stranger = world.ground.stranger;
    if job.proven_checkpoints < job.checkpoints {
        let proof = world.ground.forger.prove(&escrow::public_inputs(job));
        let prove = escrow::prove_checkpoints(key, world.ground.verifying_key, proof);
        return Step::new("prove_checkpoints", prove, stranger);
    }
    let audit = world.books.audit_of(&key).cloned().unwrap_or_default();
    if audit.recorded_at == 0 {
        let ahead = audit.challenge_slot.saturating_sub(world.chain.slot());
        if ahead > 0 {
            world.chain.warp(ahead / SLOTS_PER_SECOND + 2);
        }
        return Step::new("record_slot_hash", audits::record_slot_hash(key), stranger);
    }
    if audit.opened_at == 0 {
        world
            .chain
            .warp_to(audit.recorded_at + job.terms.reveal_window + 1);
        return Step::new("open_challenge", audits::open_challenge(key, None), stranger);
    }
    let index = audits::open(&audit)[0];
    let proof = world
        .ground
        .forger
        .prove(&[audits::statement(job, &audit, index)]);
    let prove = audits::prove_audit(key, audit.step_key, index, proof);
    Step::new("prove_audit", prove, stranger)
}

fn timeout(world: &World, key: Pubkey, job: &Job) -> Step {
    Step::new(
        "timeout_refund",
        escrow::timeout_refund(&world.ground, key, job),
        world.ground.stranger,
    )
}

fn settle(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let settle = Step::new(
        "settle",
        escrow::settle(&world.ground, key, job),
        world.ground.stranger,
    );
    let ends = job.objection_ends().unwrap_or(i64::MAX);
    world.chain.warp_to(ends + 1);
    // Work that came too late, or from a node of too low a score, is never settled.
    let refused = world
        .chain
        .clone()
        .send(std::slice::from_ref(&settle.instruction))
        .is_err();
    if refused && world.now() > job.deadline {
        timeout(world, key, job)
    } else {
        settle
    }
}

/// What is left of a dispute: the records of its votes, its bonds, itself.
fn clear(world: &mut World, key: Pubkey) -> Step {
    let stranger = world.ground.stranger;
    let dispute = world.books.disputes[&key].clone();
    let vote = world.books.votes.iter().find(|(_, vote)| vote.subject == key);
    if let Some((record, vote)) = vote.map(|(key, vote)| (*key, vote.clone())) {
        let due = audit::reward(&dispute, &vote);
        if due == 0 {
            let close = votes::close_dispute_vote(record, &vote);
            return Step::new("close_dispute_vote", close, stranger);
        }
        if u128::from(world.books.held(&world.ground.mints[0].treasury)) < due {
            world.chain.warp_to(dispute.resolved_at + REWARD_KEPT + 1);
        }
        let claim = votes::claim_vote_reward(&world.ground, record, &vote, stranger);
        return Step::new("claim_vote_reward", claim, stranger);
    }
    if !dispute.bonds_released {
        let release = disputes::release_bonds(&world.ground, key, &dispute);
        return Step::new("release_bonds", release, stranger);
    }
    Step::new("close_dispute", disputes::close_dispute(key, &dispute), stranger)
}
