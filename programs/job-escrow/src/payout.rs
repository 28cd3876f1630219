//! Pays out of a vault: the only place that moves tokens out of escrow.

use crate::{constants::JOB_SEED, error::JobEscrowError, events::BalancesBefore, math::Payout, state::Job};
use anchor_lang::{prelude::*, solana_program::program::invoke};
use anchor_spl::{
    token_2022::spl_token_2022::{
        extension::{
            transfer_fee::{instruction::harvest_withheld_tokens_to_mint, TransferFeeAmount},
            BaseStateWithExtensions, StateWithExtensions,
        },
        state::Account as AccountState,
    },
    token_interface::{
        burn, close_account, transfer_checked, Burn, CloseAccount, Mint, TokenAccount, TokenInterface,
        TransferChecked,
    },
};

/// A job's vault. `job` signs as its authority.
pub struct Vault<'a, 'info> {
    /// The job, which owns the vault.
    pub job: &'a Account<'info, Job>,
    /// The vault.
    pub vault: &'a InterfaceAccount<'info, TokenAccount>,
    /// Mint of the price.
    pub mint: &'a InterfaceAccount<'info, Mint>,
    /// Owns mint and vault.
    pub token_program: &'a Interface<'info, TokenInterface>,
}

/// A vault that pays the node of a job that goes on.
pub struct PartialPayment<'a, 'info> {
    /// The vault.
    pub vault: Vault<'a, 'info>,
    /// Of the node's owner; needed when the node is paid.
    pub node_token: Option<&'a InterfaceAccount<'info, TokenAccount>>,
    /// Needed when there is a fee.
    pub fee_vault: Option<&'a InterfaceAccount<'info, TokenAccount>>,
}

/// The accounts that a vault pays to when its job ends. `job` signs as the vault's authority.
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

impl PartialPayment<'_, '_> {
    /// Pays node and fee what `payout` says, out of a vault that owes the job `left` with it.
    ///
    /// Errors: `VaultShort`, `NodeAccountsMissing`.
    pub fn pay(&self, payout: &Payout, left: u64) -> Result<BalancesBefore> {
        let before = balances(self.vault.vault, self.node_token, self.fee_vault, None);
        let owed = payout.total()?.checked_add(left);
        require!(
            owed.is_some_and(|owed| before.vault >= owed),
            JobEscrowError::VaultShort
        );
        self.vault.pay(self.node_token, payout.to_node)?;
        self.vault.pay(self.fee_vault, payout.fee)?;
        Ok(before)
    }
}

impl VaultAccounts<'_, '_> {
    /// Pays out what `payout` says, sweeps donations to the client, closes the vault, returns its rent.
    ///
    /// Errors: `VaultShort`, `NodeAccountsMissing`, `MathOverflow`.
    pub fn empty(&self, payout: &Payout) -> Result<Emptied> {
        let before = balances(
            self.vault,
            self.node_token,
            self.fee_vault,
            Some(self.client_token),
        );
        let surplus = before
            .vault
            .checked_sub(payout.total()?)
            .ok_or(JobEscrowError::VaultShort)?;
        let vault = Vault {
            job: self.job,
            vault: self.vault,
            mint: self.mint,
            token_program: self.token_program,
        };
        vault.pay(self.node_token, payout.to_node)?;
        vault.pay(self.fee_vault, payout.fee)?;
        let to_client = payout
            .to_client
            .checked_add(surplus)
            .ok_or(JobEscrowError::MathOverflow)?;
        vault.pay(Some(self.client_token), to_client)?;
        vault.destroy(payout.burned)?;
        vault.harvest()?;
        vault.close(self.rent_payer)?;
        Ok(Emptied { before, surplus })
    }
}

fn balances(
    vault: &TokenAccount,
    node: Option<&InterfaceAccount<TokenAccount>>,
    fee_vault: Option<&InterfaceAccount<TokenAccount>>,
    client: Option<&InterfaceAccount<TokenAccount>>,
) -> BalancesBefore {
    let amount =
        |account: Option<&InterfaceAccount<TokenAccount>>| account.map_or(0, |account| account.amount);
    BalancesBefore {
        vault: vault.amount,
        node: amount(node),
        fee_vault: amount(fee_vault),
        client: amount(client),
    }
}

impl<'info> Vault<'_, 'info> {
    /// Calls `with` with the seeds that the job signs with.
    fn signed(&self, with: impl FnOnce(&[&[&[u8]]]) -> Result<()>) -> Result<()> {
        let nonce = self.job.nonce.to_le_bytes();
        let bump = [self.job.bump];
        let seeds: [&[u8]; 4] = [JOB_SEED, self.job.client.as_ref(), &nonce, &bump];
        with(&[&seeds])
    }

    /// What a transfer fee takes on the way is the mint's affair: the vault pays what it owes.
    fn pay(&self, to: Option<&InterfaceAccount<'info, TokenAccount>>, amount: u64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let accounts = TransferChecked {
            from: self.vault.to_account_info(),
            mint: self.mint.to_account_info(),
            to: to.ok_or(JobEscrowError::NodeAccountsMissing)?.to_account_info(),
            authority: self.job.to_account_info(),
        };
        self.signed(|signer| {
            let cpi = CpiContext::new_with_signer(self.token_program.key(), accounts, signer);
            transfer_checked(cpi, amount, self.job.decimals)
        })
    }

    fn destroy(&self, amount: u64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let accounts = Burn {
            mint: self.mint.to_account_info(),
            from: self.vault.to_account_info(),
            authority: self.job.to_account_info(),
        };
        self.signed(|signer| {
            burn(
                CpiContext::new_with_signer(self.token_program.key(), accounts, signer),
                amount,
            )
        })
    }

    /// Fees that were withheld when tokens arrived in the vault belong to the mint and would keep it from being closed.
    fn harvest(&self) -> Result<()> {
        let (vault, mint) = (self.vault.to_account_info(), self.mint.to_account_info());
        if withheld(&vault)? == 0 {
            return Ok(());
        }
        let call = harvest_withheld_tokens_to_mint(self.token_program.key, mint.key, &[vault.key])?;
        invoke(&call, &[mint, vault])?;
        Ok(())
    }

    /// The runtime loses track of a program that is credited in a call and fails the transaction. So that nobody locks
    /// a vault by making the rent payer's address a program, the job takes its rent then, until it is closed itself.
    fn close(&self, rent_payer: &AccountInfo<'info>) -> Result<()> {
        let destination = if rent_payer.executable {
            self.job.to_account_info()
        } else {
            rent_payer.clone()
        };
        let accounts = CloseAccount {
            account: self.vault.to_account_info(),
            destination,
            authority: self.job.to_account_info(),
        };
        self.signed(|signer| {
            close_account(CpiContext::new_with_signer(
                self.token_program.key(),
                accounts,
                signer,
            ))
        })
    }
}

/// Transfer fees that a token account holds for its mint; 0 in a mint without them.
fn withheld(account: &AccountInfo) -> Result<u64> {
    if *account.owner == anchor_spl::token::ID {
        return Ok(0);
    }
    let data = account.try_borrow_data()?;
    let state = StateWithExtensions::<AccountState>::unpack(&data)?;
    Ok(state
        .get_extension::<TransferFeeAmount>()
        .map_or(0, |fees| u64::from(fees.withheld_amount)))
}
