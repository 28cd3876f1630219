use anchor_lang::prelude::*;

use crate::{
    constants::{CONFIG_SEED, MINT_POLICY_SEED},
    error::GovernanceError,
    events::MintDisallowed,
    instructions::no_surplus,
    state::{Config, MintPolicy},
};

/// Accounts of `disallow_mint`.
#[event_cpi]
#[derive(Accounts)]
pub struct DisallowMint<'info> {
    /// The governance authority.
    pub authority: Signer<'info>,
    /// Parameters.
    #[account(seeds = [CONFIG_SEED], bump = config.bump, has_one = authority @ GovernanceError::NotAuthority)]
    pub config: Box<Account<'info, Config>>,
    /// The permission.
    #[account(mut, seeds = [MINT_POLICY_SEED, policy.mint.as_ref()], bump = policy.bump)]
    pub policy: Box<Account<'info, MintPolicy>>,
}

impl DisallowMint<'_> {
    /// Refuses the mint to new escrows; running ones finish.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn disallow_mint(ctx: Context<Self>) -> Result<()> {
        let policy = &mut ctx.accounts.policy;
        let (mint, program) = (policy.mint, policy.token_program);
        policy.disallow()?;
        policy.invariant(&mint, &program)?;
        emit_cpi!(MintDisallowed { mint });
        Ok(())
    }
}
