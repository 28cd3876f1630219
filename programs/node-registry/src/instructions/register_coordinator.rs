use anchor_lang::prelude::*;

use crate::{
    constants::COORDINATOR_SEED, events::CoordinatorRegistered, instructions::no_surplus, state::Coordinator,
};

/// Accounts of `register_coordinator`.
#[event_cpi]
#[derive(Accounts)]
pub struct RegisterCoordinator<'info> {
    /// Who may change the keys from now on.
    pub authority: Signer<'info>,
    /// Pays rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The new account.
    #[account(
        init,
        payer = payer,
        space = 8 + Coordinator::INIT_SPACE,
        seeds = [COORDINATOR_SEED, authority.key().as_ref()],
        bump,
    )]
    pub coordinator: Box<Account<'info, Coordinator>>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl RegisterCoordinator<'_> {
    /// Registers the coordinator with its keys.
    ///
    /// Errors: `NoTokenKey`, `TooManyTokenKeys`, `InvalidTokenKey`, `RepeatedTokenKey`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn register_coordinator(ctx: Context<Self>, keys: &[Pubkey]) -> Result<()> {
        let accounts = &mut *ctx.accounts;
        let authority = accounts.authority.key();
        let coordinator = Coordinator::new(ctx.bumps.coordinator, authority, accounts.payer.key(), keys)?;
        accounts.coordinator.set_inner(coordinator);
        accounts.coordinator.invariant()?;
        emit_cpi!(CoordinatorRegistered {
            coordinator: ctx.accounts.coordinator.key(),
            authority,
            keys: ctx.accounts.coordinator.keys,
        });
        Ok(())
    }
}
