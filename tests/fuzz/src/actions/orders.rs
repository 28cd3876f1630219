//! Orders: new jobs, and what is left of one for another node.
use anchor_lang::prelude::Pubkey;
use job_escrow::{CreateJobArgs, ExactTerms, Job, JobState, ReassignArgs, VerificationTier};
use node_registry::Node;

use super::jobs::client_of;
use crate::{
    audits,
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
    let mint = world.rng.weighted(&[(5, 0), (2, 1), (2, 2), (3, 3)]);
    let (args, node) = order(world, client.key, mint);
    if let Some(node) = node {
        world.meant_for.insert(keys::job(&client.key, args.nonce), node);
    }
    let key = keys::job(&client.key, args.nonce);
    let idle = world.focus.and_then(|key| world.books.jobs.get(&key));
    if idle.is_none_or(|job| job.state.is_terminal()) && world.rng.chance(60) {
        world.focus = Some(key);
    }
    let step_key = step_key(world, args.tier);
    let instruction = escrow::create_job(&world.ground, &client, mint, step_key, args);
    Some(Step::new("create_job", instruction, client.key))
}

/// The key of an exact job's steps, and none of a committed one's; once in a while it is the other way round.
fn step_key(world: &mut World, tier: VerificationTier) -> Option<Pubkey> {
    let ground = &world.ground;
    let (right, wrong) = match tier {
        VerificationTier::Exact => (Some(ground.step_key), [None, Some(ground.verifying_key)]),
        VerificationTier::Committed => (None, [Some(ground.step_key); 2]),
    };
    match world.rng.chance(2) {
        true => world.rng.pick(&wrong),
        false => right,
    }
}

/// What an order says of the exact tier, if it is for that.
fn exact(world: &mut World, job: &Pubkey, odd: bool) -> (VerificationTier, Option<ExactTerms>, u8) {
    if !world.rng.chance(35) {
        let audits = if odd { world.rng.pick(&[0, 64, 65]) } else { 0 };
        return (VerificationTier::Committed, None, audits);
    }
    let terms = audits::terms(job);
    let terms = match world.rng.below(8) {
        0 if odd => None,
        1 if odd => Some(ExactTerms {
            batches: world.rng.pick(&[0, 1, 3, 257, 260, u16::MAX]),
            ..terms
        }),
        _ => Some(terms),
    };
    let audits = match odd {
        true => world.rng.pick(&[0, 1, 64, 65]),
        false => world.rng.weighted(&[(5, 1), (3, 2), (2, 0), (1, 5)]),
    };
    (VerificationTier::Exact, terms, audits)
}

/// One of the nodes, and the hash that hides it.
fn choose_node(world: &mut World, job: &Pubkey) -> (Option<usize>, [u8; 32]) {
    let least = world
        .books
        .config
        .as_ref()
        .map_or(0, |config| config.params.stake.min_stake[0]);
    let now = world.now();
    let some = |wanted: &dyn Fn(&Node) -> bool| -> Vec<usize> {
        let wallets = world.ground.wallets.iter().enumerate();
        wallets
            .filter(|(_, wallet)| world.books.nodes.get(&wallet.node).is_some_and(wanted))
            .map(|(at, _)| at)
            .collect()
    };
    let fit =
        some(&|node| !node.banned && now >= node.suspended_until && node.stake - node.withdrawing >= least);
    let all = some(&|_| true);
    // Mostly one that may accept.
    let nodes = if fit.is_empty() || world.rng.chance(8) {
        all
    } else {
        fit
    };
    match nodes.get(world.rng.index(nodes.len())) {
        Some(at) => {
            let node = &world.ground.wallets[*at].node;
            (Some(*at), job_escrow::binding::assignment_hash(node, &salt(job)))
        }
        None => (None, world.rng.bytes()),
    }
}

/// Seconds to the deadline: within its bounds, unless the order is odd.
fn deadline(world: &mut World, estimated_seconds: u32, odd: bool) -> i64 {
    let escrow = world.books.config.as_ref().map(|config| config.params.escrow);
    let (least, most) = escrow.map_or((0, 0), |escrow| {
        (
            escrow.accept_window.saturating_add(i64::from(estimated_seconds)),
            escrow.max_deadline,
        )
    });
    match odd {
        true => world.rng.pick(&[least, least - 1, most + 1, i64::MAX]),
        false => world
            .rng
            .weighted(&[(6, most), (1, least), (3, least.saturating_add(3_600).min(most))]),
    }
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
    let (node, assignment_hash) = choose_node(world, &job);
    // One order in four may be wrong in something.
    let odd = world.rng.chance(25);
    let estimated_seconds = match odd {
        true => world.rng.pick(&[600, 0, 1, u32::MAX]),
        false => world
            .rng
            .weighted(&[(4, 600), (1, 1), (8, 3_600), (4, 14_400), (1, 100_000)]),
    };
    let deadline_seconds = deadline(world, estimated_seconds, odd);
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
    let (tier, exact, audits) = exact(world, &job, odd);
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
        tier,
        audits,
        client_nonce_hash: audits::secret_hash(&job),
        exact,
    };
    (args, node)
}

/// The client of a node that failed tries another one.
pub fn reassign(world: &mut World, key: Pubkey, job: &Job) -> Step {
    let client = client_of(world, job);
    let (node, assignment_hash) = choose_node(world, &key);
    if let Some(node) = node.filter(|_| job.state == JobState::Running) {
        world.meant_for.insert(key, node);
    }
    let estimated_seconds = world.rng.weighted(&[(4, 600), (4, 3_600), (1, 1), (1, 0)]);
    let args = ReassignArgs {
        assignment_hash,
        estimated_seconds,
        deadline_seconds: deadline(world, estimated_seconds, false),
    };
    let instruction = escrow::reassign(&world.ground, key, job, client, args);
    Step::new("reassign", instruction, client)
}
