//! What happens next in a sequence: mostly what makes sense, with every number at its edges now and then.
use solana_account::{Account, ReadableAccount};

use super::{
    quarrel,
    sequences::{Course, PEOPLE},
    trials, Disputed, JobModel, Model, Op, Order, Stage,
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
    // A dispute takes many steps: most of them come in a row.
    let disputed = (0..model.jobs.len()).find(|at| matches!(model.disputes[*at], Disputed::Open(_)));
    if let Some(at) = disputed.filter(|_| rng.chance(70)) {
        return advance(rng, model, at);
    }
    // So do audits.
    if let Some(at) = trials::awaited(model).filter(|_| rng.chance(70)) {
        return advance(rng, model, at);
    }
    if model.jobs.is_empty() && rng.chance(60) {
        return order(rng, model);
    }
    // So does a withdrawal.
    let leaving = model.nodes.iter().position(|node| {
        node.as_ref().is_some_and(|node| {
            let free = node.active == 0 && model.now >= node.locked_until && node.stake > 0;
            node.withdrawing > 0 || free
        })
    });
    if let Some(node) = leaving.filter(|_| rng.chance(35)) {
        return stake(rng, model, node);
    }
    let gone = model.jobs.len() > open.len() && rng.chance(2);
    match rng.below(100) {
        0..=7 => Op::Wait(wait(rng, model)),
        8..=13 => nodes(rng, model),
        14 => Op::Apply {
            max: rng.pick(&[0, 1, 100, 101]),
        },
        15 => pause(rng, model),
        16..=25 => order(rng, model),
        _ if model.jobs.is_empty() => order(rng, model),
        26..=32 => anything(rng, model, rng.clone().index(model.jobs.len())),
        _ if gone => anything(rng, model, rng.clone().index(model.jobs.len())),
        _ => match open.get(rng.index(open.len())) {
            Some(at) => advance(rng, model, *at),
            None => order(rng, model),
        },
    }
}

/// A while, or up to the last second of some term, or the one before or after.
fn wait(rng: &mut Rng, model: &Model) -> u64 {
    if let Some(then) = quarrel::edge(rng, model).filter(|_| rng.chance(60)) {
        return u64::try_from(then + rng.between(0, 2) as i64 - 1 - model.now).unwrap_or(1);
    }
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
    match rng.below(8) {
        0 => Op::Register {
            wallet: node,
            stake: rng.pick(&[0, least - 1, least, least + 1, u64::MAX]),
            sound: rng.chance(90),
        },
        1..=2 => Op::Heartbeat { node, by },
        _ => stake(rng, model, node),
    }
}

