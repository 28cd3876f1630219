//! What every instruction must leave true, worked out again from what the design says and not from what a program
//! wrote down: where each price went, what each vault owes, who paid which lamports.
use std::collections::BTreeMap;

use anchor_lang::prelude::Pubkey;
use governance::{Party, Verdict, REWARDS_VAULT};
use job_escrow::{Job, JobState};
use solana_account::ReadableAccount;

use crate::{
    books::{Books, Moves, PROGRAMS},
    chain::{Receipt, TOKEN, TOKEN_2022},
    setup::Ground,
    step::{Gift, Step},
};

/// Tokens that an owner gains or loses by an instruction, by (owner, mint).
type Flows = BTreeMap<(Pubkey, Pubkey), i128>;

/// Where a price goes.
#[derive(Default)]
struct Split {
    node: u128,
    fee: u128,
    client: u128,
    burned: u128,
}

fn part(amount: u128, bps: u16) -> u128 {
    amount * u128::from(bps) / 10_000
}

/// Where the price of `job` goes by the instruction that ends it.
fn split(job: &Job, name: &str, verdict: Option<Verdict>) -> Split {
    let price = u128::from(job.price);
    let earned = match (name, verdict) {
        ("settle", _) | ("resolve_dispute", Some(Verdict::ForNode)) => price,
        ("resolve_dispute", Some(Verdict::ForClient)) => 0,
        _ => price * u128::from(job.proven_checkpoints) / u128::from(job.checkpoints),
    };
    let fee = part(earned, job.fee_bps);
    let rest = price - earned;
    let (compensation, burned) = match (name, job.state) {
        ("cancel", JobState::Running) => (part(rest, job.terms.cancel_fee_bps), 0),
        ("timeout_refund", JobState::Running | JobState::Proving) => {
            (0, part(rest, job.terms.refund_burn_bps))
        }
        _ => (0, 0),
    };
    Split {
        node: earned - fee + compensation,
        fee,
        client: rest - compensation - burned,
        burned,
    }
}

/// What a dispute of the job has come to.
fn verdict_of(books: &Books, job: &Job) -> Option<Verdict> {
    books
        .disputes
        .get(&job.dispute)
        .and_then(|dispute| dispute.verdict)
}

fn ends(before: &Job, after: &Option<Job>) -> bool {
    let ended = |job: &Job| job.state.is_terminal();
    !ended(before) && after.as_ref().is_none_or(ended)
}

