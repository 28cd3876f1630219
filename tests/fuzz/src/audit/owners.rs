//! Tokens that lie in the programs' vaults and are somebody's: locked ones, and those that vest.
use governance::{TokenLock, Vesting};

use super::{take_gift, Entry, Flows};
use crate::books::Books;

/// Place of the one whose tokens create_vesting gives away.
const FUNDER: usize = 1;

/// Locked tokens are their owner's; with the last of them go the gifts to their vault.
pub fn locks(books: &mut Books, entry: &Entry, flows: &mut Flows) {
    for (key, before, after) in &entry.moves.locks {
        let Some(owner) = before.as_ref().or(after.as_ref()).map(|lock| lock.owner) else {
            continue;
        };
        let amount = |lock: &Option<TokenLock>| lock.as_ref().map_or(0, |lock| i128::from(lock.amount));
        let mut gain = amount(before) - amount(after);
        if after.is_none() {
            gain += take_gift(books, key) as i128;
        }
        *flows.entry((owner, entry.cyxwiz())).or_default() += gain;
    }
}

/// What has vested by `now`: nothing before the cliff, then in proportion, rounded down.
fn vested(vesting: &Vesting, now: i64) -> u128 {
    let elapsed = i128::from(now) - i128::from(vesting.start);
    let (cliff, duration) = (i128::from(vesting.cliff), i128::from(vesting.duration));
    if elapsed <= 0 || elapsed < cliff {
        return 0;
    }
    u128::from(vesting.total) * elapsed.min(duration) as u128 / duration as u128
}

/// A vesting takes all of its tokens from who pays, and gives its beneficiary what time has made theirs.
pub fn vestings(books: &mut Books, entry: &Entry, flows: &mut Flows) {
    for (key, before, after) in &entry.moves.vestings {
        let mint = entry.cyxwiz();
        match (before, after) {
            (None, Some(new)) => {
                let funder = entry.step.instruction.accounts[FUNDER].pubkey;
                *flows.entry((funder, mint)).or_default() -= i128::from(new.total);
            }
            (Some(was), after) if entry.step.name == "claim_vesting" => {
                let mut paid = vested(was, entry.now) as i128 - i128::from(was.claimed);
                if after.is_none() {
                    paid += take_gift(books, key) as i128;
                }
                let account = books.tokens.get(&was.beneficiary).filter(|_| was.to_account);
                let owner = account.map_or(was.beneficiary, |account| account.owner);
                *flows.entry((owner, mint)).or_default() += paid;
            }
            _ => {}
        }
    }
}
