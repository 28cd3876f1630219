//! What happens to locked tokens and to the proposals that they vote on.

use anchor_lang::prelude::*;

/// Tokens were locked, to vote.
#[event]
pub struct TokensLocked {
    /// Whose.
    pub owner: Pubkey,
    /// How many, in base units.
    pub amount: u64,
    /// How many are locked now, in base units.
    pub total: u64,
}

/// Tokens were taken out of a lock.
#[event]
pub struct TokensUnlocked {
    /// Whose.
    pub owner: Pubkey,
    /// How many, in base units.
    pub amount: u64,
    /// How many are locked now, in base units.
    pub total: u64,
}

/// A proposal was drafted.
#[event]
pub struct ProposalCreated {
    /// Its account.
    pub proposal: Pubkey,
    /// Its number.
    pub number: u64,
    /// Who drafted it.
    pub proposer: Pubkey,
    /// SHA-256 of the text that explains it.
    pub text_hash: [u8; 32],
}

/// Data were added to a draft.
#[event]
pub struct ProposalWritten {
    /// Its account.
    pub proposal: Pubkey,
    /// Bytes written so far.
    pub written: u16,
}

/// A proposal is open to votes and can no longer change.
#[event]
pub struct ProposalOpened {
    /// Its account.
    pub proposal: Pubkey,
    /// Its number.
    pub number: u64,
    /// Supply at this moment, in base units.
    pub supply: u64,
    /// Tokens that must vote, in base units.
    pub quorum: u64,
    /// When voting ends, in unix seconds.
    pub voting_ends: i64,
    /// When the timelock ends, in unix seconds.
    pub executable_from: i64,
    /// When it can no longer be executed, in unix seconds.
    pub expires_at: i64,
}

/// Someone voted on a proposal.
#[event]
pub struct ProposalVoted {
    /// The proposal.
    pub proposal: Pubkey,
    /// Who voted.
    pub owner: Pubkey,
    /// For it or against it.
    pub in_favour: bool,
    /// Tokens, in base units.
    pub weight: u64,
}

/// A proposal was withdrawn.
#[event]
pub struct ProposalCancelled {
    /// The proposal.
    pub proposal: Pubkey,
}

/// A proposal's instruction ran.
#[event]
pub struct ProposalExecuted {
    /// The proposal.
    pub proposal: Pubkey,
    /// Its number.
    pub number: u64,
    /// The program that was called.
    pub program: Pubkey,
}

/// A proposal's account is gone.
#[event]
pub struct ProposalClosed {
    /// The proposal.
    pub proposal: Pubkey,
    /// Its number.
    pub number: u64,
}

/// The account of a vote on a proposal is gone.
#[event]
pub struct VoteClosed {
    /// The proposal.
    pub proposal: Pubkey,
    /// Who voted.
    pub owner: Pubkey,
}
