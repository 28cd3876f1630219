//! Empties a vault: the only place that moves tokens out of escrow.

use crate::{constants::JOB_SEED, error::JobEscrowError, events::BalancesBefore, math::Payout, state::Job};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{
    burn, close_account, transfer_checked, Burn, CloseAccount, Mint, TokenAccount, TokenInterface,
    TransferChecked,
};

/// The accounts that a vault pays to. `job` signs as the vault's authority.
pub struct VaultAccounts<'a, 'info> {
    /// The job, which owns the vault.
    pub job: &'a Account<'info, Job>,
    /// The vault.
    pub vault: &'a InterfaceAccount<'info, TokenAccount>,
    /// Mint of the price.
    pub mint: &'a InterfaceAccount<'info, Mint>,
    /// Owns mint and vault.
    pub token_program: &'a Interface<'info, TokenInterface>,
    /// Of the node's owner; needed when the node is paid.
    pub node_token: Option<&'a InterfaceAccount<'info, TokenAccount>>,
    /// Needed when there is a fee.
    pub fee_vault: Option<&'a InterfaceAccount<'info, TokenAccount>>,
    /// Of the client.
    pub client_token: &'a InterfaceAccount<'info, TokenAccount>,
    /// Gets the vault's rent.
    pub rent_payer: &'a AccountInfo<'info>,
}

/// What a vault held and paid beyond its price.
pub struct Emptied {
    /// Balances before.
    pub before: BalancesBefore,
    /// Donations, swept to the client.
    pub surplus: u64,
}

impl<'info> VaultAccounts<'_, 'info> {
    /// Pays out what `payout` says, sweeps donations to the client, closes the vault, returns its rent.
    ///
    /// Errors: `VaultShort`, `NodeAccountsMissing`, `MathOverflow`.
    pub fn empty(&self, payout: &Payout) -> Result<Emptied> {
        let before = self.balances();
        let surplus = before
            .vault
            .checked_sub(payout.total()?)
            .ok_or(JobEscrowError::VaultShort)?;
        let nonce = self.job.nonce.to_le_bytes();
        let bump = [self.job.bump];
        let seeds: [&[u8]; 4] = [JOB_SEED, self.job.client.as_ref(), &nonce, &bump];
        let signer: [&[&[u8]]; 1] = [&seeds];

        self.pay(self.node_token, payout.to_node, &signer)?;
        self.pay(self.fee_vault, payout.fee, &signer)?;
        let to_client = payout
            .to_client
            .checked_add(surplus)
            .ok_or(JobEscrowError::MathOverflow)?;
        self.pay(Some(self.client_token), to_client, &signer)?;
        self.destroy(payout.burned, &signer)?;
        self.close(&signer)?;
        Ok(Emptied { before, surplus })
    }

    fn balances(&self) -> BalancesBefore {
        BalancesBefore {
            vault: self.vault.amount,
            node: self.node_token.map_or(0, |account| account.amount),
            fee_vault: self.fee_vault.map_or(0, |account| account.amount),
            client: self.client_token.amount,
        }
    }

    fn pay(
        &self,
        to: Option<&InterfaceAccount<'info, TokenAccount>>,
        amount: u64,
        signer: &[&[&[u8]]],
    ) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let accounts = TransferChecked {
            from: self.vault.to_account_info(),
            mint: self.mint.to_account_info(),
            to: to.ok_or(JobEscrowError::NodeAccountsMissing)?.to_account_info(),
            authority: self.job.to_account_info(),
        };
        let cpi = CpiContext::new_with_signer(self.token_program.key(), accounts, signer);
        transfer_checked(cpi, amount, self.job.decimals)
    }

    fn destroy(&self, amount: u64, signer: &[&[&[u8]]]) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let accounts = Burn {
            mint: self.mint.to_account_info(),
            from: self.vault.to_account_info(),
            authority: self.job.to_account_info(),
        };
        burn(
            CpiContext::new_with_signer(self.token_program.key(), accounts, signer),
            amount,
        )
    }

    /// The runtime loses track of a program that is credited in a call and fails the transaction. So that nobody locks
    /// a vault by making the rent payer's address a program, the job takes its rent then, until it is closed itself.
    fn close(&self, signer: &[&[&[u8]]]) -> Result<()> {
        let destination = if self.rent_payer.executable {
            self.job.to_account_info()
        } else {
            self.rent_payer.clone()
        };
        let accounts = CloseAccount {
            account: self.vault.to_account_info(),
            destination,
            authority: self.job.to_account_info(),
        };
        close_account(CpiContext::new_with_signer(
            self.token_program.key(),
            accounts,
            signer,
        ))
    }
}
