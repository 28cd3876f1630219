use anchor_lang::prelude::*;

use crate::{
    constants::{CONFIG_SEED, VERIFYING_KEY_SEED},
    error::GovernanceError,
    events::VerifyingKeyAdded,
    instructions::no_surplus,
    state::{development_allowed, Config, KeyPoints, VerifyingKey},
};

/// Accounts of `add_verifying_key`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(circuit: u16, key_version: u16, development: bool, public_inputs: u8)]
pub struct AddVerifyingKey<'info> {
    /// Pays rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The governance authority.
    pub authority: Signer<'info>,
    /// Parameters.
    #[account(seeds = [CONFIG_SEED], bump = config.bump, has_one = authority @ GovernanceError::NotAuthority)]
    pub config: Box<Account<'info, Config>>,
    /// The new account. Keys are never overwritten: a changed key is a new version.
    #[account(
        init,
        payer = payer,
        space = VerifyingKey::space(public_inputs),
        seeds = [VERIFYING_KEY_SEED, &circuit.to_le_bytes(), &key_version.to_le_bytes()],
        bump,
    )]
    pub verifying_key: Box<Account<'info, VerifyingKey>>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl AddVerifyingKey<'_> {
    fn validate(&self, development: bool, remaining: &[AccountInfo]) -> Result<()> {
        no_surplus(remaining)?;
        require!(
            !development || development_allowed(&self.config),
            GovernanceError::DevelopmentKeysRefused
        );
        Ok(())
    }

    /// Adds a verifying key.
    #[access_control(ctx.accounts.validate(development, ctx.remaining_accounts))]
    pub fn add_verifying_key(
        ctx: Context<Self>,
        circuit: u16,
        key_version: u16,
        development: bool,
        public_inputs: u8,
        steps: u8,
        points: KeyPoints,
    ) -> Result<()> {
        let bump = ctx.bumps.verifying_key;
        let key = VerifyingKey::new(
            bump,
            circuit,
            key_version,
            development,
            public_inputs,
            steps,
            points,
        )?;
        key.invariant()?;
        ctx.accounts.verifying_key.set_inner(key);
        let verifying_key = ctx.accounts.verifying_key.key();
        emit_cpi!(VerifyingKeyAdded {
            verifying_key,
            circuit,
            key_version,
            development,
            steps,
        });
        Ok(())
    }
}
