use anchor_lang::prelude::*;

use crate::{
    constants::{DISPUTE_SEED, ESCROW_AUTHORITY},
    error::GovernanceError,
    events::VerdictExecuted,
    instructions::no_surplus,
    state::Dispute,
};

/// Accounts of `execute_verdict`.
#[event_cpi]
#[derive(Accounts)]
pub struct ExecuteVerdict<'info> {
    /// job-escrow's authority account.
    #[account(address = ESCROW_AUTHORITY @ GovernanceError::NotJobEscrow)]
    pub escrow_authority: Signer<'info>,
    /// The dispute.
    #[account(mut, seeds = [DISPUTE_SEED, dispute.job.as_ref()], bump = dispute.bump)]
    pub dispute: Box<Account<'info, Dispute>>,
}

impl ExecuteVerdict<'_> {
    /// Notes that job-escrow executes the verdict.
    ///
    /// Errors: `NotJobEscrow`, `VerdictNotFinal`, `AlreadyResolved`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn execute_verdict(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let dispute = &mut ctx.accounts.dispute;
        let verdict = dispute.resolve(now)?;
        dispute.check()?;
        let dispute = &ctx.accounts.dispute;
        let event = VerdictExecuted {
            dispute: dispute.key(),
            job: dispute.job,
            verdict,
            rounds: dispute.rounds,
            at: now,
        };
        emit_cpi!(event);
        Ok(())
    }
}
