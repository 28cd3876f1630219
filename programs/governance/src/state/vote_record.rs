use anchor_lang::prelude::*;

use crate::error::GovernanceError;

/// The round of votes on proposals; disputes count theirs from 1.
pub const PROPOSAL_ROUND: u8 = 0;

/// One vote, at ["vote", subject, [round], owner]. That it exists keeps its owner from voting twice.
#[account]
#[derive(InitSpace, Debug)]
pub struct VoteRecord {
    /// Canonical bump of this account.
    pub bump: u8,
    /// The proposal or dispute.
    pub subject: Pubkey,
    /// 0 for a proposal; 1 for a dispute, 2 for its appeal.
    pub round: u8,
    /// Who voted.
    pub owner: Pubkey,
    /// For the proposal; in a dispute, for the client.
    pub in_favour: bool,
    /// Tokens that the vote counts, in base units.
    pub weight: u64,
    /// When voting ends, in unix seconds.
    pub ends: i64,
    /// Who paid for this account, and gets that back.
    pub rent_payer: Pubkey,
}

impl VoteRecord {
    /// Whether the account of a vote on a proposal may go at `now` (unix seconds): no earlier than nobody can vote
    /// any more, because its absence would let its owner vote again.
    pub fn check_over(&self, now: i64) -> Result<()> {
        require!(self.round == PROPOSAL_ROUND, GovernanceError::NotAVoteOnAProposal);
        require!(now >= self.ends, GovernanceError::StillVoting);
        Ok(())
    }
}
