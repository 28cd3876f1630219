//! What disputes cost and bring: stakes of those who lost, bonds, rewards of voters.
use anchor_lang::prelude::Pubkey;
use governance::{Dispute, Party, Verdict, VoteRecord};
use job_escrow::JobState;

use super::{fund, jobs::verdict_of, take_gift, Entry, Flows};
use crate::{books::Books, ledger::part};

/// The client for whom a dispute has just been decided.
pub fn winning_client(books: &Books, entry: &Entry) -> Option<Pubkey> {
    entry.moves.jobs.iter().find_map(|(_, before, after)| {
        let (before, after) = (before.as_ref()?, after.as_ref()?);
        let ended = before.state == JobState::Disputed && after.state == JobState::Resolved;
        (ended && verdict_of(books, after) == Some(Verdict::ForClient)).then_some(after.client)
    })
}

/// A node that loses a dispute loses stake to client and treasury.
pub fn forfeits(books: &mut Books, entry: &Entry, flows: &mut Flows) {
    let params = books.config.as_ref().map(|config| config.params.stake);
    let Some((client, params)) = winning_client(books, entry).zip(params) else {
        return;
    };
    for (_, before, _) in &entry.moves.nodes {
        let stake = before.as_ref().map_or(0, |node| u128::from(node.stake));
        let amount = part(stake, params.dispute_slash_bps);
        let to_client = part(amount, params.dispute_client_bps);
        *flows.entry((client, entry.cyxwiz())).or_default() += to_client as i128;
        *fund(books, entry.ground.mints[0].treasury) += amount - to_client;
    }
}

fn winner(dispute: &Dispute) -> Option<Party> {
    match dispute.verdict? {
        Verdict::ForClient => Some(Party::Client),
        Verdict::ForNode => Some(Party::Node),
        Verdict::NoQuorum => None,
    }
}

/// Bonds go in when a dispute begins or is appealed, and out to who was right, or else to the treasury.
pub fn bonds(books: &mut Books, entry: &Entry, flows: &mut Flows) {
    for (key, before, after) in &entry.moves.disputes {
        let Some(now) = after else { continue };
        let mut flow = |party: Party, amount: i128| {
            *flows.entry((now.wallet_of(party), entry.cyxwiz())).or_default() += amount;
        };
        match before {
            None => flow(now.opener, -i128::from(now.bond)),
            Some(was) if !was.bonds_released && now.bonds_released => {
                let winner = winner(now);
                let mut rest = take_gift(books, key);
                match winner.is_none_or(|winner| winner == was.opener) {
                    true => flow(was.opener, i128::from(was.bond)),
                    false => rest += u128::from(was.bond),
                }
                match was.appellant.filter(|appellant| winner == Some(*appellant)) {
                    Some(appellant) => flow(appellant, i128::from(was.deposit)),
                    None => rest += u128::from(was.deposit),
                }
                *fund(books, entry.ground.mints[0].treasury) += rest;
            }
            Some(was) => {
                if let (None, Some(appellant)) = (was.appellant, now.appellant) {
                    flow(appellant, -i128::from(now.deposit));
                }
            }
        }
    }
}

/// What a vote has earned: its part of a bond, at most the voter reward, if it was for the winner in the round that
/// decided.
pub fn reward(dispute: &Dispute, vote: &VoteRecord) -> u128 {
    let [first, second] = &dispute.rounds;
    let cast = u128::from(second.for_client) + u128::from(second.for_node);
    let quorum = u128::from(dispute.supply) * u128::from(dispute.terms.appeal_quorum_bps);
    let second_decides = dispute.appellant.is_some()
        && cast > 0
        && cast * 10_000 >= quorum
        && second.for_client != second.for_node;
    let (round, votes) = if second_decides { (2, second) } else { (1, first) };
    let (side, with) = if vote.in_favour {
        (Party::Client, votes.for_client)
    } else {
        (Party::Node, votes.for_node)
    };
    if vote.round != round || winner(dispute) != Some(side) {
        return 0;
    }
    let part = u128::from(dispute.terms.bond) * u128::from(vote.weight) / u128::from(with);
    part.min(dispute.terms.voter_reward.into())
}

/// Voters who were right are paid by the treasury, as far as it can; no record that earned something goes otherwise.
pub fn rewards(books: &mut Books, entry: &Entry, flows: &mut Flows) -> Result<(), String> {
    for (key, before, after) in &entry.moves.votes {
        let (Some(vote), None) = (before, after) else {
            continue;
        };
        let Some(dispute) = books.disputes.get(&vote.subject) else {
            continue;
        };
        let due = reward(dispute, vote);
        match entry.step.name {
            "claim_vote_reward" => {
                let treasury = fund(books, entry.ground.mints[0].treasury);
                let paid = due.min(*treasury);
                *treasury -= paid;
                *flows.entry((vote.owner, entry.cyxwiz())).or_default() += paid as i128;
            }
            _ if due > 0 => return Err(format!("vote {key} was closed and had earned {due}")),
            _ => {}
        }
    }
    Ok(())
}
