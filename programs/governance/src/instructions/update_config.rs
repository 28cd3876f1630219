use anchor_lang::prelude::*;

use crate::{
    constants::CONFIG_SEED,
    error::GovernanceError,
    events::ConfigUpdated,
    instructions::no_surplus,
    state::{Config, ConfigParams},
};

/// Accounts of `update_config`.
#[event_cpi]
#[derive(Accounts)]
pub struct UpdateConfig<'info> {
    /// The governance authority.
    pub authority: Signer<'info>,
    /// Parameters.
    #[account(mut, seeds = [CONFIG_SEED], bump = config.bump, has_one = authority @ GovernanceError::NotAuthority)]
    pub config: Box<Account<'info, Config>>,
}

impl UpdateConfig<'_> {
    /// Replaces every parameter.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn update_config(
        ctx: Context<Self>,
        params: ConfigParams,
        allow_development_keys: bool,
    ) -> Result<()> {
        let config = &mut ctx.accounts.config;
        config.update(params, allow_development_keys)?;
        config.invariant()?;
        emit_cpi!(ConfigUpdated {
            allow_development_keys,
            params
        });
        Ok(())
    }
}
