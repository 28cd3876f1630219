use anchor_lang::prelude::*;

use crate::{
    constants::CONFIG_SEED, error::GovernanceError, events::PauseSet, instructions::no_surplus, state::Config,
};

/// Accounts of `set_pause`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetPause<'info> {
    /// The governance authority.
    pub authority: Signer<'info>,
    /// Parameters.
    #[account(mut, seeds = [CONFIG_SEED], bump = config.bump, has_one = authority @ GovernanceError::NotAuthority)]
    pub config: Box<Account<'info, Config>>,
}

impl SetPause<'_> {
    /// Stops or allows new escrows.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn set_pause(ctx: Context<Self>, paused: bool, until: i64) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let config = &mut ctx.accounts.config;
        config.set_pause(paused, until, now)?;
        config.invariant()?;
        emit_cpi!(PauseSet {
            paused,
            until: ctx.accounts.config.paused_until
        });
        Ok(())
    }
}
