use anchor_lang::prelude::*;

use crate::{constants::CONFIG_SEED, events::AuthorityAccepted, instructions::no_surplus, state::Config};

/// Accounts of `accept_authority`.
#[event_cpi]
#[derive(Accounts)]
pub struct AcceptAuthority<'info> {
    /// The key that was proposed.
    pub pending_authority: Signer<'info>,
    /// Parameters.
    #[account(mut, seeds = [CONFIG_SEED], bump = config.bump)]
    pub config: Box<Account<'info, Config>>,
}

impl AcceptAuthority<'_> {
    /// Takes over as authority.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn accept_authority(ctx: Context<Self>) -> Result<()> {
        let authority = ctx.accounts.pending_authority.key();
        let config = &mut ctx.accounts.config;
        let previous = config.authority;
        config.accept_authority(authority)?;
        config.invariant()?;
        emit_cpi!(AuthorityAccepted { previous, authority });
        Ok(())
    }
}
