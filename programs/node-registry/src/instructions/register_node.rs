use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};
use governance::state::Config;

use crate::{
    constants::{NODE_SEED, OPERATOR_SEED, REGISTRY_SEED, STAKE_SEED},
    error::RegistryError,
    events::NodeRegistered,
    instructions::no_surplus,
    state::{Node, NodeIdentity, Operator, RegisterNodeArgs, Registry},
    transfers::Token,
};

/// Accounts of `register_node`.
#[event_cpi]
#[derive(Accounts)]
pub struct RegisterNode<'info> {
    /// Wallet that will own stake and earnings.
    pub owner: Signer<'info>,
    /// Hot key of the node agent. It signs, so that nobody takes a key that is another's.
    pub operator: Signer<'info>,
    /// Pays rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Parameters.
    #[account(address = governance::CONFIG_ID)]
    pub config: Box<Account<'info, Config>>,
    /// Hands out the index.
    #[account(mut, seeds = [REGISTRY_SEED], bump = registry.bump)]
    pub registry: Box<Account<'info, Registry>>,
    /// The new account.
    #[account(init, payer = payer, space = 8 + Node::INIT_SPACE, seeds = [NODE_SEED, owner.key().as_ref()], bump)]
    pub node: Box<Account<'info, Node>>,
    /// Ties the hot key to the node: a key works for one node only.
    #[account(
        init,
        payer = payer,
        space = 8 + Operator::INIT_SPACE,
        seeds = [OPERATOR_SEED, operator.key().as_ref()],
        bump,
    )]
    pub operator_account: Box<Account<'info, Operator>>,
    /// Will hold the stake.
    #[account(
        init,
        payer = payer,
        seeds = [STAKE_SEED, node.key().as_ref()],
        bump,
        token::mint = mint,
        token::authority = node,
        token::token_program = token_program,
    )]
    pub stake_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The owner's tokens.
    #[account(
        mut,
        constraint = owner_token.owner == owner.key() @ RegistryError::NotOwner,
        constraint = owner_token.mint == mint.key() @ RegistryError::WrongMint,
    )]
    pub owner_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The CYXWIZ mint.
    #[account(address = registry.mint @ RegistryError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

impl RegisterNode<'_> {
    fn validate(&self, args: &RegisterNodeArgs, remaining: &[AccountInfo]) -> Result<()> {
        no_surplus(remaining)?;
        args.validate(&self.config.params.stake)?;
        require!(
            self.owner_token.amount >= args.stake,
            RegistryError::InsufficientFunds
        );
        Ok(())
    }

    /// Registers the node.
    #[access_control(ctx.accounts.validate(&args, ctx.remaining_accounts))]
    pub fn register_node(ctx: Context<Self>, args: RegisterNodeArgs) -> Result<()> {
        let accounts = &mut *ctx.accounts;
        let identity = NodeIdentity {
            bump: ctx.bumps.node,
            stake_bump: ctx.bumps.stake_vault,
            owner: accounts.owner.key(),
            operator: accounts.operator.key(),
            rent_payer: accounts.payer.key(),
            index: accounts.registry.next_index()?,
        };
        let now = Clock::get()?.unix_timestamp;
        let node = Node::new(identity, &args, &accounts.config.params.stake, now)?;
        accounts.node.set_inner(node);
        accounts.operator_account.set_inner(Operator {
            bump: ctx.bumps.operator_account,
            node: accounts.node.key(),
            rent_payer: identity.rent_payer,
        });
        let token = Token {
            mint: &accounts.mint,
            program: &accounts.token_program,
        };
        let owner = accounts.owner.to_account_info();
        token.transfer(
            &accounts.owner_token,
            &accounts.stake_vault,
            owner,
            args.stake,
            &[],
        )?;
        accounts.stake_vault.reload()?;
        accounts.node.invariant(accounts.stake_vault.amount)?;
        emit_cpi!(NodeRegistered {
            node: ctx.accounts.node.key(),
            owner: identity.owner,
            operator: identity.operator,
            index: identity.index,
            stake: args.stake,
            locked_until: ctx.accounts.node.locked_until,
        });
        Ok(())
    }
}
