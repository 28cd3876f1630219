//! What happens next in a sequence: mostly what makes sense, with every number at its edges now and then.
use solana_account::{Account, ReadableAccount};

use super::{
    sequences::{Course, PEOPLE},
    JobModel, Model, Op, Order, Stage,
};
use crate::rng::Rng;

const DAY: u64 = 86_400;

/// Sets the scores of all nodes, which no sequence is long enough to earn.
pub fn scores(rng: &mut Rng, model: &mut Model, course: &mut Course) {
    let Some(page) = course.chain.account(&course.ground.scores) else {
        return;
    };
    let mut data = page.data().to_vec();
    let stored: &mut reputation::ScorePage = bytemuck::from_bytes_mut(&mut data[8..]);
    for wallet in 1..PEOPLE {
        let score = rng.pick(&[0, 0, 299, 300, 599, 600, 799, 800, 1_000]);
        // Registered in this order.
        let entry = &mut stored.nodes[wallet - 1];
        entry.node = course.ground.wallets[wallet].node;
        entry.score = score;
        if let Some(node) = model.nodes[wallet].as_mut() {
            node.score = score;
        }
    }
    course.chain.put(
        course.ground.scores,
        Account {
            lamports: page.lamports(),
            data,
            owner: reputation::ID,
            executable: false,
            rent_epoch: u64::MAX,
        },
    );
}

pub fn next(rng: &mut Rng, model: &Model) -> Op {
    let open: Vec<usize> = (0..model.jobs.len())
        .filter(|at| model.jobs[*at].is_some())
        .collect();
    let gone = model.jobs.len() > open.len() && rng.chance(2);
    match rng.below(100) {
        0..=9 => Op::Wait(wait(rng, model)),
        10..=12 => nodes(rng, model),
        13 => Op::Apply {
            max: rng.pick(&[0, 1, 100, 101]),
        },
        14 => pause(rng, model),
        15..=34 => order(rng, model),
        _ if model.jobs.is_empty() => order(rng, model),
        35..=41 => anything(rng, model, rng.clone().index(model.jobs.len())),
        _ if gone => anything(rng, model, rng.clone().index(model.jobs.len())),
        _ => match open.get(rng.index(open.len())) {
            Some(at) => advance(rng, model, *at),
            None => order(rng, model),
        },
    }
}

/// A while, or up to the last second of some term, or the one before or after.
fn wait(rng: &mut Rng, model: &Model) -> u64 {
    let jobs: Vec<&JobModel> = model.jobs.iter().flatten().collect();
    let Some(job) = jobs.get(rng.index(jobs.len())).filter(|_| rng.chance(70)) else {
        return rng.weighted(&[(4, 1), (4, 60), (3, 600), (2, 7_200), (1, DAY), (1, 8 * DAY)]);
    };
    let rules = &model.rules;
    let heard = job.accepted_at.max(job.anchored_at);
    let then = match rng.below(6) {
        0 => job.accept_by,
        1 => job.deadline,
        2 => heard + rules.silence,
        3 => job.proven_at + rules.objection,
        4 => job.accepted_at + i64::from(job.estimate) * 2 + rules.grace,
        _ => job.accepted_at + model.least_time(job, rng.between(0, u64::from(job.total)) as u8),
    };
    let then = then + rng.between(0, 2) as i64 - 1;
    u64::try_from(then - model.now).unwrap_or(1)
}

fn nodes(rng: &mut Rng, model: &Model) -> Op {
    let node = rng.index(PEOPLE);
    let by = if rng.chance(90) { node } else { rng.index(PEOPLE) };
    let least = model.rules.least_stake[0];
    match rng.below(4) {
        0 => Op::Register {
            wallet: node,
            stake: rng.pick(&[0, least - 1, least, least + 1, u64::MAX]),
            sound: rng.chance(90),
        },
        _ => Op::Heartbeat { node, by },
    }
}

fn pause(rng: &mut Rng, model: &Model) -> Op {
    let on = model.paused.is_none() && rng.chance(50);
    let until = model.now + rng.between(0, 3) as i64 - 1;
    Op::Pause { on, until }
}

