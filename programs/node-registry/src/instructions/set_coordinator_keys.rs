use anchor_lang::prelude::*;

use crate::{
    constants::COORDINATOR_SEED, error::RegistryError, events::CoordinatorKeysSet, instructions::no_surplus,
    state::Coordinator,
};

/// Accounts of `set_coordinator_keys`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetCoordinatorKeys<'info> {
    /// The coordinator's authority.
    pub authority: Signer<'info>,
    /// The coordinator.
    #[account(
        mut,
        seeds = [COORDINATOR_SEED, coordinator.authority.as_ref()],
        bump = coordinator.bump,
        has_one = authority @ RegistryError::NotCoordinator,
    )]
    pub coordinator: Box<Account<'info, Coordinator>>,
}

impl SetCoordinatorKeys<'_> {
    /// Puts these keys in the place of the present ones. Whoever rotates a key names the new one beside the old, signs
    /// with it, and leaves the old one out when the last token that it signed has expired; a leaked one at once.
    ///
    /// Errors: `NotCoordinator`, `NoTokenKey`, `TooManyTokenKeys`, `InvalidTokenKey`, `RepeatedTokenKey`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn set_coordinator_keys(ctx: Context<Self>, keys: &[Pubkey]) -> Result<()> {
        let coordinator = &mut ctx.accounts.coordinator;
        coordinator.set_keys(keys)?;
        coordinator.invariant()?;
        emit_cpi!(CoordinatorKeysSet {
            coordinator: ctx.accounts.coordinator.key(),
            keys: ctx.accounts.coordinator.keys,
        });
        Ok(())
    }
}
