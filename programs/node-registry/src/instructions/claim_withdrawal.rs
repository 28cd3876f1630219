use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    constants::{NODE_SEED, STAKE_SEED},
    error::RegistryError,
    events::WithdrawalClaimed,
    instructions::no_surplus,
    state::Node,
    transfers::Token,
};

/// Accounts of `claim_withdrawal`.
#[event_cpi]
#[derive(Accounts)]
pub struct ClaimWithdrawal<'info> {
    /// The node's owner.
    pub owner: Signer<'info>,
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
    /// Any token account of the owner.
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

impl ClaimWithdrawal<'_> {
    /// Pays out what was requested and has cooled down, less what slashes took of it meanwhile. Not while a job could
    /// still cost it.
    ///
    /// Errors: `NotOwner`, `WrongMint`, `NoWithdrawal`, `CooldownRunning`, `JobsActive`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn claim_withdrawal(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let amount = accounts.node.claim_withdrawal(now)?;
        let token = Token {
            mint: &accounts.mint,
            program: &accounts.token_program,
        };
        token.from_stake(
            &accounts.node,
            &accounts.stake_vault,
            &accounts.owner_token,
            amount,
        )?;
        accounts.stake_vault.reload()?;
        accounts.node.invariant(accounts.stake_vault.amount)?;
        emit_cpi!(WithdrawalClaimed {
            node: ctx.accounts.node.key(),
            amount,
            stake: ctx.accounts.node.stake,
        });
        Ok(())
    }
}
