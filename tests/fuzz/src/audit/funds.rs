//! Money of the protocol: fees and their division, grants, gifts.
use governance::REWARDS_VAULT;

use super::{fund, Entry, Flows};
use crate::{books::Books, ledger::part, step::Gift};

/// Fees and what was given to their vault are divided; what rounding leaves is the treasury's.
pub fn fees(books: &mut Books, entry: &Entry) {
    if entry.step.name != "distribute_fees" {
        return;
    }
    let shares = books
        .config
        .as_ref()
        .map_or([0; 4], |config| config.params.fees.split_bps);
    for mint in &entry.ground.mints {
        let held = entry
            .moves
            .tokens
            .iter()
            .find(|(key, _, _)| *key == mint.fee_vault);
        let Some((_, Some(before), _)) = held else {
            continue;
        };
        let collected = u128::from(before.amount);
        let own = |bps: u16| {
            if mint.key == entry.cyxwiz() {
                part(collected, bps)
            } else {
                0
            }
        };
        let (rewards, liquidity, burned) = (own(shares[0]), part(collected, shares[2]), own(shares[3]));
        books.funds.insert(mint.fee_vault, 0);
        for (key, amount) in [
            (REWARDS_VAULT, rewards),
            (mint.liquidity, liquidity),
            (mint.treasury, collected - rewards - liquidity - burned),
        ] {
            *fund(books, key) += mint.arrives(amount);
        }
        books.fees_burned += burned;
    }
}

/// What somebody gave to a vault, and what governance paid out of a fund.
pub fn gifts(books: &mut Books, entry: &Entry, flows: &mut Flows) {
    let (to, mint, amount) = match entry.step.gift {
        Some(Gift::Tokens {
            from,
            to,
            mint,
            amount,
        }) => {
            *flows.entry((from, mint)).or_default() -= i128::from(amount);
            (to, mint, amount)
        }
        Some(Gift::Grant {
            fund: from,
            to,
            mint,
            amount,
        }) => {
            // The insurance is no such fund: it owes what slashes brought it and payments have not taken.
            if let Some(fund) = books.funds.get_mut(&from) {
                *fund -= u128::from(amount);
            }
            (to, mint, amount)
        }
        _ => return,
    };
    let money = &entry.ground.mints[entry.ground.mint(&mint)];
    let arrived = money.arrives(amount.into());
    let owner = books.tokens.get(&to).map(|holding| holding.owner);
    if let Some(owner) = owner.filter(|owner| entry.ground.is_person(owner)) {
        *flows.entry((owner, mint)).or_default() += arrived as i128;
        return;
    }
    // A fund has what lies in it: a gift to it is a gift to the protocol.
    match books.funds.get_mut(&to) {
        Some(fund) => *fund += arrived,
        None => *books.gifts.entry(to).or_default() += arrived as u64,
    }
}
