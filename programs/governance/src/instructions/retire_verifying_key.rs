use anchor_lang::prelude::*;

use crate::{
    constants::{CONFIG_SEED, VERIFYING_KEY_SEED},
    error::GovernanceError,
    events::VerifyingKeyRetired,
    instructions::no_surplus,
    state::{Config, VerifyingKey},
};

/// Accounts of `retire_verifying_key`.
#[event_cpi]
#[derive(Accounts)]
pub struct RetireVerifyingKey<'info> {
    /// The governance authority.
    pub authority: Signer<'info>,
    /// Parameters.
    #[account(seeds = [CONFIG_SEED], bump = config.bump, has_one = authority @ GovernanceError::NotAuthority)]
    pub config: Box<Account<'info, Config>>,
    /// The key.
    #[account(
        mut,
        seeds = [
            VERIFYING_KEY_SEED,
            &verifying_key.circuit.to_le_bytes(),
            &verifying_key.key_version.to_le_bytes(),
        ],
        bump = verifying_key.bump,
    )]
    pub verifying_key: Box<Account<'info, VerifyingKey>>,
}

impl RetireVerifyingKey<'_> {
    /// Refuses the key to new jobs.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn retire_verifying_key(ctx: Context<Self>) -> Result<()> {
        let key = &mut ctx.accounts.verifying_key;
        key.retire()?;
        key.invariant()?;
        let (circuit, key_version) = (key.circuit, key.key_version);
        emit_cpi!(VerifyingKeyRetired {
            verifying_key: ctx.accounts.verifying_key.key(),
            circuit,
            key_version,
        });
        Ok(())
    }
}
