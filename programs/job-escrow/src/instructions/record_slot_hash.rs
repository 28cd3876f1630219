use crate::{
    error::JobEscrowError,
    events::{emit_by_cpi, AuditSlotMoved, AuditSlotRecorded},
    exact::{first_from, Lookup, Sysvar},
    instructions::no_surplus,
    state::{Audit, Job},
};
use anchor_lang::prelude::*;

#[event_cpi]
#[derive(Accounts)]
pub struct RecordSlotHash<'info> {
    /// The job.
    #[account(mut)]
    pub job: Box<Account<'info, Job>>,
    /// Its audit.
    #[account(mut, has_one = job @ JobEscrowError::WrongAudit)]
    pub audit: Box<Account<'info, Audit>>,
}

impl RecordSlotHash<'_> {
    /// Keeps the hash of the first block from the challenge slot on. The chain remembers it for 512 blocks; after that
    /// the slot moves, once.
    ///
    /// Errors: those of `Job::require_auditable`, `WrongAudit`, and those of `Audit::record`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn record_slot_hash(ctx: Context<Self>) -> Result<()> {
        let clock = Clock::get()?;
        let now = clock.unix_timestamp;
        let (job, audit) = (&mut ctx.accounts.job, &mut ctx.accounts.audit);
        job.require_auditable(now)?;
        let missed = audit.challenge_slot;
        let lookup = first_from(missed, &Sysvar)?;
        audit.record(&lookup, clock.slot, now)?;
        job.leave_time_to_reveal_and_prove(now);
        audit.invariant()?;
        job.invariant()?;

        let (job, audit) = (&ctx.accounts.job, &ctx.accounts.audit);
        let (key, deadline) = (job.key(), job.deadline);
        let authority = &ctx.accounts.event_authority;
        match lookup {
            Lookup::Found(found) => emit_by_cpi(
                &AuditSlotRecorded {
                    job: key,
                    slot: found.slot,
                    hash: found.hash,
                    deadline,
                    at: now,
                },
                authority,
            ),
            _ => emit_by_cpi(
                &AuditSlotMoved {
                    job: key,
                    missed,
                    challenge_slot: audit.challenge_slot,
                    deadline,
                    at: now,
                },
                authority,
            ),
        }
    }
}
