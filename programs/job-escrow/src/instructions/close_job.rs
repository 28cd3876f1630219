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
}

impl CloseJob<'_> {
    /// Returns the rent of an ended job. Errors: `WrongRentPayer`, `JobStillOpen`, `TooEarlyToClose`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn close_job(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let job = &ctx.accounts.job;
        let ended_for = job.ended_for(now)?;
        require!(
            ctx.accounts.closer.key() == job.rent_payer || ended_for > CLOSE_BY_ANYONE_AFTER,
            JobEscrowError::TooEarlyToClose
        );
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
