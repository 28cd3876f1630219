//! When all jobs have ended, everybody can leave: owners take out what they locked and staked, and what a stranger may
//! close is closed.
use anchor_lang::prelude::Pubkey;
use governance::ProposalState;

use crate::{
    coordinators, disputes, keys, proposals, registry, setup::Wallet, step::Step, vesting, world::World,
};

/// Longer than anything lasts.
const LONG: u64 = 20 * 365 * 86_400;

/// Takes a step that nothing may refuse.
fn must(world: &mut World, step: &Step) -> Result<(), String> {
    match world.take(step)? {
        true => Ok(()),
        false => Err(format!("{} was refused: {:?}", step.name, world.refusals)),
    }
}

/// Empties a world whose jobs have ended.
pub fn all(world: &mut World) -> Result<(), String> {
    world.chain.warp(LONG);
    world.refusals.clear();
    votes(world)?;
    vestings(world)?;
    introducers(world)?;
    for wallet in world.ground.wallets.clone() {
        lock(world, &wallet)?;
        node(world, &wallet)?;
    }
    world.books.compare(&world.chain)
}

fn votes(world: &mut World) -> Result<(), String> {
    let stranger = world.ground.stranger;
    for (key, vote) in world.books.votes.clone() {
        must(
            world,
            &Step::new("close_vote", proposals::close_vote(key, &vote), stranger),
        )?;
    }
    for (key, proposal) in world.books.proposals.clone() {
        if proposal.state == ProposalState::Draft {
            let cancel = proposals::cancel(key, proposal.proposer);
            must(world, &Step::new("cancel_proposal", cancel, proposal.proposer))?;
        }
        must(
            world,
            &Step::new("close_proposal", proposals::close(key, &proposal), stranger),
        )?;
    }
    Ok(())
}

fn vestings(world: &mut World) -> Result<(), String> {
    let stranger = world.ground.stranger;
    for (key, vesting) in world.books.vestings.clone() {
        let claim = vesting::claim(&world.ground, key, &vesting);
        must(world, &Step::new("claim_vesting", claim, stranger))?;
    }
    match world.books.vestings.keys().next() {
        Some(key) => Err(format!("vesting {key} is left")),
        None => Ok(()),
    }
}

fn introducers(world: &mut World) -> Result<(), String> {
    for (key, coordinator) in world.books.coordinators.clone() {
        let authority = coordinator.authority;
        let close = coordinators::close(authority, key, &coordinator);
        must(world, &Step::new("close_coordinator", close, authority))?;
    }
    Ok(())
}

fn lock(world: &mut World, wallet: &Wallet) -> Result<(), String> {
    let Some(lock) = world.books.locks.get(&wallet.lock) else {
        return Ok(());
    };
    let (amount, rent_payer) = (lock.amount, lock.rent_payer);
    let unlock = disputes::unlock_tokens(&world.ground, wallet, rent_payer, amount);
    must(world, &Step::new("unlock_tokens", unlock, wallet.key))
}

fn staked(world: &World, key: &Pubkey) -> (u64, u64) {
    let node = world.books.nodes.get(key);
    node.map_or((0, 0), |node| (node.stake, node.withdrawing))
}

/// A banned node stays, but its owner gets what is left of the stake.
fn node(world: &mut World, wallet: &Wallet) -> Result<(), String> {
    let (stake, withdrawing) = staked(world, &wallet.node);
    if withdrawing > 0 && withdrawing < stake {
        let cancel = registry::cancel_withdrawal(wallet);
        must(world, &Step::new("cancel_withdrawal", cancel, wallet.key))?;
    }
    let (stake, withdrawing) = staked(world, &wallet.node);
    if stake > withdrawing {
        let request = registry::request_withdrawal(wallet, stake);
        must(world, &Step::new("request_withdrawal", request, wallet.key))?;
        world.chain.warp(LONG);
    }
    if stake > 0 {
        let claim = registry::claim_withdrawal(&world.ground, wallet);
        must(world, &Step::new("claim_withdrawal", claim, wallet.key))?;
    }
    let Some(node) = world
        .books
        .nodes
        .get(&wallet.node)
        .cloned()
        .filter(|node| !node.banned)
    else {
        return Ok(());
    };
    let rent_payer = world.books.rents[&keys::operator(&node.operator)];
    let close = registry::close_node(&world.ground, wallet, &node, rent_payer);
    must(world, &Step::new("close_node", close, wallet.key))
}
