//! What happens in a dispute over a job.

use crate::state::{Party, Released, Round, Verdict};
use anchor_lang::prelude::*;

/// A party disputes a job, whose money is frozen now.
#[event]
pub struct DisputeOpened {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// The job.
    pub job: Pubkey,
    /// The node that works on it.
    pub node: Pubkey,
    /// The client's wallet.
    pub client: Pubkey,
    /// The wallet that owns the node.
    pub node_owner: Pubkey,
    /// Who opened it.
    pub opener: Party,
    /// Hash of the opener's evidence.
    pub evidence_hash: [u8; 32],
    /// What the opener put down, base units.
    pub bond: u64,
    /// The supply that quorums are parts of, base units.
    pub supply: u64,
    /// Last second for evidence.
    pub evidence_ends: i64,
    /// Last second to vote.
    pub voting_ends: i64,
    /// Last second to appeal.
    pub appeal_ends: i64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// A party handed in evidence.
#[event]
pub struct EvidenceSubmitted {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// Whose evidence.
    pub party: Party,
    /// Its hash.
    pub evidence_hash: [u8; 32],
    /// When it happened, unix seconds.
    pub at: i64,
}

/// Who lost the vote asked for another one.
#[event]
pub struct DisputeAppealed {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// Who appealed.
    pub appellant: Party,
    /// Hash of its new evidence.
    pub evidence_hash: [u8; 32],
    /// What it put down, base units.
    pub deposit: u64,
    /// Last second for evidence.
    pub evidence_ends: i64,
    /// Last second to vote.
    pub voting_ends: i64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// job-escrow executes a verdict.
#[event]
pub struct VerdictExecuted {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// The job.
    pub job: Pubkey,
    /// The verdict.
    pub verdict: Verdict,
    /// The votes.
    pub rounds: [Round; 2],
    /// When it happened, unix seconds.
    pub at: i64,
}

/// Bond and deposit left the vault.
#[event]
pub struct BondsReleased {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// Where they went, base units.
    pub released: Released,
}

/// A dispute's account was closed.
#[event]
pub struct DisputeClosed {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// The job.
    pub job: Pubkey,
    /// Who has the rent back.
    pub rent_payer: Pubkey,
}

/// Somebody voted on a dispute.
#[event]
pub struct DisputeVoted {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// 1 for the vote, 2 for the vote on the appeal.
    pub round: u8,
    /// Who voted.
    pub voter: Pubkey,
    /// For whom.
    pub side: Party,
    /// With how many tokens, base units.
    pub weight: u64,
    /// The votes so far.
    pub rounds: [Round; 2],
    /// When it happened, unix seconds.
    pub at: i64,
}

/// A voter of the winning side was rewarded.
#[event]
pub struct VoteRewarded {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// Who voted.
    pub voter: Pubkey,
    /// 1 for the vote, 2 for the vote on the appeal.
    pub round: u8,
    /// What the vote earned, base units.
    pub reward: u64,
    /// What the treasury could pay of it, base units.
    pub paid: u64,
}

/// The record of a vote that earned nothing was closed.
#[event]
pub struct DisputeVoteClosed {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// Who voted.
    pub voter: Pubkey,
    /// 1 for the vote, 2 for the vote on the appeal.
    pub round: u8,
}
