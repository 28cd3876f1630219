//! Governance by votes: drafts, votes, timelocks, execution by anyone.
use anchor_lang::prelude::Pubkey;
use governance::{Proposal, ProposalState, EXECUTOR};

use super::decisions::{self, Decision};
use crate::{
    keys,
    proposals::{self, WHOEVER_PAYS},
    rules,
    setup::{Wallet, SUPPLY},
    step::Step,
    world::{Draft, World},
};

const OPEN_PROPOSALS: usize = 5;
/// Bytes of one write.
const CHUNK: usize = 800;

pub fn act(world: &mut World) -> Option<Step> {
    if world.rng.chance(15) {
        if let Some(step) = clear_vote(world) {
            return Some(step);
        }
    }
    let now = world.now();
    // First what is being voted on, before its time is over.
    let voted = |proposal: &Proposal| proposal.state == ProposalState::Open && now < proposal.voting_ends;
    let urgent = world.rng.chance(80) && world.books.proposals.values().any(voted);
    let waiting: Vec<Pubkey> = world
        .books
        .proposals
        .iter()
        .filter(|(_, proposal)| !urgent || voted(proposal))
        .map(|(key, _)| *key)
        .collect();
    let enough = urgent || waiting.len() >= OPEN_PROPOSALS || world.rng.chance(85);
    match waiting.get(world.rng.index(waiting.len())) {
        Some(key) if enough => {
            let proposal = world.books.proposals.get(key)?.clone();
            advance(world, *key, &proposal)
        }
        _ => draft(world),
    }
}

fn decide(world: &mut World) -> Option<Decision> {
    let config = world.books.config.as_ref()?;
    let (authority, heir) = (config.authority, config.pending_authority);
    // The heir takes over by a vote, too.
    if heir == Some(EXECUTOR) && world.rng.chance(80) {
        return Some(Decision {
            name: "accept_authority",
            instruction: rules::accept_authority(EXECUTOR),
            grant: None,
        });
    }
    // While a key decides, little can be voted on.
    if authority != EXECUTOR && world.rng.chance(70) {
        return None;
    }
    Some(decisions::any(world, EXECUTOR, WHOEVER_PAYS))
}

fn draft(world: &mut World) -> Option<Step> {
    let least = u64::from(world.books.config.as_ref()?.params.voting.proposal_bps) * (SUPPLY / 10_000);
    let rich = |wallet: &&Wallet| {
        let lock = world.books.locks.get(&wallet.lock);
        lock.is_some_and(|lock| lock.amount >= least)
    };
    let able: Vec<Wallet> = world.ground.wallets.iter().filter(rich).cloned().collect();
    let proposer = match able.get(world.rng.index(able.len())) {
        Some(able) if !world.rng.chance(5) => able.clone(),
        _ => world.anyone(),
    };
    let decision = decide(world)?;
    let count = world.books.config.as_ref()?.proposal_count;
    let number = if world.rng.chance(3) { count + 1 } else { count };
    let key = keys::proposal(number);
    let instruction = proposals::create(proposer.key, number, &decision.instruction);
    // Whoever drafts it, number and bytes are the same.
    world.drafts.insert(
        key,
        Draft {
            name: decision.name,
            data: decision.instruction.data,
            grant: decision.grant,
        },
    );
    Some(Step::new("create_proposal", instruction, proposer.key))
}

/// Whether what it wants could be done.
fn may_run(world: &World, key: &Pubkey) -> bool {
    let authority = world.books.config.as_ref().map(|config| config.authority);
    let heir = world
        .books
        .config
        .as_ref()
        .and_then(|config| config.pending_authority);
    match world.drafts.get(key).map(|draft| draft.name) {
        Some("accept_authority") => heir == Some(EXECUTOR),
        _ => authority == Some(EXECUTOR),
    }
}