/// What an owner does with a stake; the locks are long, so some wait for their end.
fn stake(rng: &mut Rng, model: &Model, node: usize) -> Op {
    let Some(machine) = &model.nodes[node] else {
        return Op::Withdraw { node };
    };
    let (least, rest) = (model.rules.least_stake[0], machine.stake);
    let until = |then: i64| Op::Wait(u64::try_from(then - model.now).unwrap_or(1));
    let early = rng.between(0, 1) as i64;
    match (machine.withdrawing > 0, rng.below(8)) {
        (true, 0) => Op::Recall { node },
        (true, 1..=4) if model.now < machine.claimable_at => until(machine.claimable_at - early),
        (true, 5) => Op::Request { node, amount: 1 },
        (true, _) => Op::Withdraw { node },
        (false, 0) => Op::AddStake {
            node,
            amount: rng.pick(&[0, 1, 950_000_000_000, u64::MAX]),
        },
        (false, 1..=3) if model.now < machine.locked_until => until(machine.locked_until - early),
        (false, 4) => Op::Withdraw { node },
        (false, 5) => Op::Recall { node },
        (false, _) => Op::Request {
            node,
            amount: rng.pick(&[
                0,
                1,
                rest,
                rest + 1,
                rest.saturating_sub(least),
                rest.saturating_sub(least) + 1,
            ]),
        },
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
    let exact = rng.chance(35);
    // Mostly with what belongs to its tier.
    let (terms, keyed) = (exact != rng.chance(1), exact != rng.chance(1));
    Op::Create(Order {
        client: rng.index(PEOPLE),
        mint,
        nonce: rng.below(64),
        price,
        node: rng.between(1, PEOPLE as u64 - 1) as usize,
        epochs: rng.weighted(&[
            (6, 10),
            (3, 64),
            (3, 1),
            (2, 6_400),
            (1, 65),
            (1, 0),
            (1, 256),
            (1, 381),
        ]),
        interval: rng.weighted(&[(8, 1), (3, 2), (3, 100), (1, 0), (1, u16::MAX)]),
        estimate,
        deadline: rng.weighted(&[
            (6, 86_400),
            (4, longest),
            (4, least),
            (1, least - 1),
            (1, longest + 1),
        ]),
        audits: rng.weighted(&[(10, 0), (10, 1), (1, 64), (1, 65)]),
        exact,
        batches: terms.then(|| {
            rng.weighted(&[
                (4, 4),
                (4, 8),
                (1, 12),
                (1, 256),
                (1, 172),
                (1, 0),
                (1, 6),
                (1, 260),
            ])
        }),
        step_key: keyed.then(|| !rng.chance(3)),
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
        Stage::Disputed => quarrel::advance(rng, model, job),
        Stage::Running if now.anchored > now.proven && rng.chance(50) => Op::Prove {
            job,
            holds: rng.chance(97),
        },
        // Until nobody can object, and then a milestone.
        Stage::Running if now.proven > now.cleared && rng.chance(30) => match rng.below(3) {
            0 => until_cleared(rng, model, now),
            _ => Op::Claim { job },
        },
        Stage::Running => match rng.below(14) {
            0 => Op::Cancel { job, by: now.client },
            1..=2 => Op::Timeout { job },
            10 => quarrel::begin(rng, now, job),
            11..=12 => reassign(rng, now, job),
            13 => Op::Wait(model.rules.silence as u64 + 1),
            3 => Op::Wait(model.least_time(now, now.total) as u64),
            _ => anchor(rng, model, job, now),
        },
        Stage::Proving if !now.passed() && model.now <= now.deadline => trials::advance(rng, model, job, now),
        Stage::Proving if !now.passed() => Op::Timeout { job },
        Stage::Proving if now.proven < now.total => match rng.below(8) {
            0 => Op::Timeout { job },
            _ => Op::Prove {
                job,
                holds: rng.chance(97),
            },
        },
        Stage::Proving => match rng.below(12) {
            6 => Op::Claim { job },
            7..=8 => quarrel::begin(rng, now, job),
            9 => Op::Wait(model.rules.objection as u64 + 1),
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
        _ => match &model.disputes[job] {
            Disputed::Open(dispute) if rng.chance(95) => quarrel::clear(rng, job, dispute),
            _ => Op::Close {
                job,
                by: rng.chance(70).then_some(now.client),
                whole: rng.chance(90),
            },
        },
    }
}

/// To the last second of the client's window, or the one after it.
fn until_cleared(rng: &mut Rng, model: &Model, now: &JobModel) -> Op {
    let from = if now.clearing.0 > now.cleared {
        now.clearing.1
    } else {
        now.proven_at
    };
    let then = from + model.rules.objection + rng.between(0, 1) as i64;
    Op::Wait(u64::try_from(then - model.now).unwrap_or(1))
}

fn reassign(rng: &mut Rng, now: &JobModel, job: usize) -> Op {
    Op::Reassign {
        job,
        by: if rng.chance(97) {
            now.client
        } else {
            rng.index(PEOPLE)
        },
        node: rng.between(1, PEOPLE as u64 - 1) as usize,
        estimate: rng.weighted(&[(9, 600), (1, 0)]),
        deadline: rng.weighted(&[(8, 86_400), (1, 900), (1, 899), (1, 604_801)]),
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
    match rng.below(17) {
        14..=16 => trials::anything(rng, model, job),
        8 => Op::Rate { job, by, stars: 5 },
        9 => Op::Claim { job },
        10 => match &model.jobs[job] {
            Some(now) => reassign(rng, now, job),
            None => Op::Claim { job },
        },
        11..=12 => quarrel::anything(rng, job),
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
            whole: rng.chance(90),
        },
    }
}
