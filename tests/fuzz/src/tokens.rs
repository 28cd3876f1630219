//! Accounts of the token programs as bytes: a mint has 82, a token account 165; Token-2022 puts one byte that says
//! which at 165 when extensions follow, and after it each extension as type, length and value.
use anchor_lang::prelude::Pubkey;
use solana_account::{Account, ReadableAccount};
use solana_instruction::{AccountMeta, Instruction};

use crate::chain::{Chain, TOKEN, TOKEN_2022};

const MINT: usize = 82;
const ACCOUNT: usize = 165;
const KIND_MINT: u8 = 1;
const KIND_ACCOUNT: u8 = 2;
/// Extension types.
const FEE_CONFIG: u16 = 1;
const FEE_WITHHELD: u16 = 2;

/// What a mint keeps of every transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferFee {
    pub bps: u16,
    pub most: u64,
}

impl TransferFee {
    /// What it takes of `amount`, rounded up.
    pub fn of(&self, amount: u128) -> u128 {
        (amount * u128::from(self.bps))
            .div_ceil(10_000)
            .min(u128::from(self.most))
    }
}

/// A token account's part in the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    pub mint: Pubkey,
    pub owner: Pubkey,
    pub amount: u64,
    /// Transfer fees that lie in it for the mint.
    pub withheld: u64,
}

/// What a token program's account is.
pub enum Kind {
    Mint {
        supply: u64,
        /// Transfer fees that were brought to it.
        withheld: u64,
    },
    Account(Holding),
}

fn key_at(data: &[u8], at: usize) -> Option<Pubkey> {
    let bytes: [u8; 32] = data.get(at..at + 32)?.try_into().ok()?;
    Some(Pubkey::from(bytes))
}

fn u64_at(data: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(data.get(at..at + 8)?.try_into().ok()?))
}

/// The value of an extension.
fn extension(data: &[u8], wanted: u16) -> Option<&[u8]> {
    let mut rest = data.get(ACCOUNT + 1..)?;
    while rest.len() >= 4 {
        let kind = u16::from_le_bytes([rest[0], rest[1]]);
        let end = 4 + usize::from(u16::from_le_bytes([rest[2], rest[3]]));
        let value = rest.get(4..end)?;
        if kind == wanted {
            return Some(value);
        }
        rest = &rest[end..];
    }
    None
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
            withheld: extension(data, FEE_CONFIG).map_or(Some(0), |fees| u64_at(fees, 64))?,
        });
    }
    (data.len() >= ACCOUNT && data[108] != 0).then_some(())?;
    Some(Kind::Account(Holding {
        mint: key_at(data, 0)?,
        owner: key_at(data, 32)?,
        amount: u64_at(data, 64)?,
        withheld: extension(data, FEE_WITHHELD).map_or(Some(0), |fees| u64_at(fees, 0))?,
    }))
}

fn extend(data: &mut Vec<u8>, account: u8, kind: u16, value: &[u8]) {
    data.resize(ACCOUNT, 0);
    data.push(account);
    data.extend_from_slice(&kind.to_le_bytes());
    data.extend_from_slice(&(value.len() as u16).to_le_bytes());
    data.extend_from_slice(value);
}

/// What a mint is.
#[derive(Clone, Copy, Debug)]
pub struct NewMint {
    pub key: Pubkey,
    pub program: Pubkey,
    pub decimals: u8,
    pub supply: u64,
    pub fee: Option<TransferFee>,
}

/// Puts a mint there whose whole supply is given out already.
pub fn put_mint(chain: &mut Chain, mint: &NewMint) {
    let mut data = vec![0; MINT];
    data[36..44].copy_from_slice(&mint.supply.to_le_bytes());
    data[44] = mint.decimals;
    data[45] = 1;
    if let Some(fee) = mint.fee {
        // Nobody may change it or collect it; nothing withheld yet; the older rate and the newer, both from epoch 0.
        let mut config = vec![0; 72];
        for _ in 0..2 {
            config.extend_from_slice(&0u64.to_le_bytes());
            config.extend_from_slice(&fee.most.to_le_bytes());
            config.extend_from_slice(&fee.bps.to_le_bytes());
        }
        extend(&mut data, KIND_MINT, FEE_CONFIG, &config);
    }
    put(chain, mint.key, mint.program, data);
}

/// Puts a token account there, of a mint with transfer fees or without.
pub fn put_account(chain: &mut Chain, key: Pubkey, program: Pubkey, holding: Holding, with_fees: bool) {
    let mut data = vec![0; ACCOUNT];
    data[..32].copy_from_slice(holding.mint.as_ref());
    data[32..64].copy_from_slice(holding.owner.as_ref());
    data[64..72].copy_from_slice(&holding.amount.to_le_bytes());
    data[108] = 1;
    if with_fees {
        extend(
            &mut data,
            KIND_ACCOUNT,
            FEE_WITHHELD,
            &holding.withheld.to_le_bytes(),
        );
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transfer_fee_is_rounded_up_and_capped() {
        let fee = TransferFee { bps: 125, most: 500 };
        assert_eq!(
            [0, 1, 80, 81, 39_999, 40_000, u128::from(u64::MAX)].map(|amount| fee.of(amount)),
            [0, 1, 1, 2, 500, 500, 500]
        );
    }
}
