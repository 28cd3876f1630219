use crate::{
    error::JobEscrowError,
    events::{emit_by_cpi, MilestonePaid},
    instructions::no_surplus,
    payout::{info, Vault},
    state::Job,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

#[event_cpi]
#[derive(Accounts)]
pub struct ClaimProgress<'info> {
    /// The job.
    #[account(mut)]
    pub job: Box<Account<'info, Job>>,
    /// Holds what is left of the price.
    #[account(mut, address = job.vault @ JobEscrowError::WrongVault)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Mint of the price.
    #[account(address = job.mint @ JobEscrowError::WrongMint)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// Any token account of the node's owner.
    #[account(
        mut,
        constraint = node_token.owner == job.node_owner && node_token.mint == job.mint
            @ JobEscrowError::WrongTokenAccount,
    )]
    pub node_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Gets the platform's fee.
    #[account(mut, address = job.fee_vault @ JobEscrowError::WrongFeeVault)]
    pub fee_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Owns mint and vault.
    #[account(constraint = token_program.key() == *vault.to_account_info().owner @ JobEscrowError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
}

impl ClaimProgress<'_> {
    /// Pays node and fee for proven checkpoints whose objection window is over. The job goes on.
    ///
    /// Errors: the account names, those of `Job::claim`, `VaultShort`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn claim_progress(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let payout = accounts.job.claim(now)?;
        let left = accounts.job.stage()?.left()?;
        let vault = Vault {
            job: &accounts.job,
            vault: info(&*accounts.vault),
            mint: info(&*accounts.mint),
            token_program: info(&accounts.token_program),
            node_token: Some(info(&*accounts.node_token)),
            fee_vault: Some(info(&*accounts.fee_vault)),
        };
        let before = vault.pay_node(&payout, left)?;
        accounts.job.invariant()?;

        let job = &ctx.accounts.job;
        let event = MilestonePaid {
            job: job.key(),
            node: job.node,
            node_owner: job.node_owner,
            mint: job.mint,
            payout,
            before,
            checkpoints: job.cleared_checkpoints,
            left,
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
