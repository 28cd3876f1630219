use anchor_lang::prelude::*;

use crate::{
    constants::{DISPUTE_SEED, LOCK_SEED, VOTE_SEED},
    error::GovernanceError,
    events::DisputeVoted,
    instructions::no_surplus,
    state::{Dispute, Party, TokenLock, VoteRecord},
};

/// Accounts of `vote_dispute`.
#[event_cpi]
#[derive(Accounts)]
pub struct VoteDispute<'info> {
    /// Holds locked tokens and is no party.
    pub owner: Signer<'info>,
    /// Pays rent, and gets it back when the record is closed.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The dispute.
    #[account(mut, seeds = [DISPUTE_SEED, dispute.job.as_ref()], bump = dispute.bump)]
    pub dispute: Box<Account<'info, Dispute>>,
    /// The voter's tokens, which stay locked until the vote is over.
    #[account(mut, seeds = [LOCK_SEED, owner.key().as_ref()], bump = lock.bump)]
    pub lock: Box<Account<'info, TokenLock>>,
    /// The vote: one for each owner and round.
    #[account(
        init,
        payer = payer,
        space = 8 + VoteRecord::INIT_SPACE,
        seeds = [VOTE_SEED, dispute.key().as_ref(), &[dispute.round()], owner.key().as_ref()],
        bump,
    )]
    pub record: Box<Account<'info, VoteRecord>>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl VoteDispute<'_> {
    /// Votes with all tokens that the owner had locked before the dispute was opened.
    ///
    /// Errors: `LockedTooLate`, `LockTooSmall`, `PartyMayNotVote`, `VotingClosed`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn vote_dispute(ctx: Context<Self>, for_client: bool) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let owner = accounts.owner.key();
        let side = Party::voted(for_client);
        let (opened_at, ends) = (accounts.dispute.opened_at, accounts.dispute.voting_ends());
        // The last second of the vote is the last in which the tokens stay.
        let free_from = ends.checked_add(1).ok_or(GovernanceError::Overflow)?;
        let weight = accounts.lock.cast(opened_at, free_from)?;
        accounts.dispute.vote(&owner, weight, side, now)?;
        accounts.record.set_inner(VoteRecord {
            bump: ctx.bumps.record,
            subject: accounts.dispute.key(),
            round: accounts.dispute.round(),
            owner,
            in_favour: for_client,
            weight,
            ends: free_from,
            rent_payer: accounts.payer.key(),
        });
        accounts.dispute.check()?;

        let dispute = &ctx.accounts.dispute;
        let event = DisputeVoted {
            dispute: dispute.key(),
            round: dispute.round(),
            voter: owner,
            side,
            weight,
            rounds: dispute.rounds,
            at: now,
        };
        emit_cpi!(event);
        Ok(())
    }
}
