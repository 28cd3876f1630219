//! What every instruction must leave true, worked out again from what the design says and not from what a program
//! wrote down: where each price went, what each vault owes, who paid which lamports.
mod disputes;
mod exact;
mod funds;
mod jobs;
mod lamports;
mod nodes;
mod owners;
mod vaults;

pub use disputes::reward;

use std::collections::BTreeMap;

use anchor_lang::prelude::Pubkey;

use crate::{
    books::{Books, Moves},
    chain::Receipt,
    setup::Ground,
    step::Step,
};

/// Tokens that an owner gains or loses by an instruction, by (owner, mint).
type Flows = BTreeMap<(Pubkey, Pubkey), i128>;

/// What is looked at.
struct Entry<'a> {
    ground: &'a Ground,
    step: &'a Step,
    moves: &'a Moves,
    now: i64,
    slot: u64,
}

impl Entry<'_> {
    fn cyxwiz(&self) -> Pubkey {
        self.ground.mints[0].key
    }
}

/// Takes what was given to a vault, which leaves with the last of what the vault owes.
fn take_gift(books: &mut Books, of: &Pubkey) -> u128 {
    let vault = books.vaults.get(of).copied().unwrap_or_default();
    books.gifts.remove(&vault).unwrap_or(0).into()
}

fn fund(books: &mut Books, key: Pubkey) -> &mut u128 {
    books.funds.entry(key).or_default()
}

/// Enters a transaction and checks the books.
pub fn audit(books: &mut Books, ground: &Ground, step: &Step, receipt: &Receipt) -> Result<(), String> {
    let moves = books.enter(receipt);
    let entry = Entry {
        ground,
        step,
        moves: &moves,
        now: receipt.at,
        slot: receipt.slot,
    };
    let mut flows = Flows::new();
    jobs::enter(books, &entry, &mut flows)?;
    exact::audits(books, &entry)?;
    disputes::forfeits(books, &entry, &mut flows);
    disputes::bonds(books, &entry, &mut flows);
    disputes::rewards(books, &entry, &mut flows)?;
    owners::locks(books, &entry, &mut flows);
    owners::vestings(books, &entry, &mut flows);
    funds::fees(books, &entry);
    nodes::stakes(books, &entry, &mut flows)?;
    funds::gifts(books, &entry, &mut flows);
    vaults::wallets(&entry, flows)?;
    vaults::vaults(books, ground)?;
    vaults::supplies(books, ground)?;
    lamports::check(books, &entry, receipt)
}
