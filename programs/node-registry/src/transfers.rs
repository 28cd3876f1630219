//! Moves tokens out of this program's vaults: the only places that sign for them.
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{
    close_account, transfer_checked, CloseAccount, Mint, TokenAccount, TokenInterface, TransferChecked,
};

use crate::{
    constants::{NODE_SEED, REGISTRY_SEED},
    state::{Node, Registry},
};

/// What every transfer of CYXWIZ needs besides its two ends.
pub struct Token<'a, 'info> {
    /// The CYXWIZ mint.
    pub mint: &'a InterfaceAccount<'info, Mint>,
    /// The program that owns it.
    pub program: &'a Interface<'info, TokenInterface>,
}

type Vault<'info> = InterfaceAccount<'info, TokenAccount>;

impl<'info> Token<'_, 'info> {
    /// Moves `amount` base units with the signature of `authority`, or with that of the account that `signer` derives.
    pub fn transfer(
        &self,
        from: &Vault<'info>,
        to: &Vault<'info>,
        authority: AccountInfo<'info>,
        amount: u64,
        signer: &[&[&[u8]]],
    ) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let accounts = TransferChecked {
            from: from.to_account_info(),
            mint: self.mint.to_account_info(),
            to: to.to_account_info(),
            authority,
        };
        let cpi = CpiContext::new_with_signer(self.program.key(), accounts, signer);
        transfer_checked(cpi, amount, self.mint.decimals)
    }

    /// Pays out of a node's stake.
    pub fn from_stake(
        &self,
        node: &Account<'info, Node>,
        vault: &Vault<'info>,
        to: &Vault<'info>,
        amount: u64,
    ) -> Result<()> {
        let seeds: &[&[u8]] = &[NODE_SEED, node.owner.as_ref(), &[node.bump]];
        self.transfer(vault, to, node.to_account_info(), amount, &[seeds])
    }

    /// Pays out of a vault of the registry: insurance or rewards.
    pub fn from_registry(
        &self,
        registry: &Account<'info, Registry>,
        vault: &Vault<'info>,
        to: &Vault<'info>,
        amount: u64,
    ) -> Result<()> {
        let seeds: &[&[u8]] = &[REGISTRY_SEED, &[registry.bump]];
        self.transfer(vault, to, registry.to_account_info(), amount, &[seeds])
    }

    /// Closes a node's empty stake vault; its rent goes to `rent`.
    pub fn close_stake(
        &self,
        node: &Account<'info, Node>,
        vault: &Vault<'info>,
        rent: AccountInfo<'info>,
    ) -> Result<()> {
        let seeds: &[&[u8]] = &[NODE_SEED, node.owner.as_ref(), &[node.bump]];
        let accounts = CloseAccount {
            account: vault.to_account_info(),
            destination: rent,
            authority: node.to_account_info(),
        };
        close_account(CpiContext::new_with_signer(
            self.program.key(),
            accounts,
            &[seeds],
        ))
    }
}
