use crate::{
    constants::CLOSE_BY_ANYONE_AFTER,
    error::JobEscrowError,
    events::{emit_by_cpi, JobClosed},
    instructions::no_surplus,
    state::Job,
};
use anchor_lang::prelude::*;

#[event_cpi]
#[derive(Accounts)]
pub struct CloseJob<'info> {
    /// The rent payer, or anyone 7 days after the end.
    pub closer: Signer<'info>,
    /// The job.
    #[account(mut, close = rent_payer)]
    pub job: Box<Account<'info, Job>>,
    /// CHECK: only receives lamports; the job names it.
    #[account(mut, address = job.rent_payer @ JobEscrowError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
    /// CHECK: the job's dispute, if there was one; only whether it still exists is looked at.
    #[account(address = job.dispute @ JobEscrowError::WrongDispute)]
    pub dispute: Option<UncheckedAccount<'info>>,
}

impl CloseJob<'_> {
    /// A job made again at this address could not be disputed while the old dispute is there.
    fn require_dispute_closed(&self) -> Result<()> {
        if self.job.dispute == Pubkey::default() {
            return Ok(());
        }
        let dispute = self.dispute.as_ref().ok_or(JobEscrowError::DisputeMissing)?;
        require_keys_neq!(*dispute.owner, governance::ID, JobEscrowError::DisputeNotClosed);
        Ok(())
    }

    /// Returns the rent of an ended job.
    ///
    /// Errors: `WrongRentPayer`, `JobStillOpen`, `TooEarlyToClose`, `WrongDispute`, `DisputeMissing`,
    /// `DisputeNotClosed`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn close_job(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let job = &ctx.accounts.job;
        let ended_for = job.ended_for(now)?;
        require!(
            ctx.accounts.closer.key() == job.rent_payer || ended_for > CLOSE_BY_ANYONE_AFTER,
            JobEscrowError::TooEarlyToClose
        );
        ctx.accounts.require_dispute_closed()?;
        job.invariant()?;
        let event = JobClosed {
            job: job.key(),
            rent_payer: job.rent_payer,
            rent: job.get_lamports(),
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
