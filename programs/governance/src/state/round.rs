use anchor_lang::prelude::*;

use crate::{constants::BPS, error::GovernanceError, state::VotingParams};

/// A side of a dispute.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// Who ordered the job.
    Client,
    /// Whose node works on it.
    Node,
}

impl Party {
    /// The side that a vote is for.
    pub fn voted(for_client: bool) -> Self {
        if for_client {
            Self::Client
        } else {
            Self::Node
        }
    }
}

/// How a dispute ends.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The client gets back all that is left; the node is slashed and banned.
    ForClient,
    /// The node is paid as if the job had settled.
    ForNode,
    /// Too few voted, or as many for one side as for the other: proven progress is paid, the rest goes back.
    NoQuorum,
}

impl Verdict {
    /// The verdict for a side, or for none.
    pub fn of(winner: Option<Party>) -> Self {
        match winner {
            Some(Party::Client) => Self::ForClient,
            Some(Party::Node) => Self::ForNode,
            None => Self::NoQuorum,
        }
    }

    /// The side that won.
    pub fn winner(self) -> Option<Party> {
        match self {
            Self::ForClient => Some(Party::Client),
            Self::ForNode => Some(Party::Node),
            Self::NoQuorum => None,
        }
    }
}

/// One vote over a dispute. Weights are CYXWIZ base units, times unix seconds.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// First second to vote.
    pub begins: i64,
    /// Last second to vote.
    pub ends: i64,
    /// Tokens that voted for the client.
    pub for_client: u64,
    /// Tokens that voted for the node.
    pub for_node: u64,
}

impl Round {
    /// A round without votes.
    pub fn over(begins: i64, ends: i64) -> Self {
        Self {
            begins,
            ends,
            ..Self::default()
        }
    }

    /// Counts a vote. Errors: `VotingClosed`, `Overflow`.
    pub fn vote(&mut self, weight: u64, side: Party, now: i64) -> Result<()> {
        require!(
            self.begins <= now && now <= self.ends,
            GovernanceError::VotingClosed
        );
        let votes = match side {
            Party::Client => &mut self.for_client,
            Party::Node => &mut self.for_node,
        };
        *votes = votes.checked_add(weight).ok_or(GovernanceError::Overflow)?;
        self.votes()?;
        Ok(())
    }

    /// Votes for a side.
    pub fn votes_for(&self, side: Party) -> u64 {
        match side {
            Party::Client => self.for_client,
            Party::Node => self.for_node,
        }
    }

    /// All votes. Errors: `Overflow`.
    pub fn votes(&self) -> Result<u64> {
        self.for_client
            .checked_add(self.for_node)
            .ok_or(error!(GovernanceError::Overflow))
    }

    /// The side that more than half of the votes are for, if `quorum_bps` of `supply` voted.
    pub fn majority(&self, supply: u64, quorum_bps: u16) -> Option<Party> {
        let votes = self.for_client.saturating_add(self.for_node);
        if !is_quorum(votes, supply, quorum_bps) || self.for_client == self.for_node {
            return None;
        }
        Some(if self.for_client > self.for_node {
            Party::Client
        } else {
            Party::Node
        })
    }
}

/// Whether so many votes are a quorum of `supply`. None at all never are.
pub fn is_quorum(votes: u64, supply: u64, bps: u16) -> bool {
    let needed = u128::from(supply).saturating_mul(u128::from(bps));
    votes > 0 && u128::from(votes).saturating_mul(u128::from(BPS)) >= needed
}

/// What a dispute depends on of the parameters, as they were when it was opened.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisputeTerms {
    /// Seconds to hand in evidence.
    pub evidence: i64,
    /// Seconds that a vote is open.
    pub vote: i64,
    /// Seconds to appeal.
    pub appeal: i64,
    /// Part of the supply that must vote, in bps.
    pub quorum_bps: u16,
    /// Part of the supply that must vote on an appeal, in bps.
    pub appeal_quorum_bps: u16,
    /// What the opener puts down, in base units.
    pub bond: u64,
    /// What an appellant puts down, in base units.
    pub appeal_deposit: u64,
    /// Reward of a voter on the winning side, in base units.
    pub voter_reward: u64,
}

impl DisputeTerms {
    /// The terms of a dispute that is opened under these parameters.
    pub fn of(params: &VotingParams) -> Self {
        Self {
            evidence: params.evidence,
            vote: params.dispute_vote,
            appeal: params.appeal,
            quorum_bps: params.quorum_bps,
            appeal_quorum_bps: params.appeal_quorum_bps,
            bond: params.dispute_bond,
            appeal_deposit: params.appeal_deposit,
            voter_reward: params.voter_reward,
        }
    }
}
