use anchor_lang::prelude::*;

use crate::{
    constants::PROPOSAL_SEED, error::GovernanceError, events::ProposalClosed, instructions::no_surplus,
    state::Proposal,
};

/// Accounts of `close_proposal`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseProposal<'info> {
    /// A proposal that was executed, cancelled or defeated, or that expired.
    #[account(
        mut,
        close = rent_payer,
        seeds = [PROPOSAL_SEED, &proposal.number.to_le_bytes()],
        bump = proposal.bump,
    )]
    pub proposal: Box<Account<'info, Proposal>>,
    /// CHECK: only receives lamports; the proposal names it.
    #[account(mut, address = proposal.rent_payer @ GovernanceError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
}

impl CloseProposal<'_> {
    /// Returns a proposal's rent once nothing can happen to it. Errors: `ProposalNotOver`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn close_proposal(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let proposal = &ctx.accounts.proposal;
        require!(proposal.is_over(now), GovernanceError::ProposalNotOver);
        proposal.invariant()?;
        let number = proposal.number;
        emit_cpi!(ProposalClosed {
            proposal: ctx.accounts.proposal.key(),
            number
        });
        Ok(())
    }
}
