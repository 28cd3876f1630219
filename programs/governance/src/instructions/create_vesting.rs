use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    constants::{CONFIG_SEED, VESTING_SEED, VESTING_VAULT_SEED},
    error::GovernanceError,
    events::VestingCreated,
    instructions::no_surplus,
    state::{Config, Vesting, VestingArgs},
    tokens::Payment,
};

/// Accounts of `create_vesting`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(args: VestingArgs)]
pub struct CreateVesting<'info> {
    /// Pays rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Whose tokens are given away. Nobody can take them back.
    pub funder: Signer<'info>,
    /// Names the mint.
    #[account(seeds = [CONFIG_SEED], bump = config.bump)]
    pub config: Box<Account<'info, Config>>,
    /// The CYXWIZ mint.
    #[account(address = config.cyxwiz_mint @ GovernanceError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// Where the tokens come from: an account of the funder.
    #[account(
        mut,
        token::mint = mint,
        token::token_program = token_program,
        constraint = funder_token.owner == funder.key() @ GovernanceError::WrongTokenAccount,
    )]
    pub funder_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The new account.
    #[account(
        init,
        payer = payer,
        space = 8 + Vesting::INIT_SPACE,
        seeds = [VESTING_SEED, args.beneficiary.as_ref(), &args.nonce.to_le_bytes()],
        bump,
    )]
    pub vesting: Box<Account<'info, Vesting>>,
    /// Where the tokens lie.
    #[account(
        init,
        payer = payer,
        seeds = [VESTING_VAULT_SEED, vesting.key().as_ref()],
        bump,
        token::mint = mint,
        token::authority = vesting,
        token::token_program = token_program,
    )]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

impl CreateVesting<'_> {
    /// Gives tokens away that become the beneficiary's with time. Errors: `ZeroAmount`,
    /// `VestingTermsInvalid`, `WrongMint`, `WrongTokenAccount`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn create_vesting(ctx: Context<Self>, args: VestingArgs) -> Result<()> {
        let accounts = &mut *ctx.accounts;
        let (bump, vault_bump) = (ctx.bumps.vesting, ctx.bumps.vault);
        let vesting = Vesting::new(bump, vault_bump, accounts.payer.key(), args)?;
        accounts.vesting.set_inner(vesting);
        Payment {
            token_program: &accounts.token_program,
            mint: &accounts.mint,
            from: accounts.funder_token.to_account_info(),
            authority: accounts.funder.to_account_info(),
            signer: &[],
        }
        .transfer(accounts.vault.to_account_info(), args.total)?;
        accounts.vault.reload()?;
        accounts.vesting.invariant(accounts.vault.amount)?;
        emit_cpi!(VestingCreated {
            vesting: ctx.accounts.vesting.key(),
            beneficiary: args.beneficiary,
            total: args.total,
            start: args.start,
            cliff: args.cliff,
            duration: args.duration,
        });
        Ok(())
    }
}
