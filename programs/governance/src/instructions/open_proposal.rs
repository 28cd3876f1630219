use anchor_lang::prelude::*;
use anchor_spl::token_interface::Mint;

use crate::{
    constants::{CONFIG_SEED, LOCK_SEED, PROPOSAL_SEED},
    error::GovernanceError,
    events::ProposalOpened,
    instructions::no_surplus,
    state::{part_of_supply, Config, Proposal, TokenLock},
};

/// Accounts of `open_proposal`.
#[event_cpi]
#[derive(Accounts)]
pub struct OpenProposal<'info> {
    /// Who drafted it.
    pub proposer: Signer<'info>,
    /// Parameters.
    #[account(seeds = [CONFIG_SEED], bump = config.bump)]
    pub config: Box<Account<'info, Config>>,
    /// The CYXWIZ mint, whose supply counts from now on.
    #[account(address = config.cyxwiz_mint @ GovernanceError::WrongMint)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The draft.
    #[account(
        mut,
        seeds = [PROPOSAL_SEED, &proposal.number.to_le_bytes()],
        bump = proposal.bump,
        has_one = proposer @ GovernanceError::NotProposer,
    )]
    pub proposal: Box<Account<'info, Proposal>>,
    /// The proposer's tokens, which stay until voting ends.
    #[account(mut, seeds = [LOCK_SEED, proposer.key().as_ref()], bump = lock.bump)]
    pub lock: Box<Account<'info, TokenLock>>,
}

impl OpenProposal<'_> {
    /// Seals a draft and opens it to votes. Errors: `ProposalNotDraft`, `DataIncomplete`, `LockedTooLate`,
    /// `LockTooSmall`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn open_proposal(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let (supply, voting) = (accounts.mint.supply, &accounts.config.params.voting);
        accounts.proposal.open(supply, voting, now)?;
        let locked = accounts.lock.cast(now, accounts.proposal.voting_ends)?;
        require!(
            locked >= part_of_supply(supply, voting.proposal_bps)?,
            GovernanceError::LockTooSmall
        );
        accounts.proposal.invariant()?;
        let proposal = &ctx.accounts.proposal;
        emit_cpi!(ProposalOpened {
            proposal: proposal.key(),
            number: proposal.number,
            supply,
            quorum: proposal.quorum,
            voting_ends: proposal.voting_ends,
            executable_from: proposal.executable_from,
            expires_at: proposal.expires_at,
        });
        Ok(())
    }
}
