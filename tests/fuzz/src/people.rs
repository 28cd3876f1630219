//! The first world: voters with locked tokens, a treasury that can reward them, and who governs.
use governance::{ConfigParams, EXECUTOR, REWARDS_VAULT};

use crate::{
    disputes, keys, proposals, rules,
    setup::{self, CYXWIZ},
    step::{Gift, Step},
    tokens,
    world::{Counts, World},
};

/// Locked by the wallets, in millions of CYXWIZ: alone a quorum of a first vote, together one of an appeal, or neither.
const LOCKED: [u64; setup::WALLETS] = [60, 55, 50, 49, 30, 30, 5, 1];
/// What funds begin with.
const ENDOWMENT: u64 = 1_000 * CYXWIZ;

fn must(world: &mut World, step: &Step) -> Result<(), String> {
    match world.take(step)? {
        true => Ok(()),
        false => Err(format!("{} was refused: {:?}", step.name, world.refusals)),
    }
}

/// Nothing that happened so far counts.
fn forget(world: &mut World) {
    world.counts = Counts::new();
    world.carried.clear();
    world.refusals.clear();
}

/// Everybody has locked tokens, and treasury and rewards vault hold some.
pub fn first_world(params: ConfigParams) -> Result<World, String> {
    let (chain, ground) = setup::open(params)?;
    let mut world = World::new(chain, ground, 0);
    for (wallet, millions) in world.ground.wallets.clone().iter().zip(LOCKED) {
        let lock = disputes::lock_tokens(&world.ground, wallet, millions * 1_000_000 * CYXWIZ);
        must(&mut world, &Step::new("lock_tokens", lock, wallet.key))?;
    }
    let (giver, mint) = (world.ground.wallets[0].clone(), world.ground.mints[0]);
    for to in [mint.treasury, REWARDS_VAULT] {
        let give = tokens::transfer(
            mint.program,
            giver.tokens[0],
            mint.key,
            to,
            giver.key,
            (ENDOWMENT, mint.decimals),
        );
        let gift = Gift::Tokens {
            from: giver.key,
            to,
            mint: mint.key,
            amount: ENDOWMENT,
        };
        must(
            &mut world,
            &Step::new("give_tokens", give, giver.key).giving(gift),
        )?;
    }
    world.chain.warp(1);
    forget(&mut world);
    Ok(world)
}

/// The same world once a vote has taken the authority over from its key.
pub fn hand_over(world: &World) -> Result<World, String> {
    let mut world = world.clone();
    let (key, ground) = (world.ground.authority, world.ground.clone());
    let propose = rules::propose_authority(key, Some(EXECUTOR));
    must(&mut world, &Step::new("propose_authority", propose, key))?;
    let (accept, proposal) = (rules::accept_authority(EXECUTOR), keys::proposal(0));
    let voters = ground.wallets;
    let by = voters[0].key;
    let create = proposals::create(by, 0, &accept);
    must(&mut world, &Step::new("create_proposal", create, by))?;
    let write = proposals::write(proposal, by, 0, accept.data);
    must(&mut world, &Step::new("write_proposal", write, by))?;
    let open = proposals::open(&world.ground, proposal, by);
    must(&mut world, &Step::new("open_proposal", open, by))?;
    for voter in &voters {
        let vote = proposals::vote(proposal, voter, true);
        must(&mut world, &Step::new("vote_proposal", vote, voter.key))?;
    }
    let stored = world.books.proposals[&proposal].clone();
    world.chain.warp_to(stored.executable_from);
    let execute = proposals::execute(proposal, &stored, by);
    must(&mut world, &Step::new("execute_proposal", execute, by))?;
    forget(&mut world);
    Ok(world)
}