/// Enters what jobs did with their money, and says what wallets should have gained.
fn job_flows(books: &mut Books, moves: &Moves, step: &Step, flows: &mut Flows) -> Result<(), String> {
    for (key, before, after) in &moves.jobs {
        match (before, after) {
            (None, Some(job)) => {
                books.totals.entry(job.mint).or_default().deposited += u128::from(job.price);
                *flows.entry((job.client, job.mint)).or_default() -= i128::from(job.price);
            }
            (Some(job), after) if ends(job, after) => {
                let paid = split(job, step.name, verdict_of(books, job));
                let vault = books.vaults.get(key).copied().unwrap_or_default();
                let gift = books.gifts.remove(&vault).unwrap_or(0);
                let totals = books.totals.entry(job.mint).or_default();
                *books.funds.entry(job.fee_vault).or_default() += paid.fee;
                totals.paid += paid.node;
                totals.fees += paid.fee;
                totals.refunded += paid.client;
                totals.burned += paid.burned;
                *flows.entry((job.node_owner, job.mint)).or_default() += paid.node as i128;
                *flows.entry((job.client, job.mint)).or_default() += paid.client as i128 + i128::from(gift);
                if books.tokens.contains_key(&vault) {
                    return Err(format!("job {key} ended and left its vault"));
                }
            }
            (Some(before), Some(after)) if before.state.is_terminal() && before.state != after.state => {
                return Err(format!(
                    "job {key} went from {:?} to {:?}",
                    before.state, after.state
                ));
            }
            (Some(job), None) if !job.state.is_terminal() => {
                return Err(format!("job {key} was closed in state {:?}", job.state));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Stakes come from owners and go back to them; rewards come out of their vault. Slashes are no wallet's business.
fn node_flows(books: &mut Books, moves: &Moves, mint: Pubkey, step: &Step, flows: &mut Flows) {
    for (key, before, after) in &moves.nodes {
        let Some(owner) = before.as_ref().or(after.as_ref()).map(|node| node.owner) else {
            continue;
        };
        let stake =
            |node: &Option<node_registry::Node>| node.as_ref().map_or(0, |node| i128::from(node.stake));
        let grown = stake(after) - stake(before);
        let flow = flows.entry((owner, mint)).or_default();
        match (step.name, after) {
            ("register_node" | "add_stake" | "claim_withdrawal", _) => *flow -= grown,
            ("compound_rewards", _) => {
                let left = books.funds.entry(REWARDS_VAULT).or_default();
                *left = left.saturating_sub(u128::try_from(grown).unwrap_or(0));
            }
            (_, None) => *flow += i128::from(books.gifts.remove(&books.vaults[key]).unwrap_or(0)) - grown,
            _ => {}
        }
    }
}

/// A node that loses a dispute loses stake to client and treasury.
fn forfeit_flows(books: &mut Books, moves: &Moves, ground: &Ground, flows: &mut Flows) {
    let lost = moves.jobs.iter().find_map(|(_, before, after)| {
        let (before, after) = (before.as_ref()?, after.as_ref()?);
        let ended = before.state == JobState::Disputed && after.state == JobState::Resolved;
        (ended && verdict_of(books, after) == Some(Verdict::ForClient)).then_some(after.client)
    });
    let Some((client, params)) = lost.zip(books.config.as_ref().map(|config| config.params.stake)) else {
        return;
    };
    for (_, before, _) in &moves.nodes {
        let stake = before.as_ref().map_or(0, |node| u128::from(node.stake));
        let amount = part(stake, params.dispute_slash_bps);
        let to_client = part(amount, params.dispute_client_bps);
        let cyxwiz = ground.mints[0];
        *flows.entry((client, cyxwiz.key)).or_default() += to_client as i128;
        *books.funds.entry(cyxwiz.treasury).or_default() += amount - to_client;
    }
}

/// Bonds go in when a dispute begins or is appealed, and out to who was right, or else to the treasury.
fn bond_flows(books: &mut Books, moves: &Moves, ground: &Ground, flows: &mut Flows) {
    let cyxwiz = ground.mints[0];
    for (key, before, after) in &moves.disputes {
        let Some(now) = after else { continue };
        let mut flow = |party: Party, amount: i128| {
            *flows.entry((now.wallet_of(party), cyxwiz.key)).or_default() += amount;
        };
        match before {
            None => flow(now.opener, -i128::from(now.bond)),
            Some(was) if !was.bonds_released && now.bonds_released => {
                let winner = now.verdict.and_then(|verdict| match verdict {
                    Verdict::ForClient => Some(Party::Client),
                    Verdict::ForNode => Some(Party::Node),
                    Verdict::NoQuorum => None,
                });
                let mut rest = u128::from(books.gifts.remove(&books.vaults[key]).unwrap_or(0));
                match winner.is_none_or(|winner| winner == was.opener) {
                    true => flow(was.opener, i128::from(was.bond)),
                    false => rest += u128::from(was.bond),
                }
                match was.appellant.filter(|appellant| winner == Some(*appellant)) {
                    Some(appellant) => flow(appellant, i128::from(was.deposit)),
                    None => rest += u128::from(was.deposit),
                }
                *books.funds.entry(cyxwiz.treasury).or_default() += rest;
            }
            Some(was) => {
                if let (None, Some(appellant)) = (was.appellant, now.appellant) {
                    flow(appellant, -i128::from(now.deposit));
                }
            }
        }
    }
}

/// Locked tokens are their owner's; with the last of them go the gifts to their vault.
fn lock_flows(books: &mut Books, moves: &Moves, mint: Pubkey, flows: &mut Flows) {
    for (key, before, after) in &moves.locks {
        let Some(owner) = before.as_ref().or(after.as_ref()).map(|lock| lock.owner) else {
            continue;
        };
        let amount =
            |lock: &Option<governance::TokenLock>| lock.as_ref().map_or(0, |lock| i128::from(lock.amount));
        let mut gain = amount(before) - amount(after);
        if after.is_none() {
            gain += i128::from(books.gifts.remove(&books.vaults[key]).unwrap_or(0));
        }
        *flows.entry((owner, mint)).or_default() += gain;
    }
}

/// Fees and what was given to their vault are divided; what rounding leaves is the treasury's.
fn fee_flows(books: &mut Books, moves: &Moves, ground: &Ground, step: &Step) {
    if step.name != "distribute_fees" {
        return;
    }
    for mint in &ground.mints {
        let held = moves.tokens.iter().find(|(key, _, _)| *key == mint.fee_vault);
        let Some((_, Some(before), _)) = held else {
            continue;
        };
        let collected = u128::from(before.amount);
        let shares = books
            .config
            .as_ref()
            .map_or([0; 4], |config| config.params.fees.split_bps);
        let own = |bps: u16| {
            if mint.key == ground.mints[0].key {
                part(collected, bps)
            } else {
                0
            }
        };
        let (rewards, liquidity, burned) = (own(shares[0]), part(collected, shares[2]), own(shares[3]));
        books.funds.insert(mint.fee_vault, 0);
        for (fund, amount) in [
            (REWARDS_VAULT, rewards),
            (mint.liquidity, liquidity),
            (mint.treasury, collected - rewards - liquidity - burned),
        ] {
            *books.funds.entry(fund).or_default() += amount;
        }
        books.fees_burned += burned;
    }
}

fn gift_flows(books: &mut Books, step: &Step, flows: &mut Flows) {
    if let Some(Gift::Tokens {
        from,
        to,
        mint,
        amount,
    }) = step.gift
    {
        // A fund has what lies in it: a gift to it is a gift to the protocol.
        match books.funds.get_mut(&to) {
            Some(fund) => *fund += u128::from(amount),
            None => *books.gifts.entry(to).or_default() += amount,
        }
        *flows.entry((from, mint)).or_default() -= i128::from(amount);
    }
}

/// Wallets gained and lost what they should have.
fn wallets(moves: &Moves, ground: &Ground, mut expected: Flows) -> Result<(), String> {
    for (_, before, after) in &moves.tokens {
        for (holding, sign) in [(before, 1), (after, -1)] {
            let Some(holding) = holding else { continue };
            if ground.is_person(&holding.owner) {
                *expected.entry((holding.owner, holding.mint)).or_default() +=
                    sign * i128::from(holding.amount);
            }
        }
    }
    // What is left over in an entry is what should have come and did not, or the other way round.
    expected.retain(|(owner, _), missing| *missing != 0 && ground.is_person(owner));
    expected
        .is_empty()
        .then_some(())
        .ok_or_else(|| format!("wallets, (owner, mint): tokens missing: {expected:?}"))
}

/// What each vault must hold besides gifts.
fn dues(books: &Books, ground: &Ground) -> BTreeMap<Pubkey, u128> {
    let mut dues = BTreeMap::new();
    for (key, job) in books.jobs.iter().filter(|(_, job)| !job.state.is_terminal()) {
        dues.insert(books.vaults[key], u128::from(job.price));
    }
    for (key, node) in &books.nodes {
        dues.insert(books.vaults[key], u128::from(node.stake));
    }
    if let Some(registry) = &books.registry {
        dues.insert(
            ground.insurance,
            u128::from(registry.insured - registry.insurance_paid),
        );
    }
    for (key, dispute) in books
        .disputes
        .iter()
        .filter(|(_, dispute)| !dispute.bonds_released)
    {
        dues.insert(
            books.vaults[key],
            u128::from(dispute.bond) + u128::from(dispute.deposit),
        );
    }
    for (key, lock) in &books.locks {
        dues.insert(books.vaults[key], u128::from(lock.amount));
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
fn vaults(books: &Books, ground: &Ground) -> Result<(), String> {
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

/// Tokens add up to the supply, and the supply to what was issued less what was burned.
fn supplies(books: &Books, ground: &Ground) -> Result<(), String> {
    for mint in &ground.mints {
        let held: u128 = books
            .tokens
            .values()
            .filter(|holding| holding.mint == mint.key)
            .map(|holding| u128::from(holding.amount))
            .sum();
        let supply = u128::from(books.supplies[&mint.key]);
        let totals = books.totals.get(&mint.key).copied().unwrap_or_default();
        let fees_burned = if mint.key == ground.mints[0].key {
            books.fees_burned
        } else {
            0
        };
        let slashed = books
            .registry
            .as_ref()
            .filter(|registry| registry.mint == mint.key)
            .map_or(0, |registry| u128::from(registry.burned));
        let issued = u128::from(books.issued[&mint.key]);
        if held != supply || supply + totals.burned + slashed + fees_burned != issued {
            return Err(format!(
                "mint {}: {held} in accounts, supply {supply}, issued {issued}, burned {} + {slashed}",
                mint.key, totals.burned
            ));
        }
        let open: u128 = books
            .jobs
            .values()
            .filter(|job| job.mint == mint.key && !job.state.is_terminal())
            .map(|job| u128::from(job.price))
            .sum();
        if totals.deposited != open + totals.paid + totals.refunded + totals.fees + totals.burned {
            return Err(format!(
                "mint {}: deposits differ from their uses: {totals:?}, open {open}",
                mint.key
            ));
        }
    }
    Ok(())
}

/// Lamports move for fees, rents and gifts only; a rent goes back to who paid it.
fn lamports(books: &mut Books, ground: &Ground, step: &Step, receipt: &Receipt) -> Result<(), String> {
    let mut expected: BTreeMap<Pubkey, i128> = BTreeMap::new();
    expected.insert(ground.fee_payer, -i128::from(receipt.fee));
    if let Some(Gift::Lamports { from, to, amount }) = step.gift {
        *expected.entry(from).or_default() -= i128::from(amount);
        *expected.entry(to).or_default() += i128::from(amount);
    }
    let balance = |account: &Option<_>| -> u64 {
        account
            .as_ref()
            .map_or(0, |account: &solana_account::AccountSharedData| {
                account.lamports()
            })
    };
    let owned = |account: &Option<solana_account::AccountSharedData>| {
        account.as_ref().is_some_and(|account| {
            account.lamports() > 0
                && PROGRAMS
                    .iter()
                    .chain([&TOKEN, &TOKEN_2022])
                    .any(|program| program == account.owner())
        })
    };
    for change in &receipt.changes {
        let (before, after) = (balance(&change.before), balance(&change.after));
        let key = change.key;
        match (owned(&change.before), owned(&change.after)) {
            (false, true) => {
                books.rents.insert(key, step.payer);
                *expected.entry(step.payer).or_default() -= i128::from(after) - i128::from(before);
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

/// Enters a transaction and checks the books.
pub fn audit(books: &mut Books, ground: &Ground, step: &Step, receipt: &Receipt) -> Result<(), String> {
    let moves = books.enter(receipt);
    let mut flows = Flows::new();
    job_flows(books, &moves, step, &mut flows)?;
    forfeit_flows(books, &moves, ground, &mut flows);
    bond_flows(books, &moves, ground, &mut flows);
    lock_flows(books, &moves, ground.mints[0].key, &mut flows);
    fee_flows(books, &moves, ground, step);
    node_flows(books, &moves, ground.mints[0].key, step, &mut flows);
    gift_flows(books, step, &mut flows);
    wallets(&moves, ground, flows)?;
    vaults(books, ground)?;
    supplies(books, ground)?;
    lamports(books, ground, step, receipt)
}
