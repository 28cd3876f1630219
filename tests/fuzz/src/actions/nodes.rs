//! Nodes: stake, heartbeats, scores.
use node_registry::{Hardware, Node, RegisterNodeArgs, UpdateNodeArgs};

use crate::{keys, registry, setup::Wallet, step::Step, world::World};

fn hardware(world: &mut World) -> Hardware {
    Hardware {
        cpu_cores: world.rng.weighted(&[(9, 8), (1, 0)]),
        memory_mib: 16_384,
        gpu_count: 1,
        gpu_memory_mib: world.rng.weighted(&[(19, 24_576), (1, 0)]),
        benchmark: world.rng.word(),
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

fn least_stakes(world: &World) -> [u64; 4] {
    let config = world.books.config.as_ref();
    config.map_or([1; 4], |config| config.params.stake.min_stake)
}

fn register(world: &mut World) -> Step {
    let without = |wallet: &&Wallet| !world.books.nodes.contains_key(&wallet.node);
    let free: Vec<Wallet> = world.ground.wallets.iter().filter(without).cloned().collect();
    let owner = match free.get(world.rng.index(free.len())) {
        Some(free) if !world.rng.chance(5) => free.clone(),
        _ => world.anyone(),
    };
    let minimums = least_stakes(world);
    let stake = match world.rng.chance(60) {
        true => world.rng.pick(&minimums) * world.rng.between(1, 2),
        false => world.rng.amount(&minimums),
    };
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
        revoke_previous: world.rng.chance(20),
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
    // Mostly a key of nobody; one that another node has is refused.
    let operator = match world.rng.chance(80) {
        true => keys::named(&format!("spare {}", world.rng.below(1_000_000))),
        false => world.anyone().operator,
    };
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
    let choice = world.rng.below(10);
    if node.withdrawing > 0 && choice < 7 {
        return Some(withdraw(world, &owner, &node));
    }
    let least = least_stakes(world)[0];
    let ground = &world.ground;
    let (name, instruction) = match choice {
        0 => ("compound_rewards", registry::compound_rewards(ground, &owner)),
        1..=3 if node.stake < least => ("add_stake", registry::add_stake(ground, &owner, least)),
        1..=2 => {
            let amount = world.rng.amount(&[node.stake, 1_000_000_000]);
            ("add_stake", registry::add_stake(ground, &owner, amount))
        }
        4 if node.stake == 0 => {
            let operator_rent_payer = *world.books.rents.get(&keys::operator(&node.operator))?;
            let close = registry::close_node(ground, &owner, &node, operator_rent_payer);
            ("close_node", close)
        }
        9 if world.rng.chance(20) => return Some(withdraw(world, &owner, &node)),
        _ => {
            if node.active_jobs > 0 && !world.rng.chance(20) {
                return None;
            }
            // Locks are long; some owners wait for their end.
            if node.locked_until - world.now() < 10_000 && world.rng.chance(50) {
                world.chain.warp_to(node.locked_until);
            }
            let rest = [node.stake, node.stake.saturating_sub(least), node.stake / 2];
            let amount = match world.rng.chance(50) {
                true => world.rng.pick(&rest),
                false => world.rng.amount(&rest),
            };
            ("request_withdrawal", registry::request_withdrawal(&owner, amount))
        }
    };
    Some(Step::new(name, instruction, owner.key))
}

/// What is being withdrawn comes out, or goes back to work.
fn withdraw(world: &mut World, owner: &Wallet, node: &Node) -> Step {
    if world.rng.chance(25) {
        let instruction = registry::cancel_withdrawal(owner);
        return Step::new("cancel_withdrawal", instruction, owner.key);
    }
    if node.claimable_at - world.now() < 1_000 {
        world
            .chain
            .warp_to(node.claimable_at - i64::from(world.rng.chance(10)));
    }
    let instruction = registry::claim_withdrawal(&world.ground, owner);
    Step::new("claim_withdrawal", instruction, owner.key)
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
