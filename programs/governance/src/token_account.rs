//! Token accounts at program addresses, with room for what the extensions of their mint ask for.

use anchor_lang::{prelude::*, system_program};
use anchor_spl::{
    token_2022::spl_token_2022::{
        extension::{BaseStateWithExtensions, ExtensionType, StateWithExtensions},
        state::{Account as AccountState, Mint as MintState},
    },
    token_interface::{initialize_account3, InitializeAccount3},
};

/// Bytes of a token account without extensions.
const PLAIN_SIZE: usize = 165;

/// The accounts that a new token account takes.
pub struct NewTokenAccount<'a, 'info> {
    /// Pays its rent.
    pub payer: &'a AccountInfo<'info>,
    /// Where it will be.
    pub account: &'a AccountInfo<'info>,
    /// What it will hold.
    pub mint: &'a AccountInfo<'info>,
    /// Who it will belong to.
    pub authority: &'a AccountInfo<'info>,
    /// Owns the mint.
    pub token_program: &'a AccountInfo<'info>,
    /// Creates it.
    pub system_program: &'a AccountInfo<'info>,
}

/// Makes a token account at the program address that `seeds` sign for, their bump included.
pub fn open_token_account(new: &NewTokenAccount, seeds: &[&[u8]]) -> Result<()> {
    let size = account_size(new.mint)?;
    let space = u64::try_from(size).map_err(|_| ProgramError::InvalidAccountData)?;
    let owner = new.token_program.key;
    let rent = Rent::get()?.minimum_balance(size);
    let system = *new.system_program.key;
    let there = new.account.lamports();
    let signer = [seeds];
    if there == 0 {
        let accounts = system_program::CreateAccount {
            from: new.payer.clone(),
            to: new.account.clone(),
        };
        let cpi = CpiContext::new_with_signer(system, accounts, &signer);
        system_program::create_account(cpi, rent, space, owner)?;
    } else {
        // Whoever was first to send lamports there must not keep the account from being made.
        let missing = rent.saturating_sub(there);
        if missing > 0 {
            let accounts = system_program::Transfer {
                from: new.payer.clone(),
                to: new.account.clone(),
            };
            system_program::transfer(CpiContext::new(system, accounts), missing)?;
        }
        let accounts = system_program::Allocate {
            account_to_allocate: new.account.clone(),
        };
        system_program::allocate(CpiContext::new_with_signer(system, accounts, &signer), space)?;
        let accounts = system_program::Assign {
            account_to_assign: new.account.clone(),
        };
        system_program::assign(CpiContext::new_with_signer(system, accounts, &signer), owner)?;
    }
    let accounts = InitializeAccount3 {
        account: new.account.clone(),
        mint: new.mint.clone(),
        authority: new.authority.clone(),
    };
    initialize_account3(CpiContext::new(*owner, accounts))
}

fn account_size(mint: &AccountInfo) -> Result<usize> {
    if *mint.owner == anchor_spl::token::ID {
        return Ok(PLAIN_SIZE);
    }
    let data = mint.try_borrow_data()?;
    let kinds = StateWithExtensions::<MintState>::unpack(&data)?.get_extension_types()?;
    let needed = ExtensionType::get_required_init_account_extensions(&kinds);
    Ok(ExtensionType::try_calculate_account_len::<AccountState>(&needed)?)
}
