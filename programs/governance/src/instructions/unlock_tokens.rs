use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    constants::{CONFIG_SEED, LOCK_SEED, LOCK_VAULT_SEED},
    error::GovernanceError,
    events::TokensUnlocked,
    instructions::no_surplus,
    state::{Config, TokenLock},
    tokens::Payment,
};

/// Accounts of `unlock_tokens`.
#[event_cpi]
#[derive(Accounts)]
pub struct UnlockTokens<'info> {
    /// Whose tokens they are.
    pub owner: Signer<'info>,
    /// Names the mint.
    #[account(seeds = [CONFIG_SEED], bump = config.bump)]
    pub config: Box<Account<'info, Config>>,
    /// The CYXWIZ mint.
    #[account(address = config.cyxwiz_mint @ GovernanceError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The lock.
    #[account(mut, seeds = [LOCK_SEED, owner.key().as_ref()], bump = lock.bump)]
    pub lock: Box<Account<'info, TokenLock>>,
    /// Where the tokens lie.
    #[account(mut, seeds = [LOCK_VAULT_SEED, lock.key().as_ref()], bump = lock.vault_bump)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where they go; the owner chooses.
    #[account(mut, token::mint = mint, token::token_program = token_program)]
    pub destination: Box<InterfaceAccount<'info, TokenAccount>>,
    /// CHECK: only receives lamports, when the last token leaves; the lock names it.
    #[account(mut, address = lock.rent_payer @ GovernanceError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl UnlockTokens<'_> {
    fn pay(&self, amount: u64, is_last: bool) -> Result<()> {
        let seeds: &[&[u8]] = &[LOCK_SEED, self.lock.owner.as_ref(), &[self.lock.bump]];
        let payment = Payment {
            token_program: &self.token_program,
            mint: &self.mint,
            from: self.vault.to_account_info(),
            authority: self.lock.to_account_info(),
            signer: &[seeds],
        };
        if !is_last {
            return payment.transfer(self.destination.to_account_info(), amount);
        }
        // Whatever else lies in the vault was a gift.
        payment.transfer(self.destination.to_account_info(), self.vault.amount)?;
        payment.close(self.rent_payer.to_account_info())
    }

    /// Takes tokens out once no vote needs them. With the last one the lock's accounts go.
    /// Errors: `StillLocked`, `LockTooSmall`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn unlock_tokens(ctx: Context<Self>, amount: u64) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        accounts.lock.unlock(amount, now)?;
        let (owner, total) = (accounts.lock.owner, accounts.lock.amount);
        accounts.pay(amount, total == 0)?;
        if total == 0 {
            accounts.lock.close(accounts.rent_payer.to_account_info())?;
        } else {
            accounts.vault.reload()?;
            accounts.lock.invariant(accounts.vault.amount)?;
        }
        emit_cpi!(TokensUnlocked { owner, amount, total });
        Ok(())
    }
}
