use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    constants::{
        CONFIG_SEED, FEE_VAULT_SEED, FUND_SEED, LIQUIDITY, MINT_POLICY_SEED, REWARDS_VAULT, TREASURY,
    },
    error::GovernanceError,
    events::FeesDistributed,
    instructions::no_surplus,
    math::FeeSplit,
    state::{Config, MintPolicy},
    tokens::Payment,
};

/// Accounts of `distribute_fees`.
#[event_cpi]
#[derive(Accounts)]
pub struct DistributeFees<'info> {
    /// Parameters; owns fee vault and funds.
    #[account(mut, seeds = [CONFIG_SEED], bump = config.bump)]
    pub config: Box<Account<'info, Config>>,
    /// The mint.
    #[account(mut, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// That fees are or were collected in the mint.
    #[account(seeds = [MINT_POLICY_SEED, mint.key().as_ref()], bump = policy.bump)]
    pub policy: Box<Account<'info, MintPolicy>>,
    /// What was collected. A gift to it is distributed too.
    #[account(mut, seeds = [FEE_VAULT_SEED, mint.key().as_ref()], bump = policy.fee_vault_bump)]
    pub fee_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The treasury in this mint.
    #[account(mut, seeds = [FUND_SEED, mint.key().as_ref(), &TREASURY.to_le_bytes()], bump)]
    pub treasury: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The liquidity fund in this mint.
    #[account(mut, seeds = [FUND_SEED, mint.key().as_ref(), &LIQUIDITY.to_le_bytes()], bump)]
    pub liquidity: Box<InterfaceAccount<'info, TokenAccount>>,
    /// node-registry's rewards; for CYXWIZ only.
    #[account(mut, address = REWARDS_VAULT)]
    pub rewards: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl DistributeFees<'_> {
    fn pay(&self, split: &FeeSplit) -> Result<()> {
        let seeds: &[&[u8]] = &[CONFIG_SEED, &[self.config.bump]];
        let payment = Payment {
            token_program: &self.token_program,
            mint: &self.mint,
            from: self.fee_vault.to_account_info(),
            authority: self.config.to_account_info(),
            signer: &[seeds],
        };
        if split.rewards > 0 {
            let rewards = self
                .rewards
                .as_ref()
                .ok_or(GovernanceError::RewardsVaultMissing)?;
            payment.transfer(rewards.to_account_info(), split.rewards)?;
        }
        payment.transfer(self.treasury.to_account_info(), split.treasury)?;
        payment.transfer(self.liquidity.to_account_info(), split.liquidity)?;
        if split.burned > 0 {
            payment.burn(split.burned)?;
        }
        Ok(())
    }

    /// Distributes what was collected in a mint. Errors: `ZeroAmount`, `RewardsVaultMissing`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn distribute_fees(ctx: Context<Self>) -> Result<()> {
        let accounts = &mut *ctx.accounts;
        let mint = accounts.mint.key();
        let collected = accounts.fee_vault.amount;
        require!(collected > 0, GovernanceError::ZeroAmount);
        let bps = accounts.config.params.fees.split_bps;
        let split = FeeSplit::of(collected, &bps, mint == accounts.config.cyxwiz_mint);
        let split = split.ok_or(GovernanceError::Overflow)?;
        accounts.config.record_burn(split.burned)?;
        accounts.pay(&split)?;
        accounts.fee_vault.reload()?;
        require!(accounts.fee_vault.amount == 0, GovernanceError::InvariantViolated);
        accounts.config.invariant()?;
        emit_cpi!(FeesDistributed {
            mint,
            rewards: split.rewards,
            treasury: split.treasury,
            liquidity: split.liquidity,
            burned: split.burned,
        });
        Ok(())
    }
}
