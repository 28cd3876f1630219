use anchor_lang::prelude::*;
use anchor_spl::token_interface::{burn, Burn, Mint, TokenAccount, TokenInterface};
use governance::state::Config;

use crate::{
    constants::{ESCROW_AUTHORITY, INSURANCE_SEED, NODE_SEED, REGISTRY_SEED, STAKE_SEED},
    error::RegistryError,
    events::NodeSlashed,
    instructions::no_surplus,
    math::SlashSplit,
    state::{Fault, Node, Registry},
    transfers::Token,
};

/// Accounts of `fail_job`.
#[event_cpi]
#[derive(Accounts)]
pub struct FailJob<'info> {
    /// job-escrow's authority account.
    #[account(address = ESCROW_AUTHORITY @ RegistryError::NotJobEscrow)]
    pub escrow_authority: Signer<'info>,
    /// Parameters.
    #[account(address = governance::CONFIG_ID)]
    pub config: Box<Account<'info, Config>>,
    /// Counts slashed tokens.
    #[account(mut, seeds = [REGISTRY_SEED], bump = registry.bump)]
    pub registry: Box<Account<'info, Registry>>,
    /// The node that failed.
    #[account(mut, seeds = [NODE_SEED, node.owner.as_ref()], bump = node.bump)]
    pub node: Box<Account<'info, Node>>,
    /// Its stake.
    #[account(mut, seeds = [STAKE_SEED, node.key().as_ref()], bump = node.stake_bump)]
    pub stake_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where slashed tokens go that are not burned.
    #[account(mut, seeds = [INSURANCE_SEED], bump = registry.insurance_bump)]
    pub insurance: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The CYXWIZ mint.
    #[account(mut, address = registry.mint @ RegistryError::WrongMint, mint::token_program = token_program)]
    pub cyxwiz_mint: Box<InterfaceAccount<'info, Mint>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl FailJob<'_> {
    fn pay_slash(&self, split: SlashSplit) -> Result<()> {
        let seeds: &[&[u8]] = &[NODE_SEED, self.node.owner.as_ref(), &[self.node.bump]];
        let token = Token {
            mint: &self.cyxwiz_mint,
            program: &self.token_program,
        };
        token.from_stake(&self.node, &self.stake_vault, &self.insurance, split.insured)?;
        let burning = Burn {
            mint: self.cyxwiz_mint.to_account_info(),
            from: self.stake_vault.to_account_info(),
            authority: self.node.to_account_info(),
        };
        burn(
            CpiContext::new_with_signer(self.token_program.key(), burning, &[seeds]),
            split.burned,
        )
    }

    /// Lets go of a job that the node failed, and slashes it.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn fail_job(ctx: Context<Self>, price: u64, decimals: u8, fault: Fault) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let stake_before = accounts.node.stake;
        let slash = accounts
            .node
            .fail_job(price, decimals, fault, &accounts.config.params.stake, now)?;
        accounts
            .registry
            .record_slash(slash.split.insured, slash.split.burned)?;
        accounts.pay_slash(slash.split)?;
        accounts.stake_vault.reload()?;
        accounts.insurance.reload()?;
        accounts.node.invariant(accounts.stake_vault.amount)?;
        accounts.registry.invariant(accounts.insurance.amount)?;
        emit_cpi!(NodeSlashed {
            node: ctx.accounts.node.key(),
            active_jobs: ctx.accounts.node.active_jobs,
            stake_before,
            amount: slash.amount,
            insured: slash.split.insured,
            burned: slash.split.burned,
            fault,
            repeated: slash.repeated,
            suspended_until: ctx.accounts.node.suspended_until,
        });
        Ok(())
    }
}
