use crate::{
    error::JobEscrowError,
    events::{emit_by_cpi, ObjectionWaived},
    instructions::no_surplus,
    state::Job,
};
use anchor_lang::prelude::*;

#[event_cpi]
#[derive(Accounts)]
pub struct WaiveObjection<'info> {
    /// The one whose objection it is.
    pub client: Signer<'info>,
    /// The job.
    #[account(mut, has_one = client @ JobEscrowError::WrongClient)]
    pub job: Box<Account<'info, Job>>,
}

impl WaiveObjection<'_> {
    /// Lets the job settle as soon as it is proven. Errors: `WrongClient`, `JobNotProving`, `AlreadyWaived`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn waive_objection(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let job = &mut ctx.accounts.job;
        job.waive_objection()?;
        job.invariant()?;
        let event = ObjectionWaived {
            job: ctx.accounts.job.key(),
            client: ctx.accounts.client.key(),
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
