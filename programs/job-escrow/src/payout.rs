//! Pays out of a vault: the only place that moves tokens out of escrow.

use crate::{constants::JOB_SEED, error::JobEscrowError, events::BalancesBefore, math::Payout, state::Job};
use anchor_lang::{
    prelude::*,
    solana_program::program::{invoke, invoke_signed_unchecked},
};
use anchor_spl::{
    token::accessor,
    token_2022::spl_token_2022::{
        extension::{
            transfer_fee::{instruction::harvest_withheld_tokens_to_mint, TransferFeeAmount},
            BaseStateWithExtensions, StateWithExtensions,
        },
        instruction::transfer_checked,
        state::Account as AccountState,
    },
    token_interface::{burn, close_account, Burn, CloseAccount, Mint, TokenAccount, TokenInterface},
};

/// A job's vault. `job` signs as its authority.
pub struct Vault<'a, 'info> {
    /// The job, which owns the vault.
    pub job: &'a Account<'info, Job>,
    /// The vault.
    pub vault: &'a AccountInfo<'info>,
    /// Mint of the price.
    pub mint: &'a AccountInfo<'info>,
    /// Owns mint and vault.
    pub token_program: &'a AccountInfo<'info>,
    /// Of the node's owner; needed when the node is paid.
    pub node_token: Option<&'a AccountInfo<'info>>,
    /// Needed when there is a fee.
    pub fee_vault: Option<&'a AccountInfo<'info>>,
}

/// What an account type of Anchor stands for.
pub fn info<'a, 'info, T: AsRef<AccountInfo<'info>>>(account: &'a T) -> &'a AccountInfo<'info> {
    account.as_ref()
}

/// Whether the token program has an account of `owner` in `mint` there. Reads what that takes and no more: of a token
/// account the mint comes first and its owner second.
pub fn is_token_account(
    account: &AccountInfo,
    owner: &Pubkey,
    mint: &Pubkey,
    token_program: &Interface<TokenInterface>,
) -> Result<bool> {
    if *account.owner != token_program.key() {
        return Ok(false);
    }
    let data = account.try_borrow_data()?;
    Ok(data.get(..32) == Some(mint.as_ref()) && data.get(32..64) == Some(owner.as_ref()))
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

impl<'info> VaultAccounts<'_, 'info> {
    /// As `Vault::empty`.
    pub fn empty(&self, payout: &Payout) -> Result<Emptied> {
        let vault = Vault {
            job: self.job,
            vault: info(self.vault),
            mint: info(self.mint),
            token_program: info(self.token_program),
            node_token: self.node_token.map(info),
            fee_vault: self.fee_vault.map(info),
        };
        vault.empty(payout, info(self.client_token), self.rent_payer)
    }
}

impl<'info> Vault<'_, 'info> {
    /// Pays node and fee what `payout` says and keeps the `left` that the vault owes the job besides.
    ///
    /// Errors: `VaultShort`, `NodeAccountsMissing`.
    pub fn pay_node(&self, payout: &Payout, left: u64) -> Result<BalancesBefore> {
        let before = self.balances(None)?;
        let owed = payout.total()?.checked_add(left);
        require!(
            owed.is_some_and(|owed| before.vault >= owed),
            JobEscrowError::VaultShort
        );
        self.pay(self.node_token, payout.to_node)?;
        self.pay(self.fee_vault, payout.fee)?;
        Ok(before)
    }

    /// Pays out what `payout` says, sweeps donations to the client, closes the vault, returns its rent.
    ///
    /// Errors: `VaultShort`, `NodeAccountsMissing`, `MathOverflow`.
    pub fn empty(
        &self,
        payout: &Payout,
        client_token: &AccountInfo<'info>,
        rent_payer: &AccountInfo<'info>,
    ) -> Result<Emptied> {
        let before = self.balances(Some(client_token))?;
        let surplus = before
            .vault
            .checked_sub(payout.total()?)
            .ok_or(JobEscrowError::VaultShort)?;
        self.pay(self.node_token, payout.to_node)?;
        self.pay(self.fee_vault, payout.fee)?;
        let to_client = payout
            .to_client
            .checked_add(surplus)
            .ok_or(JobEscrowError::MathOverflow)?;
        self.pay(Some(client_token), to_client)?;
        self.destroy(payout.burned)?;
        self.harvest()?;
        self.close(rent_payer)?;
        Ok(Emptied { before, surplus })
    }

    fn balances(&self, client_token: Option<&AccountInfo>) -> Result<BalancesBefore> {
        let amount = |account: Option<&AccountInfo>| account.map_or(Ok(0), accessor::amount);
        Ok(BalancesBefore {
            vault: accessor::amount(self.vault)?,
            node: amount(self.node_token)?,
            fee_vault: amount(self.fee_vault)?,
            client: amount(client_token)?,
        })
    }

    /// Calls `with` with the seeds that the job signs with.
    fn signed(&self, with: impl FnOnce(&[&[&[u8]]]) -> Result<()>) -> Result<()> {
        let nonce = self.job.nonce.to_le_bytes();
        let bump = [self.job.bump];
        let seeds: [&[u8]; 4] = [JOB_SEED, self.job.client.as_ref(), &nonce, &bump];
        with(&[&seeds])
    }

    /// What a transfer fee takes on the way is the mint's affair: the vault pays what it owes.
    fn pay(&self, to: Option<&AccountInfo<'info>>, amount: u64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let to = to.ok_or(JobEscrowError::NodeAccountsMissing)?;
        let owner: &AccountInfo = self.job.as_ref();
        let call = transfer_checked(
            self.token_program.key,
            self.vault.key,
            self.mint.key,
            to.key,
            owner.key,
            &[],
            amount,
            self.job.decimals,
        )?;
        let accounts = [self.vault, self.mint, to, owner].map(Clone::clone);
        // Nothing is borrowed here, so nobody needs to look whether it is.
        self.signed(|signer| Ok(invoke_signed_unchecked(&call, &accounts, signer)?))
    }

    fn destroy(&self, amount: u64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let accounts = Burn {
            mint: self.mint.clone(),
            from: self.vault.clone(),
            authority: self.job.to_account_info(),
        };
        self.signed(|signer| {
            burn(
                CpiContext::new_with_signer(*self.token_program.key, accounts, signer),
                amount,
            )
        })
    }

    /// Fees that were withheld when tokens arrived in the vault belong to the mint and would keep it from being closed.
    fn harvest(&self) -> Result<()> {
        let (vault, mint) = (self.vault, self.mint);
        if withheld(vault)? == 0 {
            return Ok(());
        }
        let call = harvest_withheld_tokens_to_mint(self.token_program.key, mint.key, &[vault.key])?;
        invoke(&call, &[mint.clone(), vault.clone()])?;
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
            account: self.vault.clone(),
            destination,
            authority: self.job.to_account_info(),
        };
        self.signed(|signer| {
            close_account(CpiContext::new_with_signer(
                *self.token_program.key,
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
