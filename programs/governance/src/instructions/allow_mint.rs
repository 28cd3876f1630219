use anchor_lang::prelude::*;
use anchor_spl::{
    token_2022::spl_token_2022::{
        extension::{BaseStateWithExtensions, ExtensionType, StateWithExtensions},
        state::Mint as MintState,
    },
    token_interface::{Mint, TokenInterface},
};

use crate::{
    constants::{CONFIG_SEED, FEE_VAULT_SEED, MAX_DECIMALS, MINT_POLICY_SEED},
    error::GovernanceError,
    events::MintAllowed,
    instructions::no_surplus,
    state::{Config, MintPolicy},
    token_account::{open_token_account, NewTokenAccount},
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
    /// CHECK: where fees in this mint go; made here, or by an earlier permission, as no other program can at this
    /// address.
    #[account(mut, seeds = [FEE_VAULT_SEED, mint.key().as_ref()], bump)]
    pub fee_vault: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// Refuses mints whose tokens somebody else can take, freeze, hide, pause or tie to foreign code, and mints that can be
/// closed and made again as such a mint: what escrow holds must stay there until escrow pays it out.
///
/// Metadata and groups are labels. A transfer fee is accounted for by escrows, whose price is what arrived; stakes and
/// locks are not, so the protocol's own token has none.
pub fn check_extensions(mint: &AccountInfo, with_fee: bool) -> Result<()> {
    let data = mint.try_borrow_data()?;
    let harmless = StateWithExtensions::<MintState>::unpack(&data)?
        .get_extension_types()?
        .iter()
        .all(|kind| match kind {
            ExtensionType::MetadataPointer
            | ExtensionType::TokenMetadata
            | ExtensionType::GroupPointer
            | ExtensionType::TokenGroup
            | ExtensionType::GroupMemberPointer
            | ExtensionType::TokenGroupMember => true,
            ExtensionType::TransferFeeConfig => with_fee,
            _ => false,
        });
    require!(harmless, GovernanceError::MintExtensionNotAllowed);
    Ok(())
}

impl AllowMint<'_> {
    fn validate(&self, remaining: &[AccountInfo]) -> Result<()> {
        no_surplus(remaining)?;
        check_extensions(&self.mint.to_account_info(), true)
    }

    /// A permission that was withdrawn has left its fee vault behind.
    fn open_fee_vault(&self, bump: u8) -> Result<()> {
        if *self.fee_vault.owner == self.token_program.key() {
            return Ok(());
        }
        let mint = self.mint.key();
        let new = NewTokenAccount {
            payer: &self.payer,
            account: &self.fee_vault,
            mint: &self.mint.to_account_info(),
            authority: &self.config.to_account_info(),
            token_program: &self.token_program,
            system_program: &self.system_program,
        };
        open_token_account(&new, &[FEE_VAULT_SEED, mint.as_ref(), &[bump]])
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
        accounts.open_fee_vault(ctx.bumps.fee_vault)?;
        accounts.policy.invariant(&mint, &program)?;
        emit_cpi!(MintAllowed {
            mint,
            fee_vault: ctx.accounts.fee_vault.key(),
            decimals
        });
        Ok(())
    }
}
