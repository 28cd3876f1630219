use anchor_lang::prelude::*;

use crate::{constants::CONFIG_SEED, events::PauseApproved, instructions::no_surplus, state::Config};

/// Accounts of `approve_pause`.
#[event_cpi]
#[derive(Accounts)]
pub struct ApprovePause<'info> {
    /// One of the guardians that `Config` names.
    pub guardian: Signer<'info>,
    /// Parameters.
    #[account(mut, seeds = [CONFIG_SEED], bump = config.bump)]
    pub config: Box<Account<'info, Config>>,
}

impl ApprovePause<'_> {
    /// Approves a pause, and begins it when enough guardians have. Errors: `NotGuardian`, `AlreadyPaused`,
    /// `AlreadyApproved`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn approve_pause(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let guardian = ctx.accounts.guardian.key();
        let config = &mut ctx.accounts.config;
        let approvals = config.approve_pause(&guardian, now)?;
        config.invariant()?;
        let paused_until = if config.is_paused(now) {
            config.paused_until
        } else {
            0
        };
        emit_cpi!(PauseApproved {
            guardian,
            approvals,
            paused_until
        });
        Ok(())
    }
}
