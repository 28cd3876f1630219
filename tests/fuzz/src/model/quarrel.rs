//! What happens next in a dispute.
use super::{sequences::PEOPLE, DisputeModel, Disputed, JobModel, Model, Op};
use crate::{rng::Rng, setup::WALLETS};

/// One of the last seconds of an open dispute's phases.
pub fn edge(rng: &mut Rng, model: &Model) -> Option<i64> {
    let dispute = model.disputes.iter().find_map(|dispute| match dispute {
        Disputed::Open(dispute) if dispute.resolved.is_none() => Some(dispute),
        _ => None,
    })?;
    Some(rng.pick(&[
        dispute.evidence_ends,
        dispute.voting_ends(),
        dispute.final_after(),
    ]))
}

pub fn begin(rng: &mut Rng, job: &JobModel, at: usize) -> Op {
    Op::Dispute {
        job: at,
        by: match rng.below(12) {
            0 => rng.index(PEOPLE),
            1..=6 => job.client,
            _ => job.node.unwrap_or(0),
        },
        evidence: rng.weighted(&[(30, 1), (1, 0)]),
    }
}

fn voter(rng: &mut Rng) -> usize {
    rng.between(PEOPLE as u64, WALLETS as u64 - 1) as usize
}

fn vote(rng: &mut Rng, job: usize, dispute: &DisputeModel) -> Op {
    // Each round of a dispute has a favourite.
    let favourite = (dispute.evidence_ends + i64::from(dispute.round())) % 2 == 0;
    let by = if rng.chance(97) {
        voter(rng)
    } else {
        rng.index(PEOPLE)
    };
    Op::Vote {
        job,
        by,
        for_client: favourite == rng.chance(85),
    }
}

/// What a disputed job wants next.
pub fn advance(rng: &mut Rng, model: &Model, job: usize) -> Op {
    let Disputed::Open(dispute) = &model.disputes[job] else {
        return Op::Resolve { job };
    };
    let until = |then: i64| Op::Wait(u64::try_from(then - model.now).unwrap_or(1));
    let voting = &dispute.rounds[usize::from(dispute.round()) - 1];
    if model.now < voting.begins {
        return match rng.below(10) {
            0..=1 => evidence(rng, job, dispute),
            2 => vote(rng, job, dispute),
            _ => until(voting.begins - i64::from(rng.chance(10))),
        };
    }
    if model.now <= voting.ends {
        return match rng.below(10) {
            0 => evidence(rng, job, dispute),
            1..=6 => vote(rng, job, dispute),
            7 => Op::Resolve { job },
            _ => until(voting.ends + i64::from(!rng.chance(10))),
        };
    }
    match rng.below(10) {
        0..=3 if dispute.appellant.is_none() => appeal(rng, job, dispute),
        4..=6 if model.now <= dispute.final_after() => {
            until(dispute.final_after() + i64::from(!rng.chance(10)))
        }
        7 => vote(rng, job, dispute),
        _ => Op::Resolve { job },
    }
}

fn party(rng: &mut Rng, dispute: &DisputeModel) -> usize {
    match rng.below(10) {
        0 => rng.index(PEOPLE),
        1..=5 => dispute.client,
        _ => dispute.node,
    }
}

fn evidence(rng: &mut Rng, job: usize, dispute: &DisputeModel) -> Op {
    Op::Evidence {
        job,
        by: party(rng, dispute),
        evidence: rng.below(4) as u8,
    }
}

fn appeal(rng: &mut Rng, job: usize, dispute: &DisputeModel) -> Op {
    Op::Appeal {
        job,
        by: party(rng, dispute),
        evidence: rng.between(0, 5) as u8,
    }
}

/// What is left of a dispute that has its verdict.
pub fn clear(rng: &mut Rng, job: usize, dispute: &DisputeModel) -> Op {
    let vote = dispute.votes.get(rng.index(dispute.votes.len()));
    match (vote, rng.below(4)) {
        (Some(vote), 0..=2) => {
            let won = matches!(dispute.resolved, Some((Some(side), _)) if side == vote.side);
            match won == rng.chance(90) {
                true => Op::Reward {
                    job,
                    voter: vote.voter,
                    round: vote.round,
                    own: rng.chance(60),
                },
                false => Op::Discard {
                    job,
                    voter: vote.voter,
                    round: vote.round,
                },
            }
        }
        (_, _) if !dispute.released && rng.chance(90) => Op::Release { job },
        (None, _) if !dispute.released => Op::Release { job },
        _ => Op::Bury { job },
    }
}

/// Something that may make no sense.
pub fn anything(rng: &mut Rng, job: usize) -> Op {
    let by = rng.index(PEOPLE);
    let (voter, round) = (voter(rng), rng.between(1, 2) as u8);
    match rng.below(9) {
        0 => Op::Dispute { job, by, evidence: 1 },
        1 => Op::Evidence { job, by, evidence: 2 },
        2 => Op::Vote {
            job,
            by: voter,
            for_client: true,
        },
        3 => Op::Appeal { job, by, evidence: 3 },
        4 => Op::Resolve { job },
        5 => Op::Release { job },
        6 => Op::Reward {
            job,
            voter,
            round,
            own: rng.chance(50),
        },
        7 => Op::Discard { job, voter, round },
        _ => Op::Bury { job },
    }
}
