use anchor_lang::prelude::*;

use crate::{
    constants::COORDINATOR_SEED,
    error::RegistryError,
    events::CoordinatorClosed,
    instructions::{no_surplus, rent_receiver},
    state::Coordinator,
};

/// Accounts of `close_coordinator`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseCoordinator<'info> {
    /// The coordinator's authority. Gets the rent that its payer cannot be given.
    #[account(mut)]
    pub authority: Signer<'info>,
    /// The coordinator.
    #[account(
        mut,
        seeds = [COORDINATOR_SEED, coordinator.authority.as_ref()],
        bump = coordinator.bump,
        has_one = authority @ RegistryError::NotCoordinator,
    )]
    pub coordinator: Box<Account<'info, Coordinator>>,
    /// CHECK: only receives the rent of the account, which names it.
    #[account(mut, address = coordinator.rent_payer @ RegistryError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
}

impl CloseCoordinator<'_> {
    /// Closes the account; its rent goes back to who paid it. No node takes the coordinator's tokens any more.
    ///
    /// Errors: `NotCoordinator`, `WrongRentPayer`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn close_coordinator(ctx: Context<Self>) -> Result<()> {
        let authority = ctx.accounts.authority.key();
        emit_cpi!(CoordinatorClosed {
            coordinator: ctx.accounts.coordinator.key(),
            authority,
        });
        // After the last call, because it moves lamports without one.
        let rent = rent_receiver(&ctx.accounts.rent_payer, &ctx.accounts.authority);
        ctx.accounts.coordinator.close(rent)
    }
}
