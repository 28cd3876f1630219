//! Jobs from order to end.
use anchor_lang::prelude::Pubkey;
use job_escrow::{math, CreateJobArgs, Job, JobState, Progress, VerificationTier};

use crate::{
    escrow::{self, salt},
    keys,
    step::Step,
    world::World,
};

const OPEN_JOBS: usize = 24;

/// An order: most can be fulfilled, every number may be at an edge.
pub fn create(world: &mut World) -> Option<Step> {
    if world.books.jobs.len() >= OPEN_JOBS {
        return None;
    }
    let client = world.anyone();
    let mint = world.rng.weighted(&[(5, 0), (3, 1), (2, 2)]);
    let (args, node) = order(world, client.key, mint);
    if let Some(node) = node {
        world.meant_for.insert(keys::job(&client.key, args.nonce), node);
    }
    let instruction = escrow::create_job(&world.ground, &client, mint, args);
    Some(Step::new("create_job", instruction, client.key))
}

fn order(world: &mut World, client: Pubkey, mint: usize) -> (CreateJobArgs, Option<usize>) {
    let unit = 10u64.pow(u32::from(world.ground.mints[mint].decimals));
    // Prices around the bands, and the smallest, on which all rounding shows.
    let edges = [
        1,
        3 * unit,
        9 * unit,
        10 * unit,
        50 * unit,
        200 * unit,
        5_000 * unit,
    ];
    let price = match world.rng.below(20) {
        0..=15 => world.rng.between(1, (10 * unit).saturating_sub(1)),
        16..=18 => world.rng.amount(&edges),
        _ => world.rng.pick(&[0, 1, u64::MAX, u64::MAX / 8, u64::MAX / 8 + 1]),
    };
    world.nonce += u64::from(!world.rng.chance(2));
    let job = keys::job(&client, world.nonce);
    let nodes: Vec<usize> = (0..world.ground.wallets.len())
        .filter(|at| world.books.nodes.contains_key(&world.ground.wallets[*at].node))
        .collect();
    let node = nodes.get(world.rng.index(nodes.len())).copied();
    let assignment_hash = match node {
        Some(at) => job_escrow::binding::assignment_hash(&world.ground.wallets[at].node, &salt(&job)),
        None => world.rng.bytes(),
    };
    // One order in four may be wrong in something.
    let odd = world.rng.chance(25);
    let estimated_seconds = match odd {
        true => world.rng.pick(&[600, 0, 1, u32::MAX]),
        false => world.rng.weighted(&[(4, 600), (1, 1), (6, 3_600), (6, 100_000)]),
    };
    let escrow = world.books.config.as_ref().map(|config| config.params.escrow);
    let (least, most) = escrow.map_or((0, 0), |escrow| {
        (
            escrow.accept_window.saturating_add(i64::from(estimated_seconds)),
            escrow.max_deadline,
        )
    });
    let deadline_seconds = match odd {
        true => world.rng.pick(&[least, least - 1, most + 1, i64::MAX]),
        false => world
            .rng
            .weighted(&[(6, most), (1, least), (3, least.saturating_add(3_600).min(most))]),
    };
    let (epochs, checkpoint_interval) = match odd {
        true => world.rng.pick(&[
            (64, 1),
            (65, 1),
            (0, 1),
            (10, 0),
            (10, u16::MAX),
            (u32::MAX, u16::MAX),
        ]),
        false => world.rng.weighted(&[
            (5, (10, 1)),
            (3, (64, 1)),
            (2, (1, 1)),
            (3, (6_400, 100)),
            (1, (65, 2)),
        ]),
    };
    let args = CreateJobArgs {
        nonce: world.nonce,
        price,
        assignment_hash,
        spec_hash: world.rng.bytes(),
        dataset_root: world.rng.field(),
        initial_weights: world.rng.field(),
        epochs,
        checkpoint_interval,
        estimated_seconds,
        deadline_seconds,
        tier: if odd && world.rng.chance(5) {
            VerificationTier::Exact
        } else {
            VerificationTier::Committed
        },
        audits: if odd { world.rng.pick(&[0, 64, 65]) } else { 0 },
        client_nonce_hash: world.rng.bytes(),
    };
    (args, node)
}

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
    let fresh = world.some_job(|job| job.state == JobState::Funded);
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
        JobState::Funded if world.now() > job.accept_by => Some(match world.rng.below(3) {
            0 => cancel(world, key, &job),
            _ => timeout(world, key, &job),
        }),
        JobState::Funded => Some(accept(world, key, &job)),
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
    Some(match world.rng.below(12) {
        10 => super::disputes::open(world, key, &job),
        11 => super::disputes::clear(world, job.dispute)?,
        8 => rate(world, key, &job),
        0 => accept(world, key, &job),
        1 => anchor(world, key, &job),
        2 => prove(world, key, &job),
        3 => waive(world, key, &job),
        4 | 5 => settle(world, key, &job),
        6 => cancel(world, key, &job),
        7 => timeout(world, key, &job),
        _ => close(world, key, &job),
    })
}

