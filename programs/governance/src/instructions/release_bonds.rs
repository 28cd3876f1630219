use anchor_lang::prelude::*;
use anchor_spl::token_interface::{
    close_account, transfer_checked, CloseAccount, Mint, TokenAccount, TokenInterface, TransferChecked,
};

use crate::{
    constants::{DISPUTE_SEED, DISPUTE_VAULT_SEED, FUND_SEED, TREASURY},
    error::GovernanceError,
    events::BondsReleased,
    instructions::no_surplus,
    state::{Dispute, Released},
};

/// Accounts of `release_bonds`.
#[event_cpi]
#[derive(Accounts)]
pub struct ReleaseBonds<'info> {
    /// The dispute.
    #[account(mut, seeds = [DISPUTE_SEED, dispute.job.as_ref()], bump = dispute.bump)]
    pub dispute: Box<Account<'info, Dispute>>,
    /// Holds bond and deposit; closed when they have left.
    #[account(mut, seeds = [DISPUTE_VAULT_SEED, dispute.key().as_ref()], bump = dispute.vault_bump)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The CYXWIZ mint.
    #[account(address = dispute.mint @ GovernanceError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// Any CYXWIZ account of the party that opened the dispute.
    #[account(
        mut,
        dup,
        constraint = opener_token.owner == dispute.wallet_of(dispute.opener) && opener_token.mint == dispute.mint
            @ GovernanceError::WrongTokenAccount,
    )]
    pub opener_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Any CYXWIZ account of the party that appealed; needed when it gets its deposit back.
    #[account(
        mut,
        dup,
        constraint = dispute.appellant.is_some_and(|party| appellant_token.owner == dispute.wallet_of(party))
            && appellant_token.mint == dispute.mint
            @ GovernanceError::WrongTokenAccount,
    )]
    pub appellant_token: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// Gets what was lost, and gifts to the vault.
    #[account(mut, seeds = [FUND_SEED, dispute.mint.as_ref(), &[TREASURY]], bump)]
    pub treasury: Box<InterfaceAccount<'info, TokenAccount>>,
    /// CHECK: only receives the vault's rent; the dispute names it.
    #[account(mut, address = dispute.rent_payer @ GovernanceError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl<'info> ReleaseBonds<'info> {
    fn pay(&self, to: Option<&InterfaceAccount<'info, TokenAccount>>, amount: u64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let accounts = TransferChecked {
            from: self.vault.to_account_info(),
            mint: self.mint.to_account_info(),
            to: to.ok_or(GovernanceError::WrongTokenAccount)?.to_account_info(),
            authority: self.dispute.to_account_info(),
        };
        let seeds: &[&[u8]] = &[DISPUTE_SEED, self.dispute.job.as_ref(), &[self.dispute.bump]];
        let signer = &[seeds];
        let cpi = CpiContext::new_with_signer(self.token_program.key(), accounts, signer);
        transfer_checked(cpi, amount, self.mint.decimals)
    }

    /// Pays out what `released` says, the rest of the vault to the treasury.
    fn empty(&self, released: &Released) -> Result<()> {
        self.pay(Some(&self.opener_token), released.opener)?;
        self.pay(self.appellant_token.as_deref(), released.appellant)?;
        let rest = self
            .vault
            .amount
            .checked_sub(released.opener)
            .and_then(|left| left.checked_sub(released.appellant))
            .ok_or(GovernanceError::InvariantViolated)?;
        require!(rest >= released.treasury, GovernanceError::InvariantViolated);
        self.pay(Some(&self.treasury), rest)?;
        self.close()
    }

    /// A program that is credited in a call fails the transaction: should the rent payer have become one, the dispute
    /// takes the vault's rent until it is closed itself.
    fn close(&self) -> Result<()> {
        let destination = if self.rent_payer.executable {
            self.dispute.to_account_info()
        } else {
            self.rent_payer.to_account_info()
        };
        let accounts = CloseAccount {
            account: self.vault.to_account_info(),
            destination,
            authority: self.dispute.to_account_info(),
        };
        let seeds: &[&[u8]] = &[DISPUTE_SEED, self.dispute.job.as_ref(), &[self.dispute.bump]];
        let signer = &[seeds];
        close_account(CpiContext::new_with_signer(
            self.token_program.key(),
            accounts,
            signer,
        ))
    }

    /// Returns bond and deposit to who won, and gives the treasury what was lost; closes the vault. Anyone, once.
    ///
    /// Errors: `NotResolved`, `BondsReleased` (the vault is gone then: `AccountNotInitialized`), `WrongMint`,
    /// `WrongTokenAccount`, `WrongRentPayer`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn release_bonds(ctx: Context<Self>) -> Result<()> {
        let accounts = &mut *ctx.accounts;
        let released = accounts.dispute.release_bonds()?;
        accounts.empty(&released)?;
        accounts.dispute.check()?;
        let event = BondsReleased {
            dispute: ctx.accounts.dispute.key(),
            released,
        };
        emit_cpi!(event);
        Ok(())
    }
}
