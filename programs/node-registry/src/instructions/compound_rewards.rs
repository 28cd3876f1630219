use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};
use governance::state::Config;

use crate::{
    constants::{NODE_SEED, REGISTRY_SEED, REWARDS_SEED, STAKE_SEED},
    error::RegistryError,
    events::RewardsCompounded,
    instructions::no_surplus,
    state::{Node, Registry},
    transfers::Token,
};

/// Accounts of `compound_rewards`.
#[event_cpi]
#[derive(Accounts)]
pub struct CompoundRewards<'info> {
    /// Parameters.
    #[account(address = governance::CONFIG_ID)]
    pub config: Box<Account<'info, Config>>,
    /// Counts rewards.
    #[account(mut, seeds = [REGISTRY_SEED], bump = registry.bump)]
    pub registry: Box<Account<'info, Registry>>,
    /// The node.
    #[account(mut, seeds = [NODE_SEED, node.owner.as_ref()], bump = node.bump)]
    pub node: Box<Account<'info, Node>>,
    /// Its stake.
    #[account(mut, seeds = [STAKE_SEED, node.key().as_ref()], bump = node.stake_bump)]
    pub stake_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// What rewards are paid from.
    #[account(mut, seeds = [REWARDS_SEED], bump = registry.rewards_bump)]
    pub rewards: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The CYXWIZ mint.
    #[account(address = registry.mint @ RegistryError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl CompoundRewards<'_> {
    /// Pays what the stake has earned into the stake, as far as the rewards vault holds it. The rest stays owed.
    ///
    /// Errors: `WrongMint`, `NothingToCompound`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn compound_rewards(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let params = &accounts.config.params.stake;
        let amount = accounts
            .node
            .compound_rewards(accounts.rewards.amount, params, now)?;
        accounts.registry.record_rewards(amount)?;
        let token = Token {
            mint: &accounts.mint,
            program: &accounts.token_program,
        };
        token.from_registry(
            &accounts.registry,
            &accounts.rewards,
            &accounts.stake_vault,
            amount,
        )?;
        accounts.stake_vault.reload()?;
        accounts.node.invariant(accounts.stake_vault.amount)?;
        emit_cpi!(RewardsCompounded {
            node: ctx.accounts.node.key(),
            amount,
            stake: ctx.accounts.node.stake,
            owed: ctx.accounts.node.rewards,
        });
        Ok(())
    }
}
