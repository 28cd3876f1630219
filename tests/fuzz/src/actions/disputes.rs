//! Disputes: evidence, votes, appeals, verdicts, and what is left of them.
use anchor_lang::prelude::Pubkey;
use governance::Dispute;
use job_escrow::Job;

use crate::{audit, disputes, setup::Wallet, step::Step, votes, world::World};

fn party(world: &mut World, job: &Job) -> Pubkey {
    match world.rng.below(12) {
        0 => world.anyone().key,
        1..=6 => job.client,
        _ => job.node_owner,
    }
}

fn hash(world: &mut World) -> [u8; 32] {
    if world.rng.chance(3) {
        return [0; 32];
    }
    world.rng.bytes()
}

pub fn open(world: &mut World, key: Pubkey, job: &Job) -> Step {
    // Before its audits only the node of an exact job may.
    let opener = match job.audits_passed() || world.rng.chance(10) {
        true => party(world, job),
        false => job.node_owner,
    };
    let hash = hash(world);
    let instruction = disputes::open_dispute(&world.ground, key, job, opener, hash);
    Step::new("open_dispute", instruction, opener)
}

/// What a disputed job wants next.
pub fn advance(world: &mut World, key: Pubkey, job: &Job) -> Option<Step> {
    let dispute = world.books.disputes.get(&job.dispute)?.clone();
    let now = world.now();
    let choice = world.rng.below(10);
    Some(if dispute.appellant.is_none() && now <= dispute.evidence_ends {
        match choice {
            0..=2 => evidence(world, job),
            _ => {
                if choice > 3 {
                    world.chain.warp_to(dispute.evidence_ends + 1);
                }
                vote(world, job.dispute, &dispute)
            }
        }
    } else if now <= dispute.voting_ends() {
        match choice {
            0 => evidence(world, job),
            1..=7 => vote(world, job.dispute, &dispute),
            _ => {
                world.chain.warp_to(dispute.voting_ends() + 1);
                afterwards(world, key, job, &dispute)
            }
        }
    } else {
        afterwards(world, key, job, &dispute)
    })
}

fn evidence(world: &mut World, job: &Job) -> Step {
    let (by, hash) = (party(world, job), hash(world));
    Step::new(
        "submit_evidence",
        disputes::submit_evidence(by, job.dispute, hash),
        by,
    )
}

/// The vote is over: who lost may appeal, or else the verdict is executed.
fn afterwards(world: &mut World, key: Pubkey, job: &Job, dispute: &Dispute) -> Step {
    let may_appeal = dispute.appellant.is_none() && world.now() <= dispute.appeal_ends;
    if may_appeal && world.rng.chance(40) {
        let [first, _] = &dispute.rounds;
        let loser = match first.for_client > first.for_node {
            true => job.node_owner,
            false => job.client,
        };
        let by = if world.rng.chance(80) {
            loser
        } else {
            party(world, job)
        };
        let hash = hash(world);
        let instruction = disputes::appeal(&world.ground, by, job.dispute, hash);
        return Step::new("appeal", instruction, by);
    }
    if world.rng.chance(80) {
        world.chain.warp_to(dispute.final_after() + 1);
    }
    let instruction = disputes::resolve_dispute(&world.ground, key, job);
    Step::new("resolve_dispute", instruction, job.client)
}

/// Mostly one who may vote and has not, mostly for the side that most are for.
fn vote(world: &mut World, key: Pubkey, dispute: &Dispute) -> Step {
    let may = |wallet: &&Wallet| {
        let lock = world.books.locks.get(&wallet.lock);
        let cast = crate::keys::vote(&key, dispute.round(), &wallet.key);
        ![dispute.client, dispute.node_owner].contains(&wallet.key)
            && lock.is_some_and(|lock| lock.since < dispute.opened_at)
            && !world.books.votes.contains_key(&cast)
    };
    let able: Vec<Wallet> = world.ground.wallets.iter().filter(may).cloned().collect();
    let voter = match able.get(world.rng.index(able.len())) {
        Some(voter) if !world.rng.chance(5) => voter.clone(),
        _ => world.anyone(),
    };
    // Each round has its own favourite.
    let favourite = (key.as_array()[0] ^ dispute.round()).is_multiple_of(2);
    let for_client = favourite == world.rng.chance(85);
    let instruction = votes::vote_dispute(key, dispute, &voter, for_client);
    Step::new("vote_dispute", instruction, voter.key)
}

/// What is left to do of a dispute, if anything is.
pub fn clear(world: &mut World, key: Pubkey) -> Option<Step> {
    let dispute: Dispute = world.books.disputes.get(&key)?.clone();
    let votes_first = if dispute.bonds_released { 95 } else { 60 };
    if dispute.open_votes > 0 && world.rng.chance(votes_first) {
        if let Some(step) = clear_vote(world, key, &dispute) {
            return Some(step);
        }
    }
    let stranger = world.ground.stranger;
    Some(match dispute.bonds_released {
        false => Step::new(
            "release_bonds",
            disputes::release_bonds(&world.ground, key, &dispute),
            stranger,
        ),
        true => Step::new("close_dispute", disputes::close_dispute(key, &dispute), stranger),
    })
}

/// One of the records of votes in a dispute goes, with its reward.
pub fn clear_vote(world: &mut World, key: Pubkey, dispute: &Dispute) -> Option<Step> {
    let open: Vec<Pubkey> = world
        .books
        .votes
        .iter()
        .filter(|(_, vote)| vote.subject == key)
        .map(|(key, _)| *key)
        .collect();
    let record = *open.get(world.rng.index(open.len()))?;
    let vote = world.books.votes.get(&record)?.clone();
    let earned = dispute.verdict.is_some() && audit::reward(dispute, &vote) > 0;
    let stranger = world.ground.stranger;
    Some(if earned != world.rng.chance(5) {
        let claimer = if world.rng.chance(70) {
            vote.owner
        } else {
            stranger
        };
        let instruction = votes::claim_vote_reward(&world.ground, record, &vote, claimer);
        Step::new("claim_vote_reward", instruction, claimer)
    } else {
        Step::new(
            "close_dispute_vote",
            votes::close_dispute_vote(record, &vote),
            stranger,
        )
    })
}