fn order(rng: &mut Rng, model: &Model) -> Op {
    let mint = rng.index(model.decimals.len());
    let unit = 10u64.pow(model.decimals[mint]);
    let limits = [10, 50, 200].map(|tokens| tokens * unit);
    let price = match rng.below(10) {
        0..=5 => rng.between(1, 10 * unit - 1),
        6 => rng.pick(&[0, 1, 2, 9, 10, 11]),
        7 => u64::MAX,
        _ => rng.pick(&limits) + rng.below(3) - 1,
    };
    let estimate = rng.weighted(&[(6, 600), (3, 1), (3, 3_600), (1, 200_000), (1, 0)]);
    let least = model.rules.accept_window + i64::from(estimate);
    let longest = model.rules.longest;
    Op::Create(Order {
        client: rng.index(PEOPLE),
        mint,
        nonce: rng.below(64),
        price,
        node: rng.between(1, PEOPLE as u64 - 1) as usize,
        epochs: rng.weighted(&[(6, 10), (3, 64), (3, 1), (2, 6_400), (1, 65), (1, 0)]),
        interval: rng.weighted(&[(8, 1), (3, 2), (3, 100), (1, 0), (1, u16::MAX)]),
        estimate,
        deadline: rng.weighted(&[
            (6, 86_400),
            (4, longest),
            (4, least),
            (1, least - 1),
            (1, longest + 1),
        ]),
        audits: rng.weighted(&[(20, 0), (1, 64), (1, 65)]),
        exact: rng.chance(1),
        sound: rng.chance(98),
    })
}

fn advance(rng: &mut Rng, model: &Model, job: usize) -> Op {
    let Some(now) = &model.jobs[job] else {
        return anything(rng, model, job);
    };
    match now.stage {
        Stage::Funded if model.now > now.accept_by => match rng.below(2) {
            0 => Op::Cancel { job, by: now.client },
            _ => Op::Timeout { job },
        },
        Stage::Funded => Op::Accept {
            job,
            node: now.meant_for,
            by: now.meant_for,
            salted: true,
        },
        Stage::Running if now.anchored > now.proven && rng.chance(50) => Op::Prove {
            job,
            holds: rng.chance(97),
        },
        Stage::Running => match rng.below(10) {
            0 => Op::Cancel { job, by: now.client },
            1..=2 => Op::Timeout { job },
            3 => Op::Wait(model.least_time(now, now.total) as u64),
            _ => anchor(rng, model, job, now),
        },
        Stage::Proving if now.proven < now.total => match rng.below(8) {
            0 => Op::Timeout { job },
            _ => Op::Prove {
                job,
                holds: rng.chance(97),
            },
        },
        Stage::Proving => match rng.below(6) {
            0 => Op::Waive { job, by: now.client },
            1 => Op::Timeout { job },
            2 => Op::Wait(model.rules.objection as u64 + 1),
            _ => Op::Settle { job },
        },
        Stage::Settled if now.stars == 0 && rng.chance(50) => Op::Rate {
            job,
            by: now.client,
            stars: rng.below(7) as u8,
        },
        _ => Op::Close {
            job,
            by: rng.chance(70).then_some(now.client),
        },
    }
}

fn anchor(rng: &mut Rng, model: &Model, job: usize, now: &JobModel) -> Op {
    let step = model.least_step(now) as u8;
    let most = (model.now - now.accepted_at + model.rules.tolerance).max(0) as u64 * 1_000;
    let checkpoints = match rng.below(12) {
        0 => rng.below(256) as u8,
        1 => now.anchored.saturating_add(step).saturating_sub(1),
        2..=4 => now.total,
        5 => now.total.saturating_add(1),
        _ => now.anchored.saturating_add(step),
    };
    let node = now.node.unwrap_or(now.meant_for);
    Op::Anchor {
        job,
        by: if rng.chance(97) { node } else { rng.index(PEOPLE) },
        checkpoints,
        elapsed_ms: match rng.below(12) {
            0 => now.elapsed_ms,
            1 => most + 1,
            2 => most,
            _ => now.elapsed_ms + 1,
        },
        sound: rng.chance(98),
    }
}

/// Something that may make no sense.
fn anything(rng: &mut Rng, model: &Model, job: usize) -> Op {
    let by = rng.index(PEOPLE);
    match rng.below(10) {
        8 => Op::Rate { job, by, stars: 5 },
        0 => Op::Accept {
            job,
            node: by,
            by: if rng.chance(80) { by } else { rng.index(PEOPLE) },
            salted: rng.chance(80),
        },
        1 => match &model.jobs[job] {
            Some(now) => anchor(rng, model, job, now),
            None => Op::Prove { job, holds: true },
        },
        2 => Op::Prove { job, holds: true },
        3 => Op::Waive { job, by },
        4 => Op::Settle { job },
        5..=6 => Op::Cancel { job, by },
        7 => Op::Timeout { job },
        _ => Op::Close {
            job,
            by: rng.chance(50).then_some(by),
        },
    }
}
