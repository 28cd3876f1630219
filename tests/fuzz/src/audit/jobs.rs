//! Prices: every payment out of a vault, reckoned in the job's own ledger.
use anchor_lang::prelude::Pubkey;
use governance::Verdict;
use job_escrow::{Job, JobState};

use super::{exact, fund, take_gift, Entry, Flows};
use crate::{
    books::Books,
    ledger::{Ending, Ledger, Split},
};

/// What a dispute of the job has come to.
pub fn verdict_of(books: &Books, job: &Job) -> Option<Verdict> {
    books.disputes.get(&job.dispute)?.verdict
}

fn ends(before: &Job, after: Option<&Job>) -> bool {
    !before.state.is_terminal() && after.is_none_or(|job| job.state.is_terminal())
}

/// What the instruction of this name means for a job in this state.
fn ending(books: &Books, job: &Job, name: &str) -> Result<Ending, String> {
    Ok(match (name, job.state) {
        ("settle", _) => Ending::Paid,
        ("cancel" | "timeout_refund", JobState::Funded) => Ending::Withdrawn,
        ("cancel", _) => Ending::Cancelled,
        ("timeout_refund", _) => Ending::Failed,
        ("resolve_dispute", _) => match verdict_of(books, job) {
            Some(Verdict::ForClient) => Ending::Refunded,
            Some(Verdict::ForNode) => Ending::Paid,
            Some(Verdict::NoQuorum) => Ending::Divided,
            None => return Err("a dispute was resolved without a verdict".into()),
        },
        _ => return Err(format!("{name} ended a job in state {:?}", job.state)),
    })
}

/// Enters what jobs did with their money, and says what wallets should have gained.
pub fn enter(books: &mut Books, entry: &Entry, flows: &mut Flows) -> Result<(), String> {
    for (key, before, after) in &entry.moves.jobs {
        match (before, after) {
            (None, Some(job)) => open(books, entry, *key, job, flows),
            (Some(before), after) => step(books, entry, *key, (before, after.as_ref()), flows),
            (None, None) => Ok(()),
        }
        .map_err(|what| format!("job {key}: {what}"))?;
    }
    Ok(())
}

/// What the client gave and the mint did not keep is the price.
fn open(books: &mut Books, entry: &Entry, key: Pubkey, job: &Job, flows: &mut Flows) -> Result<(), String> {
    let kept = books
        .tokens
        .get(&books.vaults[&key])
        .map_or(0, |vault| vault.withheld);
    books.ledgers.insert(key, Ledger::open(job));
    books.totals.entry(job.mint).or_default().deposited += u128::from(job.price);
    let mint = &entry.ground.mints[entry.ground.mint(&job.mint)];
    let given = u128::from(job.price) + u128::from(kept);
    *flows.entry((job.client, job.mint)).or_default() -= given as i128;
    if mint.arrives(given) != u128::from(job.price) {
        return Err(format!("{given} were given, and the price is {}", job.price));
    }
    Ok(())
}

fn step(
    books: &mut Books,
    entry: &Entry,
    key: Pubkey,
    (before, after): (&Job, Option<&Job>),
    flows: &mut Flows,
) -> Result<(), String> {
    let name = entry.step.name;
    let mut ledger = books.ledgers.remove(&key).ok_or("it has no ledger")?;
    if before.state.is_terminal() {
        return match after {
            Some(after) if after.state == before.state => {
                books.ledgers.insert(key, ledger);
                Ok(())
            }
            Some(after) => Err(format!("went from {:?} to {:?}", before.state, after.state)),
            None => Ok(()),
        };
    }
    if let Some(after) = after.filter(|after| after.proofs > before.proofs) {
        ledger.proofs.push((entry.now, after.proven_checkpoints));
    }
    if let Some(after) = after {
        exact::enter(entry, &mut ledger, before, after)?;
    }
    let ended = ends(before, after);
    let paid = match (name, after) {
        _ if ended => ledger.end(before, ending(books, before, name)?),
        ("reassign", Some(_)) => ledger.next_stage(before),
        ("claim_progress", Some(after)) => {
            let cleared = after.cleared_checkpoints;
            let paid = ledger.milestone(before, cleared, entry.now)?;
            if paid.total() == 0 {
                return Err("a milestone paid nothing".into());
            }
            paid
        }
        _ => Split::default(),
    };
    ledger.paid.add(&paid);
    pay(books, entry, (key, before), &paid, ended, flows)?;
    if let Some(after) = after {
        agree(after, &ledger)?;
        exact::counts(books, after, &ledger)?;
        books.ledgers.insert(key, ledger);
    } else if ledger.paid.total() != ledger.price {
        return Err(format!(
            "it is gone and paid {:?} of {}",
            ledger.paid, ledger.price
        ));
    }
    Ok(())
}

fn pay(
    books: &mut Books,
    entry: &Entry,
    (key, job): (Pubkey, &Job),
    paid: &Split,
    ended: bool,
    flows: &mut Flows,
) -> Result<(), String> {
    let mint = &entry.ground.mints[entry.ground.mint(&job.mint)];
    let gift = if ended { take_gift(books, &key) } else { 0 };
    books.totals.entry(job.mint).or_default().paid.add(paid);
    *fund(books, job.fee_vault) += mint.arrives(paid.fee);
    *flows.entry((job.node_owner, job.mint)).or_default() += mint.arrives(paid.node) as i128;
    *flows.entry((job.client, job.mint)).or_default() += mint.arrives(paid.client + gift) as i128;
    if ended && books.tokens.contains_key(&books.vaults[&key]) {
        return Err("it ended and left its vault".into());
    }
    Ok(())
}

/// What the program wrote down is what it should have.
fn agree(job: &Job, ledger: &Ledger) -> Result<(), String> {
    let wrote = Split {
        node: job.paid_node.into(),
        fee: job.paid_fee.into(),
        client: job.refunded.into(),
        burned: job.burned.into(),
    };
    let open = !job.state.is_terminal();
    let stage = (u128::from(job.stage_price), u128::from(job.claimed));
    if wrote != ledger.paid || (open && stage != (ledger.stage, ledger.claimed)) {
        return Err(format!(
            "it says {wrote:?} and {stage:?}, and should say {ledger:?}"
        ));
    }
    Ok(())
}
