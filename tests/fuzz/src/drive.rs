//! Nothing gets stuck: from any state, strangers alone can bring every job to its end and give every rent back.
use anchor_lang::prelude::Pubkey;
use job_escrow::{Job, JobState, CLOSE_BY_ANYONE_AFTER};

use crate::{disputes, escrow, registry, step::Step, world::World};

/// Tries before a job counts as stuck.
const PATIENCE: usize = 8;

/// Ends every job of a copy of this world.
pub fn to_the_end(world: &World) -> Result<(), String> {
    let mut world = world.clone();
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
    world.books.compare(&world.chain)
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
    let ground = &world.ground;
    let stranger = ground.stranger;
    let timeout = || {
        Step::new(
            "timeout_refund",
            escrow::timeout_refund(ground, key, job),
            stranger,
        )
    };
    match job.state {
        JobState::Proving if job.proven_checkpoints == job.checkpoints => {
            let settle = Step::new("settle", escrow::settle(ground, key, job), stranger);
            let timeout = timeout();
            let ends = job.objection_ends().unwrap_or(i64::MAX);
            world.chain.warp_to(ends + 1);
            // Work that came too late, or from a node of too low a score, is never settled.
            let refused = world
                .chain
                .clone()
                .send(std::slice::from_ref(&settle.instruction))
                .is_err();
            if refused && world.now() > job.deadline {
                timeout
            } else {
                settle
            }
        }
        JobState::Funded | JobState::Running | JobState::Proving => {
            let step = timeout();
            world.chain.warp_to(job.deadline + 1);
            step
        }
        JobState::Disputed => {
            let step = Step::new(
                "resolve_dispute",
                disputes::resolve_dispute(ground, key, job),
                stranger,
            );
            let last = world
                .books
                .disputes
                .get(&job.dispute)
                .map_or(0, |dispute| dispute.final_after());
            world.chain.warp_to(last + 1);
            step
        }
        _ if world.books.disputes.contains_key(&job.dispute) => {
            let dispute = &world.books.disputes[&job.dispute];
            match dispute.bonds_released {
                false => {
                    let release = disputes::release_bonds(ground, job.dispute, dispute);
                    Step::new("release_bonds", release, stranger)
                }
                true => {
                    let close = disputes::close_dispute(job.dispute, dispute);
                    Step::new("close_dispute", close, stranger)
                }
            }
        }
        _ => {
            let step = Step::new("close_job", escrow::close_job(key, job, stranger), stranger);
            world.chain.warp_to(job.ended_at + CLOSE_BY_ANYONE_AFTER + 1);
            step
        }
    }
}
