use anchor_lang::prelude::*;

use crate::{
    constants::VOTE_SEED, error::GovernanceError, events::VoteClosed, instructions::no_surplus,
    state::VoteRecord,
};

/// Accounts of `close_vote`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseVote<'info> {
    /// A vote on a proposal.
    #[account(
        mut,
        close = rent_payer,
        seeds = [VOTE_SEED, vote.subject.as_ref(), &vote.round.to_le_bytes(), vote.owner.as_ref()],
        bump = vote.bump,
    )]
    pub vote: Box<Account<'info, VoteRecord>>,
    /// CHECK: only receives lamports; the vote names it.
    #[account(mut, address = vote.rent_payer @ GovernanceError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
}

impl CloseVote<'_> {
    /// Returns the rent of a vote on a proposal once voting is over. Errors: `StillVoting`, `NotAVoteOnAProposal`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn close_vote(ctx: Context<Self>) -> Result<()> {
        let vote = &ctx.accounts.vote;
        vote.check_over(Clock::get()?.unix_timestamp)?;
        let (proposal, owner) = (vote.subject, vote.owner);
        emit_cpi!(VoteClosed { proposal, owner });
        Ok(())
    }
}
