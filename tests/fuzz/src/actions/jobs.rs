//! Jobs from order to end.
use anchor_lang::prelude::Pubkey;
use job_escrow::{policy::work_done, Job, JobState};

use super::{audits, orders, work};
use crate::{escrow, step::Step, world::World};

/// The job that people mostly think of until it ends, so that some are finished in time.
fn minded(world: &mut World) -> Option<(Pubkey, Job)> {
    let focus = world
        .focus
        .and_then(|key| Some((key, world.books.jobs.get(&key)?.clone())));
    if let Some(focus) = focus.filter(|(_, job)| !job.state.is_terminal() || job.stars == 0) {
        if world.rng.chance(75) {
            return Some(focus);
        }
    }
    let now = world.now();
    let fresh = world.some_job(|job| job.state == JobState::Funded && now <= job.accept_by);
    let next = match fresh {
        Some(fresh) if world.rng.chance(60) => fresh,
        _ => world.some_job(|_| true)?,
    };
    world.focus = Some(next.0);
    Some(next)
}

/// What a job in this state wants next.
pub fn advance(world: &mut World) -> Option<Step> {
    let (key, job) = minded(world)?;
    match job.state {
        JobState::Funded if world.now() > job.accept_by => {
            let unmet = world.now() <= job.deadline;
            Some(match world.rng.below(20) {
                0..=17 if unmet => cancel(world, key, &job),
                0..=7 => cancel(world, key, &job),
                _ => timeout(world, key, &job),
            })
        }
        JobState::Funded if !world.meant_for.contains_key(&key) && world.rng.chance(80) => None,
        JobState::Funded => Some(work::accept(world, key, &job)),
        JobState::Running => Some(run(world, key, &job)),
        JobState::Proving => Some(finish(world, key, &job)),
        JobState::Disputed => super::disputes::advance(world, key, &job),
        _ if world.books.disputes.contains_key(&job.dispute) => super::disputes::clear(world, job.dispute),
        JobState::Settled if job.stars == 0 && world.rng.chance(60) => Some(rate(world, key, &job)),
        _ => Some(close(world, key, &job)),
    }
}

/// Something that may make no sense now.
pub fn anything(world: &mut World) -> Option<Step> {
    let (key, job) = world.some_job(|_| true)?;
    Some(match world.rng.below(17) {
        0 => work::accept(world, key, &job),
        1 => work::anchor(world, key, &job),
        2 => work::prove(world, key, &job),
        3 => waive(world, key, &job),
        4..=5 => settle(world, key, &job),
        6 => cancel(world, key, &job),
        7 => timeout(world, key, &job),
        8 => rate(world, key, &job),
        9 => orders::reassign(world, key, &job),
        10 => work::claim(world, key, &job),
        11 => super::disputes::open(world, key, &job),
        12 => super::disputes::clear(world, job.dispute)?,
        13..=15 => audits::anything(world)?,
        _ => close(world, key, &job),
    })
}

/// To the last second of one of a job's terms, or the one before or after.
pub fn to_an_edge(world: &mut World) {
    let Some((key, job)) = world.some_job(|job| !job.state.is_terminal()) else {
        return;
    };
    let heard = job.accepted_at.max(job.anchored_at);
    let recorded = world.books.audit_of(&key).map_or(0, |audit| audit.recorded_at);
    let then = match world.rng.below(6) {
        0 => job.accept_by,
        1 => job.deadline,
        2 => heard.saturating_add(job.terms.silence),
        3 => job.objection_ends().unwrap_or(0),
        4 if recorded > 0 => recorded.saturating_add(job.terms.reveal_window),
        _ => job.accepted_at.saturating_add(i64::from(job.estimated_seconds)),
    };
    // Not so far that all other jobs are over.
    if then < world.now() + 8 * 86_400 {
        let by = world.rng.between(0, 2) as i64 - 1;
        world.chain.warp_to(then + by);
    }
}

fn run(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let heartbeat = world
        .books
        .nodes
        .get(&job.node)
        .map_or(0, |node| node.last_heartbeat);
    if job.node_failed(heartbeat, world.now()) && world.rng.chance(80) {
        return match world.rng.below(10) {
            0..=4 => orders::reassign(world, key, job),
            _ => timeout(world, key, job),
        };
    }
    let unproven = job.anchored_checkpoints > job.proven_checkpoints;
    match world.rng.below(40) {
        38..=39 => super::disputes::open(world, key, job),
        0 => cancel(world, key, job),
        1..=14 if unproven => work::prove(world, key, job),
        1..=10 if work::may_claim(job) => work::claim(world, key, job),
        15 => timeout(world, key, job),
        _ => work::anchor(world, key, job),
    }
}

fn finish(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let now = world.now();
    if !job.is_verified() && now > job.deadline {
        return timeout(world, key, job);
    }
    if !job.audits_passed() && world.rng.chance(90) {
        return audits::advance(world, key, job);
    }
    if job.proven_checkpoints < job.checkpoints {
        return match world.rng.below(10) {
            0 => waive(world, key, job),
            1 => timeout(world, key, job),
            _ => work::prove(world, key, job),
        };
    }
    let may_object = !job.objection_waived && job.objection_ends().is_ok_and(|ends| now <= ends);
    // What came too late is never settled: one waits for its deadline.
    if !work_done(job) && world.rng.chance(85) {
        if may_object && world.rng.chance(50) {
            return super::disputes::open(world, key, job);
        }
        world.chain.warp_to(job.deadline + 1);
        return timeout(world, key, job);
    }
    match world.rng.below(10) {
        8..=9 if may_object => super::disputes::open(world, key, job),
        0..=1 if !job.objection_waived => waive(world, key, job),
        2 if world.rng.chance(20) => timeout(world, key, job),
        2 if work::may_claim(job) => work::claim(world, key, job),
        3..=6 if !job.objection_waived => {
            // Most clients let the window pass.
            if let Ok(ends) = job.objection_ends() {
                world.chain.warp_to(ends + 1);
            }
            settle(world, key, job)
        }
        _ => settle(world, key, job),
    }
}

pub fn client_of(world: &mut World, job: &Job) -> Pubkey {
    if world.rng.chance(3) {
        return world.anyone().key;
    }
    job.client
}

fn waive(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let client = client_of(world, job);
    Step::new("waive_objection", escrow::waive_objection(key, client), client)
}

fn settle(world: &mut World, key: Pubkey, job: &Job) -> Step {
    Step::new("settle", escrow::settle(&world.ground, key, job), job.client)
}

fn cancel(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let client = client_of(world, job);
    Step::new("cancel", escrow::cancel(&world.ground, key, job, client), client)
}

pub fn timeout(world: &mut World, key: Pubkey, job: &Job) -> Step {
    Step::new(
        "timeout_refund",
        escrow::timeout_refund(&world.ground, key, job),
        job.client,
    )
}

fn rate(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let client = client_of(world, job);
    let stars = world
        .rng
        .weighted(&[(4, 5), (2, 4), (1, 3), (1, 1), (1, 0), (1, 6)]);
    Step::new(
        "rate",
        escrow::rate(&world.ground, key, job, client, stars),
        client,
    )
}

fn close(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let closer = if world.rng.chance(8) {
        world.ground.stranger
    } else {
        job.rent_payer
    };
    let payer = world.books.audit_of(&key).map(|audit| audit.rent_payer);
    let payer = payer.filter(|_| !world.rng.chance(3));
    Step::new(
        "close_job",
        escrow::close_job(key, job, closer, payer),
        job.client,
    )
}
