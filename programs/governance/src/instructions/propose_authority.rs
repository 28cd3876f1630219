use anchor_lang::prelude::*;

use crate::{
    constants::CONFIG_SEED, error::GovernanceError, events::AuthorityProposed, instructions::no_surplus,
    state::Config,
};

/// Accounts of `propose_authority`.
#[event_cpi]
#[derive(Accounts)]
pub struct ProposeAuthority<'info> {
    /// The governance authority.
    pub authority: Signer<'info>,
    /// Parameters.
    #[account(mut, seeds = [CONFIG_SEED], bump = config.bump, has_one = authority @ GovernanceError::NotAuthority)]
    pub config: Box<Account<'info, Config>>,
}

impl ProposeAuthority<'_> {
    /// Names who may take over, or withdraws that.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn propose_authority(ctx: Context<Self>, next: Option<Pubkey>) -> Result<()> {
        let config = &mut ctx.accounts.config;
        config.propose_authority(next)?;
        config.invariant()?;
        emit_cpi!(AuthorityProposed {
            authority: ctx.accounts.config.authority,
            pending: next
        });
        Ok(())
    }
}
