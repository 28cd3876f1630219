use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenInterface};

use crate::{
    constants::{CONFIG_SEED, FUND_SEED, LIQUIDITY, MINT_POLICY_SEED, TREASURY},
    error::GovernanceError,
    events::FundCreated,
    instructions::no_surplus,
    state::{Config, MintPolicy},
    token_account::{open_token_account, NewTokenAccount},
};

/// Accounts of `init_fund`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(kind: u8)]
pub struct InitFund<'info> {
    /// Pays rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Owns the funds.
    #[account(seeds = [CONFIG_SEED], bump = config.bump)]
    pub config: Box<Account<'info, Config>>,
    /// The mint.
    #[account(mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// That fees are or were collected in the mint.
    #[account(seeds = [MINT_POLICY_SEED, mint.key().as_ref()], bump = policy.bump)]
    pub policy: Box<Account<'info, MintPolicy>>,
    /// The fund. It has what lies in it: a gift to it is a gift to the protocol.
    /// CHECK: made here, with room for what the mint's extensions ask for, as no other program can at this address.
    #[account(mut, seeds = [FUND_SEED, mint.key().as_ref(), &kind.to_le_bytes()], bump)]
    pub fund: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a fund that there is not.
pub(crate) fn known_fund(kind: u8) -> Result<()> {
    require!(
        [TREASURY, LIQUIDITY].contains(&kind),
        GovernanceError::UnknownFund
    );
    Ok(())
}

impl InitFund<'_> {
    fn validate(kind: u8, remaining: &[AccountInfo]) -> Result<()> {
        no_surplus(remaining)?;
        known_fund(kind)
    }

    /// Makes a fund's account in a mint. Errors: `UnknownFund`.
    #[access_control(InitFund::validate(kind, ctx.remaining_accounts))]
    pub fn init_fund(ctx: Context<Self>, kind: u8) -> Result<()> {
        let accounts = &*ctx.accounts;
        let (mint, fund) = (accounts.mint.key(), accounts.fund.key());
        let new = NewTokenAccount {
            payer: &accounts.payer,
            account: &accounts.fund,
            mint: &accounts.mint.to_account_info(),
            authority: &accounts.config.to_account_info(),
            token_program: &accounts.token_program,
            system_program: &accounts.system_program,
        };
        let seeds: &[&[u8]] = &[FUND_SEED, mint.as_ref(), &kind.to_le_bytes(), &[ctx.bumps.fund]];
        open_token_account(&new, seeds)?;
        emit_cpi!(FundCreated { mint, kind, fund });
        Ok(())
    }
}
