use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    constants::{CONFIG_SEED, FUND_SEED},
    error::GovernanceError,
    events::FundSpent,
    instructions::no_surplus,
    state::Config,
    tokens::Payment,
};

/// Accounts of `spend_fund`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(kind: u8)]
pub struct SpendFund<'info> {
    /// The governance authority.
    pub authority: Signer<'info>,
    /// Parameters; owns the funds.
    #[account(seeds = [CONFIG_SEED], bump = config.bump, has_one = authority @ GovernanceError::NotAuthority)]
    pub config: Box<Account<'info, Config>>,
    /// The mint.
    #[account(mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The fund.
    #[account(mut, seeds = [FUND_SEED, mint.key().as_ref(), &kind.to_le_bytes()], bump)]
    pub fund: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Who is paid: any account of the mint.
    #[account(mut, token::mint = mint, token::token_program = token_program)]
    pub destination: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl SpendFund<'_> {
    /// Pays out of a fund, whatever it holds at most. Errors: `ZeroAmount`, the token program's for more than there is.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn spend_fund(ctx: Context<Self>, kind: u8, amount: u64) -> Result<()> {
        let accounts = &*ctx.accounts;
        require!(amount > 0, GovernanceError::ZeroAmount);
        let seeds: &[&[u8]] = &[CONFIG_SEED, &[accounts.config.bump]];
        Payment {
            token_program: &accounts.token_program,
            mint: &accounts.mint,
            from: accounts.fund.to_account_info(),
            authority: accounts.config.to_account_info(),
            signer: &[seeds],
        }
        .transfer(accounts.destination.to_account_info(), amount)?;
        let (mint, destination) = (accounts.mint.key(), accounts.destination.key());
        emit_cpi!(FundSpent {
            mint,
            kind,
            destination,
            amount
        });
        Ok(())
    }
}