/// To the last second of one of a job's terms, or the one before or after.
pub fn to_an_edge(world: &mut World) {
    let Some((_, job)) = world.some_job(|job| !job.state.is_terminal()) else {
        return;
    };
    let heard = job.accepted_at.max(job.anchored_at);
    let then = match world.rng.below(5) {
        0 => job.accept_by,
        1 => job.deadline,
        2 => heard.saturating_add(job.terms.silence),
        3 => job.objection_ends().unwrap_or(0),
        _ => job.accepted_at.saturating_add(i64::from(job.estimated_seconds)),
    };
    // Not so far that all other jobs are over.
    if then < world.now() + 8 * 86_400 {
        let by = world.rng.between(0, 2) as i64 - 1;
        world.chain.warp_to(then + by);
    }
}

fn accept(world: &mut World, key: Pubkey, job: &Job) -> Step {
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
fn operator_of(world: &mut World, node: Pubkey) -> Pubkey {
    let operator = world.books.nodes.get(&node).map(|node| node.operator);
    match operator {
        Some(operator) if !world.rng.chance(3) => operator,
        _ => world.anyone().operator,
    }
}

fn run(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let heartbeat = world
        .books
        .nodes
        .get(&job.node)
        .map_or(0, |node| node.last_heartbeat);
    if job.node_failed(heartbeat, world.now()) && world.rng.chance(80) {
        return timeout(world, key, job);
    }
    let unproven = job.anchored_checkpoints > job.proven_checkpoints;
    match world.rng.below(40) {
        39 => super::disputes::open(world, key, job),
        0 => cancel(world, key, job),
        1..=14 if unproven => prove(world, key, job),
        15 => timeout(world, key, job),
        _ => anchor(world, key, job),
    }
}

fn finish(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let now = world.now();
    if job.proven_checkpoints < job.checkpoints {
        if now > job.deadline {
            return timeout(world, key, job);
        }
        return match world.rng.below(10) {
            0 => waive(world, key, job),
            1 => timeout(world, key, job),
            _ => prove(world, key, job),
        };
    }
    match world.rng.below(10) {
        9 => super::disputes::open(world, key, job),
        0..=1 if !job.objection_waived => waive(world, key, job),
        2 if world.rng.chance(20) => timeout(world, key, job),
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

fn anchor(world: &mut World, key: Pubkey, job: &Job) -> Step {
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

fn prove(world: &mut World, key: Pubkey, job: &Job) -> Step {
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

fn client_of(world: &mut World, job: &Job) -> Pubkey {
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

fn timeout(world: &mut World, key: Pubkey, job: &Job) -> Step {
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
    let closer = if world.rng.chance(20) {
        world.ground.stranger
    } else {
        job.rent_payer
    };
    Step::new("close_job", escrow::close_job(key, job, closer), job.client)
}
