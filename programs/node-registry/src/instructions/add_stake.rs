use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};
use governance::state::Config;

use crate::{
    constants::{NODE_SEED, STAKE_SEED},
    error::RegistryError,
    events::StakeAdded,
    instructions::no_surplus,
    state::Node,
    transfers::Token,
};

/// Accounts of `add_stake`.
#[event_cpi]
#[derive(Accounts)]
pub struct AddStake<'info> {
    /// The node's owner. Nobody else, so that nobody keeps a node from being closed with crumbs.
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
    /// Its stake.
    #[account(mut, seeds = [STAKE_SEED, node.key().as_ref()], bump = node.stake_bump)]
    pub stake_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The owner's tokens.
    #[account(
        mut,
        constraint = owner_token.owner == owner.key() @ RegistryError::NotOwner,
        constraint = owner_token.mint == mint.key() @ RegistryError::WrongMint,
    )]
    pub owner_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The CYXWIZ mint.
    #[account(address = stake_vault.mint @ RegistryError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl AddStake<'_> {
    /// Adds to the stake. What the stake has earned so far is reckoned first.
    ///
    /// Errors: `NotOwner`, `WrongMint`, `AmountZero`, `InsufficientFunds`, `NodeBanned`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn add_stake(ctx: Context<Self>, amount: u64) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        require!(
            accounts.owner_token.amount >= amount,
            RegistryError::InsufficientFunds
        );
        accounts
            .node
            .add_stake(amount, &accounts.config.params.stake, now)?;
        let token = Token {
            mint: &accounts.mint,
            program: &accounts.token_program,
        };
        let owner = accounts.owner.to_account_info();
        token.transfer(&accounts.owner_token, &accounts.stake_vault, owner, amount, &[])?;
        accounts.stake_vault.reload()?;
        accounts.node.invariant(accounts.stake_vault.amount)?;
        emit_cpi!(StakeAdded {
            node: ctx.accounts.node.key(),
            amount,
            stake: ctx.accounts.node.stake,
        });
        Ok(())
    }
}
