use crate::{
    error::JobEscrowError,
    events::{emit_by_cpi, AuditProven},
    instructions::no_surplus,
    state::{Audit, Job},
};
use anchor_lang::prelude::*;
use governance::VerifyingKey;

#[event_cpi]
#[derive(Accounts)]
pub struct ProveAudit<'info> {
    /// The job.
    #[account(mut)]
    pub job: Box<Account<'info, Job>>,
    /// Its audit.
    #[account(mut, has_one = job @ JobEscrowError::WrongAudit)]
    pub audit: Box<Account<'info, Audit>>,
    /// The key that the job's exact terms name. A key retired since then still serves it.
    #[account(address = audit.step_key @ JobEscrowError::WrongVerifyingKey)]
    pub step_key: Box<Account<'info, VerifyingKey>>,
}

impl ProveAudit<'_> {
    /// Verifies the proof of one audited segment. Its one public input is worked out here, from job, audit and schedule.
    ///
    /// Errors: those of `Job::require_auditable`, `WrongAudit`, `WrongVerifyingKey`, those of `Audit::require_wanted`,
    /// `AuditProofInvalid`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn prove_audit(
        ctx: Context<Self>,
        index: u8,
        proof_a: [u8; 64],
        proof_b: [u8; 128],
        proof_c: [u8; 64],
    ) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let (job, audit) = (&mut ctx.accounts.job, &mut ctx.accounts.audit);
        job.require_auditable(now)?;
        audit.require_wanted(index)?;
        let segment = audit.segment(index)?;
        let statement = audit.statement(job, segment)?;
        let holds = ctx
            .accounts
            .step_key
            .verify(&proof_a, &proof_b, &proof_c, &[statement])?;
        require!(holds, JobEscrowError::AuditProofInvalid);

        audit.prove(index)?;
        job.pass_audit(now)?;
        audit.invariant()?;
        job.invariant()?;

        let (job, audit) = (&ctx.accounts.job, &ctx.accounts.audit);
        let event = AuditProven {
            job: job.key(),
            index,
            segment,
            segments: audit.segments,
            steps: audit.steps,
            statement,
            proven: job.audits_proven,
            audits: audit.audits,
            development_key: job.development_key,
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
