use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};
use governance::state::Config;

use crate::{
    constants::{NODE_SEED, OPERATOR_SEED, STAKE_SEED},
    error::RegistryError,
    events::NodeClosed,
    instructions::{no_surplus, rent_receiver},
    state::{Node, Operator},
    transfers::Token,
};

/// Accounts of `close_node`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseNode<'info> {
    /// The node's owner. Gets the rent that its payer cannot be given.
    #[account(mut)]
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
    /// Ties its hot key to it.
    #[account(
        mut,
        seeds = [OPERATOR_SEED, node.operator.as_ref()],
        bump = operator_account.bump,
        constraint = operator_account.node == node.key() @ RegistryError::WrongOperatorAccount,
    )]
    pub operator_account: Box<Account<'info, Operator>>,
    /// Held its stake; gifts to it are left.
    #[account(mut, seeds = [STAKE_SEED, node.key().as_ref()], bump = node.stake_bump)]
    pub stake_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Any token account of the owner; gets the gifts.
    #[account(
        mut,
        constraint = owner_token.owner == owner.key() @ RegistryError::NotOwner,
        constraint = owner_token.mint == mint.key() @ RegistryError::WrongMint,
    )]
    pub owner_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// CHECK: only receives the rent of node and vault; the node names it.
    #[account(mut, address = node.rent_payer @ RegistryError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
    /// CHECK: only receives the rent of the operator account, which names it. Mostly the same as `rent_payer`.
    #[account(mut, address = operator_account.rent_payer @ RegistryError::WrongRentPayer)]
    pub operator_rent_payer: UncheckedAccount<'info>,
    /// The CYXWIZ mint.
    #[account(address = stake_vault.mint @ RegistryError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl CloseNode<'_> {
    /// Closes a node whose stake is withdrawn, with its vault and its operator account. Rents go back to who paid
    /// them, gifts to the owner. A banned node stays for good, a suspended one for its time, so that nobody escapes
    /// by registering anew. Rewards that are owed still are given up: compound them first.
    ///
    /// Errors: the account names, `NodeBanned`, `JobsActive`, `StakeLeft`, `NodeSuspended`, `RecentFailure`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn close_node(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &*ctx.accounts;
        accounts
            .node
            .require_closable(&accounts.config.params.stake, now)?;
        accounts.node.invariant(accounts.stake_vault.amount)?;
        let rent = rent_receiver(&accounts.rent_payer, &accounts.owner);
        let operator_rent = rent_receiver(&accounts.operator_rent_payer, &accounts.owner);
        let token = Token {
            mint: &accounts.mint,
            program: &accounts.token_program,
        };
        let gifts = accounts.stake_vault.amount;
        token.from_stake(
            &accounts.node,
            &accounts.stake_vault,
            &accounts.owner_token,
            gifts,
        )?;
        token.close_stake(&accounts.node, &accounts.stake_vault, rent.clone())?;
        emit_cpi!(NodeClosed {
            node: ctx.accounts.node.key(),
            owner: ctx.accounts.node.owner,
            index: ctx.accounts.node.index,
            gifts,
            forgone: ctx.accounts.node.rewards,
        });
        // After the last call: the runtime compares lamports at each, and these two move them without one.
        ctx.accounts.operator_account.close(operator_rent)?;
        ctx.accounts.node.close(rent)
    }
}
