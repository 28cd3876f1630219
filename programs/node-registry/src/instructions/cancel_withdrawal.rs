use anchor_lang::prelude::*;
use governance::state::Config;

use crate::{
    constants::NODE_SEED, error::RegistryError, events::WithdrawalCancelled, instructions::no_surplus,
    state::Node,
};

/// Accounts of `cancel_withdrawal`.
#[event_cpi]
#[derive(Accounts)]
pub struct CancelWithdrawal<'info> {
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

impl CancelWithdrawal<'_> {
    /// Puts what was being withdrawn back to work. It earns again from now on.
    ///
    /// Errors: `NotOwner`, `NoWithdrawal`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn cancel_withdrawal(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let params = &ctx.accounts.config.params.stake;
        let node = &mut ctx.accounts.node;
        let amount = node.cancel_withdrawal(params, now)?;
        node.check()?;
        emit_cpi!(WithdrawalCancelled {
            node: ctx.accounts.node.key(),
            amount,
        });
        Ok(())
    }
}
