use crate::{
    constants::CLOSE_BY_ANYONE_AFTER,
    error::JobEscrowError,
    events::{emit_by_cpi, JobClosed},
    instructions::no_surplus,
    state::{Audit, Job},
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
    /// The job's audit, if there was one.
    #[account(mut, has_one = job @ JobEscrowError::WrongAudit)]
    pub audit: Option<Box<Account<'info, Audit>>>,
    /// CHECK: only receives lamports; the audit names it. May be the job's rent payer.
    #[account(mut, dup)]
    pub audit_rent_payer: Option<UncheckedAccount<'info>>,
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

    /// Closes the audit with its job, so that a job made again at this address can have one. Returns who gets its rent,
    /// and how much.
    fn close_audit(&self) -> Result<(Pubkey, u64)> {
        if !self.job.steps_anchored {
            return Ok((Pubkey::default(), 0));
        }
        let (Some(audit), Some(payer)) = (&self.audit, &self.audit_rent_payer) else {
            return err!(JobEscrowError::AuditMissing);
        };
        require_keys_eq!(*payer.key, audit.rent_payer, JobEscrowError::WrongRentPayer);
        let rent = audit.get_lamports();
        audit.close(payer.to_account_info())?;
        Ok((audit.rent_payer, rent))
    }

    /// Returns the rent of an ended job, and that of its audit.
    ///
    /// Errors: `WrongRentPayer`, `JobStillOpen`, `TooEarlyToClose`, `WrongDispute`, `DisputeMissing`,
    /// `DisputeNotClosed`, `WrongAudit`, `AuditMissing`.
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
        let (audit_rent_payer, audit_rent) = ctx.accounts.close_audit()?;
        let event = JobClosed {
            job: job.key(),
            rent_payer: job.rent_payer,
            rent: job.get_lamports(),
            audit_rent_payer,
            audit_rent,
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
