use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    constants::{CONFIG_SEED, VESTING_SEED, VESTING_VAULT_SEED},
    error::GovernanceError,
    events::VestingClaimed,
    instructions::no_surplus,
    state::{Config, Vesting},
    tokens::Payment,
};

/// Accounts of `claim_vesting`.
#[event_cpi]
#[derive(Accounts)]
pub struct ClaimVesting<'info> {
    /// Names the mint.
    #[account(seeds = [CONFIG_SEED], bump = config.bump)]
    pub config: Box<Account<'info, Config>>,
    /// The CYXWIZ mint.
    #[account(address = config.cyxwiz_mint @ GovernanceError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The vesting.
    #[account(
        mut,
        seeds = [VESTING_SEED, vesting.beneficiary.as_ref(), &vesting.nonce.to_le_bytes()],
        bump = vesting.bump,
    )]
    pub vesting: Box<Account<'info, Vesting>>,
    /// Where the tokens lie.
    #[account(mut, seeds = [VESTING_VAULT_SEED, vesting.key().as_ref()], bump = vesting.vault_bump)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// An account of the beneficiary, or where that is an account, the beneficiary itself.
    #[account(
        mut,
        token::mint = mint,
        token::token_program = token_program,
        constraint = vesting.pays(&destination.key(), &destination.owner) @ GovernanceError::NotBeneficiary,
    )]
    pub destination: Box<InterfaceAccount<'info, TokenAccount>>,
    /// CHECK: only receives lamports, with the last token; the vesting names it.
    #[account(mut, address = vesting.rent_payer @ GovernanceError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl ClaimVesting<'_> {
    fn pay(&self, amount: u64) -> Result<()> {
        let nonce = self.vesting.nonce.to_le_bytes();
        let seeds: &[&[u8]] = &[
            VESTING_SEED,
            self.vesting.beneficiary.as_ref(),
            &nonce,
            &[self.vesting.bump],
        ];
        let payment = Payment {
            token_program: &self.token_program,
            mint: &self.mint,
            from: self.vault.to_account_info(),
            authority: self.vesting.to_account_info(),
            signer: &[seeds],
        };
        if !self.vesting.is_complete() {
            return payment.transfer(self.destination.to_account_info(), amount);
        }
        // Whatever else lies in the vault was a gift.
        payment.transfer(self.destination.to_account_info(), self.vault.amount)?;
        payment.close(self.rent_payer.to_account_info())
    }

    /// Pays what has vested; anyone may ask. With the last token the accounts go. Errors: `NothingVested`,
    /// `NotBeneficiary`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn claim_vesting(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let amount = accounts.vesting.claim(now)?;
        let claimed = accounts.vesting.claimed;
        accounts.pay(amount)?;
        if accounts.vesting.is_complete() {
            accounts.vesting.close(accounts.rent_payer.to_account_info())?;
        } else {
            accounts.vault.reload()?;
            accounts.vesting.invariant(accounts.vault.amount)?;
        }
        let (vesting, destination) = (accounts.vesting.key(), accounts.destination.key());
        emit_cpi!(VestingClaimed {
            vesting,
            destination,
            amount,
            claimed
        });
        Ok(())
    }
}
