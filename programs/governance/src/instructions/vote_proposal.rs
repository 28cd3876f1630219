use anchor_lang::prelude::*;

use crate::{
    constants::{LOCK_SEED, PROPOSAL_SEED, VOTE_SEED},
    events::ProposalVoted,
    instructions::no_surplus,
    state::{Proposal, TokenLock, VoteRecord, PROPOSAL_ROUND},
};

/// Accounts of `vote_proposal`.
#[event_cpi]
#[derive(Accounts)]
pub struct VoteProposal<'info> {
    /// Pays rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Who votes.
    pub owner: Signer<'info>,
    /// The proposal.
    #[account(mut, seeds = [PROPOSAL_SEED, &proposal.number.to_le_bytes()], bump = proposal.bump)]
    pub proposal: Box<Account<'info, Proposal>>,
    /// The voter's tokens, which stay until voting ends.
    #[account(mut, seeds = [LOCK_SEED, owner.key().as_ref()], bump = lock.bump)]
    pub lock: Box<Account<'info, TokenLock>>,
    /// That they have voted; there can be only one.
    #[account(
        init,
        payer = payer,
        space = 8 + VoteRecord::INIT_SPACE,
        seeds = [VOTE_SEED, proposal.key().as_ref(), &PROPOSAL_ROUND.to_le_bytes(), owner.key().as_ref()],
        bump,
    )]
    pub vote: Box<Account<'info, VoteRecord>>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl VoteProposal<'_> {
    /// Votes with every locked token. Errors: `NotVoting`, `LockedTooLate`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn vote_proposal(ctx: Context<Self>, in_favour: bool) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let (owner, subject) = (accounts.owner.key(), accounts.proposal.key());
        let (opened, ends) = (accounts.proposal.opened_at, accounts.proposal.voting_ends);
        // A draft was opened at 0, before any lock: the proposal refuses the vote, not the lock.
        accounts.proposal.vote(in_favour, accounts.lock.amount, now)?;
        let weight = accounts.lock.cast(opened, ends)?;
        accounts.vote.set_inner(VoteRecord {
            bump: ctx.bumps.vote,
            subject,
            round: PROPOSAL_ROUND,
            owner,
            in_favour,
            weight,
            ends,
            rent_payer: accounts.payer.key(),
        });
        accounts.proposal.invariant()?;
        emit_cpi!(ProposalVoted {
            proposal: subject,
            owner,
            in_favour,
            weight
        });
        Ok(())
    }
}
