use anchor_lang::prelude::*;

use crate::{
    constants::{DISPUTE_SEED, VOTE_SEED},
    error::GovernanceError,
    events::DisputeVoteClosed,
    instructions::no_surplus,
    state::{Dispute, Party, VoteRecord},
};

/// Accounts of `close_dispute_vote`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseDisputeVote<'info> {
    /// The dispute.
    #[account(mut, seeds = [DISPUTE_SEED, dispute.job.as_ref()], bump = dispute.bump)]
    pub dispute: Box<Account<'info, Dispute>>,
    /// The vote.
    #[account(
        mut,
        close = rent_payer,
        seeds = [VOTE_SEED, dispute.key().as_ref(), &[record.round], record.owner.as_ref()],
        bump = record.bump,
    )]
    pub record: Box<Account<'info, VoteRecord>>,
    /// CHECK: only receives lamports; the record names it.
    #[account(mut, address = record.rent_payer @ GovernanceError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
}

impl CloseDisputeVote<'_> {
    /// Closes the record of a vote that earned nothing. Anyone, once the verdict is executed.
    ///
    /// Errors: `NotResolved`, `RewardDue`, `WrongRentPayer`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn close_dispute_vote(ctx: Context<Self>) -> Result<()> {
        let accounts = &mut *ctx.accounts;
        let record = &accounts.record;
        let reward = accounts
            .dispute
            .reward(record.round, record.weight, Party::voted(record.in_favour))?;
        require!(reward == 0, GovernanceError::RewardDue);
        accounts.dispute.close_vote()?;
        accounts.dispute.check()?;
        let record = &ctx.accounts.record;
        let event = DisputeVoteClosed {
            dispute: record.subject,
            voter: record.owner,
            round: record.round,
        };
        emit_cpi!(event);
        Ok(())
    }
}
