//! What wallets and vaults hold, and what all of them hold together.
use std::collections::BTreeMap;

use anchor_lang::prelude::Pubkey;
use governance::REWARDS_VAULT;

use super::{Entry, Flows};
use crate::{
    books::{Books, Supply},
    setup::Ground,
};

/// Wallets gained and lost what they should have.
pub fn wallets(entry: &Entry, mut expected: Flows) -> Result<(), String> {
    for (_, before, after) in &entry.moves.tokens {
        for (holding, sign) in [(before, 1), (after, -1)] {
            let Some(holding) = holding else { continue };
            if entry.ground.is_person(&holding.owner) {
                *expected.entry((holding.owner, holding.mint)).or_default() +=
                    sign * i128::from(holding.amount);
            }
        }
    }
    // What is left over in an entry is what should have come and did not, or the other way round.
    expected.retain(|(owner, _), missing| *missing != 0 && entry.ground.is_person(owner));
    expected
        .is_empty()
        .then_some(())
        .ok_or_else(|| format!("wallets, (owner, mint): tokens missing: {expected:?}"))
}

/// What each vault must hold besides gifts.
fn dues(books: &Books, ground: &Ground) -> BTreeMap<Pubkey, u128> {
    let mut dues = BTreeMap::new();
    let mut owe = |key: &Pubkey, amount: u128| dues.insert(books.vaults[key], amount);
    for (key, _) in books.jobs.iter().filter(|(_, job)| !job.state.is_terminal()) {
        owe(key, books.ledgers[key].left());
    }
    for (key, node) in &books.nodes {
        owe(key, node.stake.into());
    }
    for (key, dispute) in books
        .disputes
        .iter()
        .filter(|(_, dispute)| !dispute.bonds_released)
    {
        owe(key, u128::from(dispute.bond) + u128::from(dispute.deposit));
    }
    for (key, lock) in &books.locks {
        owe(key, lock.amount.into());
    }
    for (key, vesting) in &books.vestings {
        owe(key, u128::from(vesting.total) - u128::from(vesting.claimed));
    }
    if let Some(registry) = &books.registry {
        dues.insert(
            ground.insurance,
            u128::from(registry.insured - registry.insurance_paid),
        );
    }
    let funds = ground
        .mints
        .iter()
        .flat_map(|mint| [mint.fee_vault, mint.treasury, mint.liquidity]);
    for fund in funds.chain([REWARDS_VAULT]) {
        dues.insert(fund, books.funds.get(&fund).copied().unwrap_or(0));
    }
    dues
}

/// Every token account is a wallet's or a vault's that holds what it owes and was given.
pub fn vaults(books: &Books, ground: &Ground) -> Result<(), String> {
    let mut dues = dues(books, ground);
    for (key, holding) in &books.tokens {
        if ground.is_person(&holding.owner) {
            continue;
        }
        let due = dues
            .remove(key)
            .ok_or_else(|| format!("vault {key} belongs to nothing"))?;
        let expected = due + u128::from(books.given(key));
        if u128::from(holding.amount) != expected {
            return Err(format!(
                "vault {key} holds {} and owes {expected}",
                holding.amount
            ));
        }
    }
    match dues.keys().next() {
        Some(vault) => Err(format!("vault {vault} is missing")),
        None => Ok(()),
    }
}

/// Tokens add up to the supply, the supply to what was issued less what was burned, and deposits to their uses.
pub fn supplies(books: &Books, ground: &Ground) -> Result<(), String> {
    if let Some(registry) = &books.registry {
        let slashed = (books.insured, books.slashes_burned);
        if slashed != (registry.insured.into(), registry.burned.into()) {
            return Err(format!(
                "slashes insured and burned {slashed:?}, the registry differs"
            ));
        }
    }
    for (at, mint) in ground.mints.iter().enumerate() {
        let held: u128 = books
            .tokens
            .values()
            .filter(|holding| holding.mint == mint.key)
            .map(|holding| u128::from(holding.amount) + u128::from(holding.withheld))
            .sum();
        let Supply { supply, withheld } = books.mints[&mint.key];
        let totals = books.totals.get(&mint.key).copied().unwrap_or_default();
        let own = if at == 0 {
            books.slashes_burned + books.fees_burned
        } else {
            0
        };
        let (burned, issued) = (totals.paid.burned + own, u128::from(books.issued[&mint.key]));
        if held + u128::from(withheld) != u128::from(supply) || u128::from(supply) + burned != issued {
            return Err(format!(
                "mint {}: {held} in accounts, {withheld} withheld, supply {supply}, issued {issued}, burned {burned}",
                mint.key
            ));
        }
        let open: u128 = books
            .jobs
            .iter()
            .filter(|(_, job)| job.mint == mint.key && !job.state.is_terminal())
            .map(|(key, _)| books.ledgers[key].left())
            .sum();
        if totals.deposited != open + totals.paid.total() {
            return Err(format!(
                "mint {}: deposits differ from their uses: {totals:?}, open {open}",
                mint.key
            ));
        }
    }
    Ok(())
}
