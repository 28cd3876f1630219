use anchor_lang::prelude::*;

use crate::{
    constants::{CONFIG_SEED, GUARDIANS},
    error::GovernanceError,
    events::GuardiansSet,
    instructions::no_surplus,
    state::Config,
};

/// Accounts of `set_guardians`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetGuardians<'info> {
    /// The governance authority.
    pub authority: Signer<'info>,
    /// Parameters.
    #[account(mut, seeds = [CONFIG_SEED], bump = config.bump, has_one = authority @ GovernanceError::NotAuthority)]
    pub config: Box<Account<'info, Config>>,
}

impl SetGuardians<'_> {
    /// Replaces the guardians.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn set_guardians(ctx: Context<Self>, guardians: [Pubkey; GUARDIANS], threshold: u8) -> Result<()> {
        let config = &mut ctx.accounts.config;
        config.set_guardians(guardians, threshold)?;
        config.invariant()?;
        emit_cpi!(GuardiansSet { guardians, threshold });
        Ok(())
    }
}
