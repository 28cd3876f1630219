//! Nodes: stake, heartbeats, scores.
use node_registry::{Hardware, RegisterNodeArgs, UpdateNodeArgs};

use crate::{registry, step::Step, world::World};

fn hardware(world: &mut World) -> Hardware {
    Hardware {
        cpu_cores: world.rng.weighted(&[(9, 8), (1, 0)]),
        memory_mib: 16_384,
        gpu_count: 1,
        gpu_memory_mib: world.rng.weighted(&[(19, 24_576), (1, 0)]),
        benchmark: world.rng.next(),
    }
}

pub fn act(world: &mut World) -> Option<Step> {
    let missing = world.ground.wallets.len() > world.books.nodes.len();
    match world.rng.below(10) {
        0..=3 if missing => Some(register(world)),
        4 => update(world),
        5..=6 => stake(world),
        7 if world.rng.chance(50) => rotate(world),
        _ => heartbeat(world),
    }
}

fn register(world: &mut World) -> Step {
    let owner = world.anyone();
    let minimums = world
        .books
        .config
        .as_ref()
        .map(|config| config.params.stake.min_stake);
    let stake = world.rng.amount(&minimums.unwrap_or([1; 4]));
    let args = RegisterNodeArgs {
        tls_key_hash: world.rng.bytes(),
        hardware: hardware(world),
        stake: if world.rng.chance(2) { u64::MAX } else { stake },
    };
    Step::new(
        "register_node",
        registry::register_node(&world.ground, &owner, args),
        owner.key,
    )
}

fn update(world: &mut World) -> Option<Step> {
    let (key, node) = world.some_node()?;
    let args = UpdateNodeArgs {
        tls_key_hash: world.rng.chance(50).then(|| world.rng.bytes()),
        hardware: world.rng.chance(20).then(|| hardware(world)),
    };
    let owner = if world.rng.chance(5) {
        world.anyone().key
    } else {
        node.owner
    };
    Some(Step::new(
        "update_node",
        registry::update_node(owner, key, args),
        owner,
    ))
}

fn rotate(world: &mut World) -> Option<Step> {
    let (key, node) = world.some_node()?;
    let operator = world.anyone().operator;
    let owner = if world.rng.chance(5) {
        world.anyone().key
    } else {
        node.owner
    };
    Some(Step::new(
        "rotate_operator",
        registry::rotate_operator(owner, key, node.operator, operator),
        owner,
    ))
}

fn stake(world: &mut World) -> Option<Step> {
    let (_, node) = world.some_node()?;
    let owner = world.ground.wallet(&node.owner)?.clone();
    let amount = match world.rng.below(3) {
        0 => node.stake,
        _ => world.rng.amount(&[node.stake, 1_000_000_000]),
    };
    let ground = &world.ground;
    let (name, instruction) = match world.rng.below(8) {
        0..=1 => ("add_stake", registry::add_stake(ground, &owner, amount)),
        2..=3 if node.claimable_at == 0 => {
            // Locks are long; some owners wait for their end.
            let soon = node.locked_until - world.chain.now() < 86_400;
            if soon {
                world.chain.warp_to(node.locked_until);
            }
            ("request_withdrawal", registry::request_withdrawal(&owner, amount))
        }
        4 => ("cancel_withdrawal", registry::cancel_withdrawal(&owner)),
        5 => ("compound_rewards", registry::compound_rewards(ground, &owner)),
        6 if node.stake == 0 => ("close_node", registry::close_node(ground, &owner, node.operator)),
        6 if world.rng.chance(10) => ("close_node", registry::close_node(ground, &owner, node.operator)),
        _ => ("claim_withdrawal", registry::claim_withdrawal(ground, &owner)),
    };
    Some(Step::new(name, instruction, owner.key))
}

fn heartbeat(world: &mut World) -> Option<Step> {
    let (key, node) = world.some_node()?;
    let operator = if world.rng.chance(5) {
        world.anyone().operator
    } else {
        node.operator
    };
    Some(Step::new(
        "heartbeat",
        registry::heartbeat(operator, key),
        operator,
    ))
}

pub fn apply_outcomes(world: &mut World) -> Option<Step> {
    let max = world.rng.weighted(&[(8, 100), (4, 1), (1, 0), (1, 101)]);
    let anyone = world.ground.stranger;
    Some(Step::new(
        "apply_outcomes",
        registry::apply_outcomes(&world.ground, max),
        anyone,
    ))
}
