use anchor_lang::prelude::*;

use crate::{
    constants::DISPUTE_SEED, error::GovernanceError, events::DisputeClosed, instructions::no_surplus,
    state::Dispute,
};

/// Accounts of `close_dispute`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseDispute<'info> {
    /// The dispute.
    #[account(
        mut,
        close = rent_payer,
        seeds = [DISPUTE_SEED, dispute.job.as_ref()],
        bump = dispute.bump,
    )]
    pub dispute: Box<Account<'info, Dispute>>,
    /// CHECK: only receives lamports; the dispute names it.
    #[account(mut, address = dispute.rent_payer @ GovernanceError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
}

impl CloseDispute<'_> {
    /// Closes a dispute of which nothing is left: bonds released, every vote's record closed. Anyone.
    ///
    /// Errors: `WrongRentPayer`, `BondsNotReleased`, `VotesOpen`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn close_dispute(ctx: Context<Self>) -> Result<()> {
        let dispute = &ctx.accounts.dispute;
        dispute.require_closable()?;
        let event = DisputeClosed {
            dispute: dispute.key(),
            job: dispute.job,
            rent_payer: dispute.rent_payer,
        };
        emit_cpi!(event);
        Ok(())
    }
}
