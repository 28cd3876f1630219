use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};
use governance::{state::Config, FUND_SEED, ID as GOVERNANCE_ID};

use crate::{
    constants::{ESCROW_AUTHORITY, NODE_SEED, REGISTRY_SEED, STAKE_SEED, TREASURY_SEED},
    error::RegistryError,
    events::NodeLostDispute,
    instructions::no_surplus,
    state::{Node, Registry},
    transfers::Token,
};

/// Accounts of `lose_dispute`.
#[event_cpi]
#[derive(Accounts)]
pub struct LoseDispute<'info> {
    /// job-escrow's authority account.
    #[account(address = ESCROW_AUTHORITY @ RegistryError::NotJobEscrow)]
    pub escrow_authority: Signer<'info>,
    /// Parameters.
    #[account(address = governance::CONFIG_ID)]
    pub config: Box<Account<'info, Config>>,
    /// Counts slashed tokens.
    #[account(mut, seeds = [REGISTRY_SEED], bump = registry.bump)]
    pub registry: Box<Account<'info, Registry>>,
    /// The node that lost.
    #[account(mut, seeds = [NODE_SEED, node.owner.as_ref()], bump = node.bump)]
    pub node: Box<Account<'info, Node>>,
    /// Its stake.
    #[account(mut, seeds = [STAKE_SEED, node.key().as_ref()], bump = node.stake_bump)]
    pub stake_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The client's share; job-escrow says whose account it is.
    #[account(mut, constraint = client_token.mint == registry.mint @ RegistryError::WrongTokenAccount)]
    pub client_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Governance's treasury in CYXWIZ, which gets the rest. Anyone makes it, with init_fund.
    #[account(
        mut,
        seeds = [FUND_SEED, cyxwiz_mint.key().as_ref(), TREASURY_SEED],
        bump,
        seeds::program = GOVERNANCE_ID,
    )]
    pub treasury: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The CYXWIZ mint.
    #[account(address = registry.mint @ RegistryError::WrongMint, mint::token_program = token_program)]
    pub cyxwiz_mint: Box<InterfaceAccount<'info, Mint>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl LoseDispute<'_> {
    /// Lets go of a job whose dispute the node lost: half its stake (as Config says) is divided between client and
    /// treasury, and the node is banned.
    ///
    /// Errors: `NotJobEscrow`, `NoActiveJob`, `WrongTokenAccount`, `WrongMint`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn lose_dispute(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let stake_before = accounts.node.stake;
        let forfeit = accounts.node.lose_dispute(&accounts.config.params.stake, now)?;
        accounts.registry.record_dispute(forfeit.amount)?;
        let token = Token {
            mint: &accounts.cyxwiz_mint,
            program: &accounts.token_program,
        };
        let (node, vault) = (&accounts.node, &accounts.stake_vault);
        token.from_stake(node, vault, &accounts.client_token, forfeit.split.client)?;
        token.from_stake(node, vault, &accounts.treasury, forfeit.split.treasury)?;
        accounts.stake_vault.reload()?;
        accounts.node.invariant(accounts.stake_vault.amount)?;
        emit_cpi!(NodeLostDispute {
            node: ctx.accounts.node.key(),
            active_jobs: ctx.accounts.node.active_jobs,
            stake_before,
            amount: forfeit.amount,
            to_client: forfeit.split.client,
            to_treasury: forfeit.split.treasury,
        });
        Ok(())
    }
}
