//! Lamports move for fees, rents and gifts only.
use std::collections::BTreeMap;

use anchor_lang::prelude::Pubkey;
use solana_account::{AccountSharedData, ReadableAccount};

use super::Entry;
use crate::{
    books::{Books, PROGRAMS},
    chain::{Receipt, TOKEN, TOKEN_2022},
    step::Gift,
};

fn balance(account: &Option<AccountSharedData>) -> u64 {
    account.as_ref().map_or(0, |account| account.lamports())
}

/// An account of one of the programs, or of the token programs.
fn owned(account: &Option<AccountSharedData>) -> bool {
    account.as_ref().is_some_and(|account| {
        account.lamports() > 0
            && PROGRAMS
                .iter()
                .chain([&TOKEN, &TOKEN_2022])
                .any(|program| program == account.owner())
    })
}

/// A rent goes back to who paid it.
pub fn check(books: &mut Books, entry: &Entry, receipt: &Receipt) -> Result<(), String> {
    let payer = entry.step.payer;
    let mut expected: BTreeMap<Pubkey, i128> = BTreeMap::new();
    expected.insert(entry.ground.fee_payer, -i128::from(receipt.fee));
    if let Some(Gift::Lamports { from, to, amount }) = entry.step.gift {
        *expected.entry(from).or_default() -= i128::from(amount);
        *expected.entry(to).or_default() += i128::from(amount);
    }
    for change in &receipt.changes {
        let (before, after) = (balance(&change.before), balance(&change.after));
        let key = change.key;
        match (owned(&change.before), owned(&change.after)) {
            (false, true) => {
                books.rents.insert(key, payer);
                *expected.entry(payer).or_default() -= i128::from(after) - i128::from(before);
                *expected.entry(key).or_default() += i128::from(after) - i128::from(before);
            }
            (true, false) => {
                let payer = books
                    .rents
                    .remove(&key)
                    .ok_or_else(|| format!("{key} was closed; who paid for it?"))?;
                *expected.entry(payer).or_default() += i128::from(before);
                *expected.entry(key).or_default() -= i128::from(before);
            }
            _ => {}
        }
    }
    for change in &receipt.changes {
        let moved = i128::from(balance(&change.after)) - i128::from(balance(&change.before));
        let should = expected.get(&change.key).copied().unwrap_or(0);
        if moved != should {
            return Err(format!(
                "{}: {moved} lamports moved instead of {should}",
                change.key
            ));
        }
    }
    Ok(())
}
