use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};
use governance::state::Config;

use crate::{
    constants::{INSURANCE_SEED, REGISTRY_SEED, REWARDS_SEED},
    error::RegistryError,
    events::RegistryInitialized,
    instructions::no_surplus,
    state::Registry,
};

/// Accounts of `init_registry`.
#[event_cpi]
#[derive(Accounts)]
pub struct InitRegistry<'info> {
    /// Pays rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Names the mint.
    #[account(address = governance::CONFIG_ID)]
    pub config: Box<Account<'info, Config>>,
    /// The CYXWIZ mint.
    #[account(address = config.cyxwiz_mint @ RegistryError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The new account.
    #[account(init, payer = payer, space = 8 + Registry::INIT_SPACE, seeds = [REGISTRY_SEED], bump)]
    pub registry: Box<Account<'info, Registry>>,
    /// Where slashed tokens go that are not burned.
    #[account(
        init,
        payer = payer,
        seeds = [INSURANCE_SEED],
        bump,
        token::mint = mint,
        token::authority = registry,
        token::token_program = token_program,
    )]
    pub insurance: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where governance sends the rewards share of fees; stakes are rewarded out of it.
    #[account(
        init,
        payer = payer,
        seeds = [REWARDS_SEED],
        bump,
        token::mint = mint,
        token::authority = registry,
        token::token_program = token_program,
    )]
    pub rewards: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

impl InitRegistry<'_> {
    /// Creates the registry and its two vaults.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn init_registry(ctx: Context<Self>) -> Result<()> {
        let mint = ctx.accounts.mint.key();
        let bumps = &ctx.bumps;
        let registry = Registry::new(bumps.registry, bumps.insurance, bumps.rewards, mint);
        registry.invariant(ctx.accounts.insurance.amount)?;
        ctx.accounts.registry.set_inner(registry);
        emit_cpi!(RegistryInitialized {
            mint,
            insurance: ctx.accounts.insurance.key(),
            rewards: ctx.accounts.rewards.key(),
        });
        Ok(())
    }
}
