//! What happens next to the audits of an exact job.
use super::{sequences::PEOPLE, AuditModel, JobModel, Model, Op};
use crate::{chain::SLOTS_PER_SECOND, rng::Rng};

/// A job that only its audits keep from its end.
pub fn awaited(model: &Model) -> Option<usize> {
    let waits = |job: &JobModel| job.stage == super::Stage::Proving && !job.passed();
    (0..model.jobs.len()).find(|at| model.jobs[*at].as_ref().is_some_and(waits))
}

/// What a job whose audits have not passed wants next.
pub fn advance(rng: &mut Rng, model: &Model, at: usize, job: &JobModel) -> Op {
    if job.proven < job.total && rng.chance(25) {
        return Op::Prove {
            job: at,
            holds: rng.chance(97),
        };
    }
    if rng.chance(4) {
        return Op::Timeout { job: at };
    }
    match &model.audits[at] {
        None => steps(rng, job, at),
        Some(audit) if audit.recorded_at == 0 => match wait_for_slot(rng, model, audit) {
            Some(seconds) => Op::Wait(seconds),
            None => Op::Record { job: at },
        },
        Some(audit) if audit.opened_at == 0 => match rng.below(8) {
            0..=1 if model.now <= audit.recorded_at + model.rules.reveal => {
                let then = audit.recorded_at + model.rules.reveal + rng.between(0, 1) as i64;
                Op::Wait(u64::try_from(then - model.now).unwrap_or(1).max(1))
            }
            0..=2 => Op::Challenge { job: at, nonce: None },
            _ => Op::Challenge {
                job: at,
                nonce: Some(!rng.chance(4)),
            },
        },
        Some(audit) => prove(rng, at, audit),
    }
}

fn steps(rng: &mut Rng, job: &JobModel, at: usize) -> Op {
    let node = job.node.unwrap_or(job.meant_for);
    Op::Steps {
        job: at,
        by: if rng.chance(96) { node } else { rng.index(PEOPLE) },
        right: rng.chance(96),
        sound: rng.chance(96),
    }
}

/// Until the slot has passed, or until the chain has forgotten it.
fn wait_for_slot(rng: &mut Rng, model: &Model, audit: &AuditModel) -> Option<u64> {
    let ahead = audit.challenge_slot.saturating_sub(model.slot);
    let seconds = ahead / SLOTS_PER_SECOND;
    match rng.below(10) {
        0..=5 if ahead > 0 => Some(seconds + rng.between(0, 2)),
        6 => Some(seconds + rng.between(80, 140)),
        _ => None,
    }
}

fn prove(rng: &mut Rng, at: usize, audit: &AuditModel) -> Op {
    let open: Vec<u8> = (0..audit.due)
        .filter(|index| audit.proven >> index & 1 == 0)
        .collect();
    let index = match open.get(rng.index(open.len())) {
        Some(index) if rng.chance(94) => *index,
        _ => rng.below(u64::from(audit.due) + 2) as u8,
    };
    Op::Audit {
        job: at,
        index,
        holds: rng.chance(96),
        keyed: rng.chance(98),
    }
}

/// Something that may make no sense.
pub fn anything(rng: &mut Rng, model: &Model, at: usize) -> Op {
    match (rng.below(4), &model.jobs[at]) {
        (0, Some(job)) => steps(rng, job, at),
        (1, _) => Op::Challenge {
            job: at,
            nonce: rng.pick(&[None, Some(true), Some(false)]),
        },
        (2, _) => prove(rng, at, &model.audits[at].clone().unwrap_or_default()),
        _ => Op::Record { job: at },
    }
}
