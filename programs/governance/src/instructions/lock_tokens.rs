use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    constants::{CONFIG_SEED, LOCK_SEED, LOCK_VAULT_SEED},
    error::GovernanceError,
    events::TokensLocked,
    instructions::no_surplus,
    state::{Config, TokenLock},
    tokens::Payment,
};

/// Accounts of `lock_tokens`.
#[event_cpi]
#[derive(Accounts)]
pub struct LockTokens<'info> {
    /// Pays rent, when the lock is new.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Whose tokens they are.
    pub owner: Signer<'info>,
    /// Names the mint.
    #[account(seeds = [CONFIG_SEED], bump = config.bump)]
    pub config: Box<Account<'info, Config>>,
    /// The CYXWIZ mint.
    #[account(address = config.cyxwiz_mint @ GovernanceError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// Where the tokens come from: an account of the owner.
    #[account(
        mut,
        token::mint = mint,
        token::token_program = token_program,
        constraint = owner_token.owner == owner.key() @ GovernanceError::WrongTokenAccount,
    )]
    pub owner_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Fresh, or with tokens that were locked earlier.
    #[account(
        init_if_needed,
        payer = payer,
        space = 8 + TokenLock::INIT_SPACE,
        seeds = [LOCK_SEED, owner.key().as_ref()],
        bump,
    )]
    pub lock: Box<Account<'info, TokenLock>>,
    /// Where the tokens lie.
    #[account(
        init_if_needed,
        payer = payer,
        seeds = [LOCK_VAULT_SEED, lock.key().as_ref()],
        bump,
        token::mint = mint,
        token::authority = lock,
        token::token_program = token_program,
    )]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

impl LockTokens<'_> {
    /// Locks tokens, which then vote on whatever is opened later. Errors: `ZeroAmount`, `WrongMint`,
    /// `WrongTokenAccount`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn lock_tokens(ctx: Context<Self>, amount: u64) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let owner = accounts.owner.key();
        // An account that was just made has no owner yet.
        if accounts.lock.owner == Pubkey::default() {
            let fresh = TokenLock::new(ctx.bumps.lock, ctx.bumps.vault, owner, accounts.payer.key());
            accounts.lock.set_inner(fresh);
        }
        accounts.lock.lock(amount, now)?;
        Payment {
            token_program: &accounts.token_program,
            mint: &accounts.mint,
            from: accounts.owner_token.to_account_info(),
            authority: accounts.owner.to_account_info(),
            signer: &[],
        }
        .transfer(accounts.vault.to_account_info(), amount)?;
        accounts.vault.reload()?;
        accounts.lock.invariant(accounts.vault.amount)?;
        let total = accounts.lock.amount;
        emit_cpi!(TokensLocked { owner, amount, total });
        Ok(())
    }
}
