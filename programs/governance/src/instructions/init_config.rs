use anchor_lang::{prelude::*, solana_program::bpf_loader_upgradeable};
use anchor_spl::token_interface::Mint;

use crate::{
    constants::{CONFIG_SEED, MAX_DECIMALS},
    error::GovernanceError,
    events::ConfigInitialized,
    instructions::{allow_mint::check_extensions, no_surplus},
    state::{Config, InitConfigArgs},
};

/// Accounts of `init_config`.
#[event_cpi]
#[derive(Accounts)]
pub struct InitConfig<'info> {
    /// Upgrade authority of this program; becomes the governance authority and pays rent.
    #[account(mut)]
    pub authority: Signer<'info>,
    /// The new account.
    #[account(init, payer = authority, space = 8 + Config::INIT_SPACE, seeds = [CONFIG_SEED], bump)]
    pub config: Box<Account<'info, Config>>,
    /// The protocol's token.
    #[account(constraint = cyxwiz_mint.decimals <= MAX_DECIMALS @ GovernanceError::TooManyDecimals)]
    pub cyxwiz_mint: InterfaceAccount<'info, Mint>,
    /// The loader's record of who may upgrade this program; without it anyone could get here first.
    #[account(
        seeds = [crate::ID.as_ref()],
        bump,
        seeds::program = bpf_loader_upgradeable::ID,
        constraint = program_data.upgrade_authority_address == Some(authority.key()) @ GovernanceError::NotUpgradeAuthority,
    )]
    pub program_data: Account<'info, ProgramData>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl InitConfig<'_> {
    fn validate(&self, remaining: &[AccountInfo]) -> Result<()> {
        no_surplus(remaining)?;
        check_extensions(&self.cyxwiz_mint.to_account_info(), false)
    }

    /// Creates `Config`.
    #[access_control(ctx.accounts.validate(ctx.remaining_accounts))]
    pub fn init_config(ctx: Context<Self>, args: InitConfigArgs) -> Result<()> {
        let accounts = &mut *ctx.accounts;
        let authority = accounts.authority.key();
        let config = Config::new(ctx.bumps.config, authority, accounts.cyxwiz_mint.key(), &args)?;
        accounts.config.set_inner(config);
        accounts.config.invariant()?;
        emit_cpi!(ConfigInitialized {
            authority,
            cyxwiz_mint: ctx.accounts.config.cyxwiz_mint,
            allow_development_keys: args.allow_development_keys,
            params: args.params,
        });
        Ok(())
    }
}
