use anchor_lang::prelude::*;

use crate::{
    constants::PROPOSAL_SEED, error::GovernanceError, events::ProposalWritten, instructions::no_surplus,
    state::Proposal,
};

/// Accounts of `write_proposal`.
#[event_cpi]
#[derive(Accounts)]
pub struct WriteProposal<'info> {
    /// Who drafted it.
    pub proposer: Signer<'info>,
    /// The draft.
    #[account(
        mut,
        seeds = [PROPOSAL_SEED, &proposal.number.to_le_bytes()],
        bump = proposal.bump,
        has_one = proposer @ GovernanceError::NotProposer,
    )]
    pub proposal: Box<Account<'info, Proposal>>,
}

impl WriteProposal<'_> {
    /// Adds a chunk of the instruction's data to a draft. Errors: `ProposalNotDraft`, `ChunkOutOfOrder`,
    /// `ProposalTooLarge`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn write_proposal(ctx: Context<Self>, offset: u16, bytes: Vec<u8>) -> Result<()> {
        let proposal = &mut ctx.accounts.proposal;
        proposal.write(offset, &bytes)?;
        proposal.invariant()?;
        let written = u16::try_from(proposal.data.len()).map_err(|_| GovernanceError::ProposalTooLarge)?;
        emit_cpi!(ProposalWritten {
            proposal: ctx.accounts.proposal.key(),
            written
        });
        Ok(())
    }
}
