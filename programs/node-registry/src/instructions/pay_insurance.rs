use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};
use governance::state::Config;

use crate::{
    constants::{INSURANCE_SEED, REGISTRY_SEED},
    error::RegistryError,
    events::InsurancePaid,
    instructions::no_surplus,
    state::Registry,
    transfers::Token,
};

/// Accounts of `pay_insurance`.
#[event_cpi]
#[derive(Accounts)]
pub struct PayInsurance<'info> {
    /// The governance authority: once handed over, the signer of what votes decide.
    pub authority: Signer<'info>,
    /// Names the authority.
    #[account(address = governance::CONFIG_ID, has_one = authority @ RegistryError::NotAuthority)]
    pub config: Box<Account<'info, Config>>,
    /// Counts what is paid.
    #[account(mut, seeds = [REGISTRY_SEED], bump = registry.bump)]
    pub registry: Box<Account<'info, Registry>>,
    /// Holds what slashing set aside.
    #[account(mut, seeds = [INSURANCE_SEED], bump = registry.insurance_bump)]
    pub insurance: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Whom the vote names.
    #[account(mut, constraint = to.mint == registry.mint @ RegistryError::WrongTokenAccount)]
    pub to: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The CYXWIZ mint.
    #[account(address = registry.mint @ RegistryError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl PayInsurance<'_> {
    /// Pays out of what slashing set aside. Gifts to the vault are not paid out: what nobody counted, nobody owes.
    ///
    /// Errors: `NotAuthority`, `WrongTokenAccount`, `WrongMint`, `AmountZero`, `InsuranceTooSmall`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn pay_insurance(ctx: Context<Self>, amount: u64) -> Result<()> {
        let accounts = &mut *ctx.accounts;
        accounts.registry.pay_insurance(amount)?;
        let token = Token {
            mint: &accounts.mint,
            program: &accounts.token_program,
        };
        token.from_registry(&accounts.registry, &accounts.insurance, &accounts.to, amount)?;
        accounts.insurance.reload()?;
        accounts.registry.invariant(accounts.insurance.amount)?;
        emit_cpi!(InsurancePaid {
            to: ctx.accounts.to.key(),
            owner: ctx.accounts.to.owner,
            amount,
            left: ctx.accounts.registry.insurance()?,
        });
        Ok(())
    }
}
