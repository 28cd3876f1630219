use anchor_lang::prelude::*;
use governance::state::Config;

use crate::{
    constants::NODE_SEED, error::RegistryError, events::WithdrawalRequested, instructions::no_surplus,
    state::Node,
};

/// Accounts of `request_withdrawal`.
#[event_cpi]
#[derive(Accounts)]
pub struct RequestWithdrawal<'info> {
    /// The node's owner.
    pub owner: Signer<'info>,
    /// Parameters.
    #[account(address = governance::CONFIG_ID)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(
        mut,
        seeds = [NODE_SEED, node.owner.as_ref()],
        bump = node.bump,
        has_one = owner @ RegistryError::NotOwner,
    )]
    pub node: Box<Account<'info, Node>>,
}

impl RequestWithdrawal<'_> {
    /// Starts the cooldown of a part of the stake, or of all of it. From now on that part backs no new job and earns
    /// nothing, but is slashed with the rest.
    ///
    /// Errors: `NotOwner`, `AmountZero`, `WithdrawalPending`, `JobsActive`, `StakeLocked`, `StakeTooSmall`,
    /// `StakeBelowMinimum`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn request_withdrawal(ctx: Context<Self>, amount: u64) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let params = &ctx.accounts.config.params.stake;
        let node = &mut ctx.accounts.node;
        node.request_withdrawal(amount, params, now)?;
        node.check()?;
        emit_cpi!(WithdrawalRequested {
            node: ctx.accounts.node.key(),
            amount,
            claimable_at: ctx.accounts.node.claimable_at,
        });
        Ok(())
    }
}
