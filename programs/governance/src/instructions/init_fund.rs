use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    constants::{CONFIG_SEED, FUND_SEED, LIQUIDITY, MINT_POLICY_SEED, TREASURY},
    error::GovernanceError,
    events::FundCreated,
    instructions::no_surplus,
    state::{Config, MintPolicy},
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
    #[account(
        init,
        payer = payer,
        seeds = [FUND_SEED, mint.key().as_ref(), &kind.to_le_bytes()],
        bump,
        token::mint = mint,
        token::authority = config,
        token::token_program = token_program,
    )]
    pub fund: Box<InterfaceAccount<'info, TokenAccount>>,
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
        let (mint, fund) = (ctx.accounts.mint.key(), ctx.accounts.fund.key());
        emit_cpi!(FundCreated { mint, kind, fund });
        Ok(())
    }
}
