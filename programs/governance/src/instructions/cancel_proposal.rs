use anchor_lang::prelude::*;

use crate::{
    constants::PROPOSAL_SEED, error::GovernanceError, events::ProposalCancelled, instructions::no_surplus,
    state::Proposal,
};

/// Accounts of `cancel_proposal`.
#[event_cpi]
#[derive(Accounts)]
pub struct CancelProposal<'info> {
    /// Who drafted it.
    pub proposer: Signer<'info>,
    /// A draft, or a proposal that is being voted on.
    #[account(
        mut,
        seeds = [PROPOSAL_SEED, &proposal.number.to_le_bytes()],
        bump = proposal.bump,
        has_one = proposer @ GovernanceError::NotProposer,
    )]
    pub proposal: Box<Account<'info, Proposal>>,
}

impl CancelProposal<'_> {
    /// Withdraws a proposal before voting ends. Errors: `NotVoting`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn cancel_proposal(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let proposal = &mut ctx.accounts.proposal;
        proposal.cancel(now)?;
        proposal.invariant()?;
        emit_cpi!(ProposalCancelled {
            proposal: ctx.accounts.proposal.key()
        });
        Ok(())
    }
}
