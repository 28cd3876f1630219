use anchor_lang::prelude::*;
use anchor_spl::{
    token_2022::spl_token_2022::{
        extension::{BaseStateWithExtensions, ExtensionType, StateWithExtensions},
        state::Mint as MintState,
    },
    token_interface::{Mint, TokenAccount, TokenInterface},
};

use crate::{
    constants::{CONFIG_SEED, FEE_VAULT_SEED, MAX_DECIMALS, MINT_POLICY_SEED},
    error::GovernanceError,
    events::MintAllowed,
    instructions::no_surplus,
    state::{Config, MintPolicy},
};

/// Accounts of `allow_mint`.
#[event_cpi]
#[derive(Accounts)]
pub struct AllowMint<'info> {
    /// Pays rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The governance authority.
    pub authority: Signer<'info>,
    /// Parameters; owns the fee vault.
    #[account(seeds = [CONFIG_SEED], bump = config.bump, has_one = authority @ GovernanceError::NotAuthority)]
    pub config: Box<Account<'info, Config>>,
    /// The mint.
    #[account(
        constraint = mint.decimals <= MAX_DECIMALS @ GovernanceError::TooManyDecimals,
        mint::token_program = token_program,
    )]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// Fresh, or left from a permission withdrawn earlier.
    #[account(
        init_if_needed,
        payer = payer,
        space = 8 + MintPolicy::INIT_SPACE,
        seeds = [MINT_POLICY_SEED, mint.key().as_ref()],
        bump,
    )]
    pub policy: Box<Account<'info, MintPolicy>>,
    /// Where fees in this mint go.
    #[account(
        init_if_needed,
        payer = payer,
        seeds = [FEE_VAULT_SEED, mint.key().as_ref()],
        bump,
        token::mint = mint,
        token::authority = config,
        token::token_program = token_program,
    )]
    pub fee_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// Refuses mints whose transfers may cost, fail, freeze or run foreign code: escrow must be able to count on
/// receiving what was sent. Metadata is harmless.
pub fn check_extensions(mint: &AccountInfo) -> Result<()> {
    let data = mint.try_borrow_data()?;
    let harmless = StateWithExtensions::<MintState>::unpack(&data)?
        .get_extension_types()?
        .iter()
        .all(|kind| {
            matches!(
                kind,
                ExtensionType::MetadataPointer | ExtensionType::TokenMetadata
            )
        });
    require!(harmless, GovernanceError::MintExtensionNotAllowed);
    Ok(())
}

impl AllowMint<'_> {
    fn validate(&self, remaining: &[AccountInfo]) -> Result<()> {
        no_surplus(remaining)?;
        check_extensions(&self.mint.to_account_info())
    }

    /// Lets escrows be paid in the mint.
    #[access_control(ctx.accounts.validate(ctx.remaining_accounts))]
    pub fn allow_mint(ctx: Context<Self>) -> Result<()> {
        let accounts = &mut *ctx.accounts;
        let (mint, program) = (accounts.mint.key(), accounts.token_program.key());
        let decimals = accounts.mint.decimals;
        accounts
            .policy
            .allow(ctx.bumps.policy, ctx.bumps.fee_vault, mint, decimals, program)?;
        accounts.policy.invariant(&mint, &program)?;
        emit_cpi!(MintAllowed {
            mint,
            fee_vault: ctx.accounts.fee_vault.key(),
            decimals
        });
        Ok(())
    }
}
