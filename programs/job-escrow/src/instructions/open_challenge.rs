use crate::{
    error::JobEscrowError,
    events::{emit_by_cpi, ChallengeOpened},
    instructions::no_surplus,
    state::{Audit, Job},
};
use anchor_lang::prelude::*;

#[event_cpi]
#[derive(Accounts)]
pub struct OpenChallenge<'info> {
    /// The job.
    #[account(mut)]
    pub job: Box<Account<'info, Job>>,
    /// Its audit.
    #[account(mut, has_one = job @ JobEscrowError::WrongAudit)]
    pub audit: Box<Account<'info, Audit>>,
}

impl OpenChallenge<'_> {
    /// Chooses the audits, from the recorded hash and the client's nonce. Whoever knows the nonce may reveal it; without
    /// it the challenge opens once the client had its time.
    ///
    /// Errors: those of `Job::require_auditable`, `WrongAudit`, and those of `Audit::open`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn open_challenge(ctx: Context<Self>, nonce: Option<[u8; 32]>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let (job, audit) = (&mut ctx.accounts.job, &mut ctx.accounts.audit);
        job.require_auditable(now)?;
        audit.open(
            nonce.as_ref(),
            &job.client_nonce_hash,
            job.terms.reveal_window,
            now,
        )?;
        job.leave_time_to_prove(now);
        audit.invariant()?;
        job.invariant()?;

        let (job, audit) = (&ctx.accounts.job, &ctx.accounts.audit);
        let event = ChallengeOpened {
            job: job.key(),
            slot: audit.slot,
            slot_hash: audit.slot_hash,
            nonce,
            challenge: audit.challenge,
            audits: audit.audits,
            deadline: job.deadline,
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