fn advance(world: &mut World, key: Pubkey, proposal: &Proposal) -> Option<Step> {
    let (now, choice) = (world.now(), world.rng.below(20));
    let over = proposal.is_over(now);
    let carried = proposal.state == ProposalState::Open && now >= proposal.voting_ends && !over;
    if carried && !may_run(world, &key) && choice > 1 {
        return None;
    }
    Some(match proposal.state {
        ProposalState::Draft => complete(world, key, proposal),
        ProposalState::Open if now < proposal.voting_ends => match choice {
            0 => by_proposer(
                world,
                proposal,
                |by| proposals::cancel(key, by),
                "cancel_proposal",
            ),
            1 => execute(world, key, proposal),
            2..=4 if proposal.carried() => {
                world.chain.warp_to(proposal.voting_ends);
                execute(world, key, proposal)
            }
            _ => vote(world, key, proposal),
        },
        ProposalState::Open if !over && choice > 0 => {
            if choice < 18 {
                world.chain.warp_to(proposal.executable_from);
            }
            execute(world, key, proposal)
        }
        _ => Step::new(
            "close_proposal",
            proposals::close(key, proposal),
            proposal.proposer,
        ),
    })
}

fn by_proposer(
    world: &mut World,
    proposal: &Proposal,
    make: impl FnOnce(Pubkey) -> solana_instruction::Instruction,
    name: &'static str,
) -> Step {
    let by = match world.rng.chance(95) {
        true => proposal.proposer,
        false => world.anyone().key,
    };
    Step::new(name, make(by), by)
}

fn complete(world: &mut World, key: Pubkey, proposal: &Proposal) -> Step {
    let written = proposal.data.len();
    let data = world
        .drafts
        .get(&key)
        .map_or(Vec::new(), |draft| draft.data.clone());
    let choice = world.rng.below(20);
    let rest = data.get(written..).unwrap_or_default();
    if choice == 0 {
        return by_proposer(
            world,
            proposal,
            |by| proposals::cancel(key, by),
            "cancel_proposal",
        );
    }
    if rest.is_empty() || choice == 1 {
        let ground = world.ground.clone();
        return by_proposer(
            world,
            proposal,
            |by| proposals::open(&ground, key, by),
            "open_proposal",
        );
    }
    let chunk = rest[..rest.len().min(CHUNK)].to_vec();
    let offset = if choice == 2 { written + 1 } else { written } as u16;
    by_proposer(
        world,
        proposal,
        |by| proposals::write(key, by, offset, chunk),
        "write_proposal",
    )
}

fn vote(world: &mut World, key: Pubkey, proposal: &Proposal) -> Step {
    let may = |wallet: &&Wallet| {
        let lock = world.books.locks.get(&wallet.lock);
        let cast = keys::vote(&key, governance::PROPOSAL_ROUND, &wallet.key);
        lock.is_some_and(|lock| lock.since < proposal.opened_at) && !world.books.votes.contains_key(&cast)
    };
    let able: Vec<Wallet> = world.ground.wallets.iter().filter(may).cloned().collect();
    let Some(voter) = able.get(world.rng.index(able.len())).cloned() else {
        // Everybody has voted.
        world.chain.warp_to(proposal.voting_ends);
        return execute(world, key, proposal);
    };
    let in_favour = world.rng.chance(85);
    Step::new(
        "vote_proposal",
        proposals::vote(key, &voter, in_favour),
        voter.key,
    )
}

fn execute(world: &mut World, key: Pubkey, proposal: &Proposal) -> Step {
    let anyone = world.anyone().key;
    let grant = world.drafts.get(&key).and_then(|draft| draft.grant);
    Step {
        gift: grant,
        ..Step::new(
            "execute_proposal",
            proposals::execute(key, proposal, anyone),
            anyone,
        )
    }
}

/// The record of a vote on a proposal, whether or not the vote is over.
fn clear_vote(world: &mut World) -> Option<Step> {
    let votes = &world.books.votes;
    let cast: Vec<Pubkey> = votes
        .iter()
        .filter(|(_, vote)| vote.round == governance::PROPOSAL_ROUND)
        .map(|(key, _)| *key)
        .collect();
    let key = *cast.get(world.rng.index(cast.len()))?;
    let vote = world.books.votes.get(&key)?;
    if world.now() < vote.ends && !world.rng.chance(10) {
        return None;
    }
    let vote = world.books.votes.get(&key)?;
    Some(Step::new(
        "close_vote",
        proposals::close_vote(key, vote),
        world.ground.stranger,
    ))
}
