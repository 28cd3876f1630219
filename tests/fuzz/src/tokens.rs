//! Accounts of the token programs as bytes: a mint has 82, a token account 165; Token-2022 puts one byte that says
//! which at 165 when extensions follow.
use anchor_lang::prelude::Pubkey;
use solana_account::{Account, ReadableAccount};
use solana_instruction::{AccountMeta, Instruction};

use crate::chain::{Chain, TOKEN, TOKEN_2022};

const MINT: usize = 82;
const ACCOUNT: usize = 165;
const KIND_MINT: u8 = 1;

/// A token account's part in the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    pub mint: Pubkey,
    pub owner: Pubkey,
    pub amount: u64,
}

/// What a token program's account is.
pub enum Kind {
    Mint { supply: u64 },
    Account(Holding),
}

fn key_at(data: &[u8], at: usize) -> Option<Pubkey> {
    let bytes: [u8; 32] = data.get(at..at + 32)?.try_into().ok()?;
    Some(Pubkey::from(bytes))
}

fn u64_at(data: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(data.get(at..at + 8)?.try_into().ok()?))
}

/// Reads an account of either token program; `None` for anything else and for closed accounts.
pub fn read(account: &impl ReadableAccount) -> Option<Kind> {
    if *account.owner() != TOKEN && *account.owner() != TOKEN_2022 {
        return None;
    }
    let data = account.data();
    if data.len() == MINT || (data.len() > ACCOUNT && data[ACCOUNT] == KIND_MINT) {
        return Some(Kind::Mint {
            supply: u64_at(data, 36)?,
        });
    }
    (data.len() >= ACCOUNT && data[108] != 0).then_some(())?;
    Some(Kind::Account(Holding {
        mint: key_at(data, 0)?,
        owner: key_at(data, 32)?,
        amount: u64_at(data, 64)?,
    }))
}

/// Puts a mint there whose whole supply is given out already.
pub fn put_mint(chain: &mut Chain, key: Pubkey, program: Pubkey, decimals: u8, supply: u64) {
    let mut data = vec![0; MINT];
    data[36..44].copy_from_slice(&supply.to_le_bytes());
    data[44] = decimals;
    data[45] = 1;
    put(chain, key, program, data);
}

/// Puts a token account there.
pub fn put_account(chain: &mut Chain, key: Pubkey, program: Pubkey, holding: Holding) {
    let mut data = vec![0; ACCOUNT];
    data[..32].copy_from_slice(holding.mint.as_ref());
    data[32..64].copy_from_slice(holding.owner.as_ref());
    data[64..72].copy_from_slice(&holding.amount.to_le_bytes());
    data[108] = 1;
    put(chain, key, program, data);
}

fn put(chain: &mut Chain, key: Pubkey, owner: Pubkey, data: Vec<u8>) {
    let account = Account {
        lamports: chain.rent(data.len()),
        data,
        owner,
        executable: false,
        rent_epoch: u64::MAX,
    };
    chain.put(key, account);
}

/// A transfer, as a wallet would send it.
pub fn transfer(
    program: Pubkey,
    from: Pubkey,
    mint: Pubkey,
    to: Pubkey,
    owner: Pubkey,
    (amount, decimals): (u64, u8),
) -> Instruction {
    let mut data = vec![12];
    data.extend_from_slice(&amount.to_le_bytes());
    data.push(decimals);
    Instruction {
        program_id: program,
        accounts: vec![
            AccountMeta::new(from, false),
            AccountMeta::new_readonly(mint, false),
            AccountMeta::new(to, false),
            AccountMeta::new_readonly(owner, true),
        ],
        data,
    }
}
