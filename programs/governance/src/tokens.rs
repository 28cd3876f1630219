//! Moving tokens out of an account, by its owner or by a program account that owns it.
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{
    burn, close_account, transfer_checked, Burn, CloseAccount, Mint, TokenInterface, TransferChecked,
};

/// Where tokens come from, and who lets them go.
pub struct Payment<'a, 'info> {
    /// Owns mint and accounts.
    pub token_program: &'a Interface<'info, TokenInterface>,
    /// The mint.
    pub mint: &'a InterfaceAccount<'info, Mint>,
    /// The account that pays.
    pub from: AccountInfo<'info>,
    /// Its authority.
    pub authority: AccountInfo<'info>,
    /// The authority's seeds with its bump; none when it has signed itself.
    pub signer: &'a [&'a [&'a [u8]]],
}

impl<'info> Payment<'_, 'info> {
    /// Pays `amount` base units to a token account.
    pub fn transfer(&self, to: AccountInfo<'info>, amount: u64) -> Result<()> {
        let accounts = TransferChecked {
            from: self.from.clone(),
            mint: self.mint.to_account_info(),
            to,
            authority: self.authority.clone(),
        };
        let cpi = CpiContext::new_with_signer(self.token_program.key(), accounts, self.signer);
        transfer_checked(cpi, amount, self.mint.decimals)
    }

    /// Burns `amount` base units.
    pub fn burn(&self, amount: u64) -> Result<()> {
        let accounts = Burn {
            mint: self.mint.to_account_info(),
            from: self.from.clone(),
            authority: self.authority.clone(),
        };
        burn(
            CpiContext::new_with_signer(self.token_program.key(), accounts, self.signer),
            amount,
        )
    }

    /// Closes the account, which must be empty, and sends its rent to `destination`.
    pub fn close(&self, destination: AccountInfo<'info>) -> Result<()> {
        close_account(CpiContext::new_with_signer(
            self.token_program.key(),
            CloseAccount {
                account: self.from.clone(),
                destination,
                authority: self.authority.clone(),
            },
            self.signer,
        ))
    }
}
