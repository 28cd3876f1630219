//! Stakes.
use governance::{StakeParams, REWARDS_VAULT};
use job_escrow::{Job, VerificationTier};
use node_registry::Node;

use super::{disputes::winning_client, fund, take_gift, Entry, Flows};
use crate::{books::Books, ledger::part};

/// Stakes come from owners and go back to them; rewards come out of their vault; slashes are insured and burned.
pub fn stakes(books: &mut Books, entry: &Entry, flows: &mut Flows) -> Result<(), String> {
    // A lost dispute divides the stake otherwise.
    let forfeited = winning_client(books, entry).is_some();
    for (key, before, after) in &entry.moves.nodes {
        let Some(owner) = before.as_ref().or(after.as_ref()).map(|node| node.owner) else {
            continue;
        };
        let stake = |node: &Option<Node>| node.as_ref().map_or(0, |node| i128::from(node.stake));
        let grown = stake(after) - stake(before);
        match (entry.step.name, after) {
            ("register_node" | "add_stake" | "claim_withdrawal", _) => {
                *flows.entry((owner, entry.cyxwiz())).or_default() -= grown;
            }
            ("compound_rewards", _) => {
                let left = fund(books, REWARDS_VAULT);
                *left = left.saturating_sub(u128::try_from(grown).unwrap_or(0));
            }
            (_, None) => {
                *flows.entry((owner, entry.cyxwiz())).or_default() += take_gift(books, key) as i128 - grown;
            }
            ("timeout_refund" | "reassign" | "resolve_dispute", Some(_)) => {
                let lost = if forfeited {
                    0
                } else {
                    u128::try_from(-grown).unwrap_or(0)
                };
                let bps = books
                    .config
                    .as_ref()
                    .map_or(0, |config| config.params.stake.insurance_bps);
                failed(books, entry, (before.as_ref(), after.as_ref()), lost)
                    .map_err(|what| format!("node {key}: {what}"))?;
                books.insured += part(lost, bps);
                books.slashes_burned += lost - part(lost, bps);
            }
            _ => {}
        }
    }
    Ok(())
}

/// A node that has failed a job loses what that costs; a verdict may also let it go.
fn failed(
    books: &Books,
    entry: &Entry,
    (before, after): (Option<&Node>, Option<&Node>),
    lost: u128,
) -> Result<(), String> {
    let verdict = entry.step.name == "resolve_dispute";
    let (Some(before), Some(after)) = (before, after) else {
        return Ok(());
    };
    let job = entry.moves.jobs.iter().find_map(|(_, job, _)| job.as_ref());
    let job = job.filter(|_| !verdict || lost > 0);
    let due = job.map_or(lost, |job| slash(books, job, before, after));
    (lost == due)
        .then_some(())
        .ok_or_else(|| format!("it lost {lost} of {} instead of {due}", before.stake))
}

/// What the node of a job loses that it has failed: a part by the job's price, or more if it said what its steps were and
/// could not show it; and a part of the rest, when it has failed too often.
fn slash(books: &Books, job: &Job, before: &Node, after: &Node) -> u128 {
    let Some(params) = books.config.as_ref().map(|config| config.params.stake) else {
        return 0;
    };
    let earns = job.tier == VerificationTier::Committed || job.audits_passed();
    let bps = match job.steps_anchored && !earns {
        true => params.audit_slash_bps,
        false => params.failure_slash_bps[band(job, &params)],
    };
    let stake = u128::from(before.stake);
    let lost = part(stake, bps);
    let repeated = after.recent_failures.iter().all(|at| *at == 0);
    match repeated {
        true => lost + part(stake - lost, params.repeat_slash_bps),
        false => lost,
    }
}

/// Which of the four bands of prices a job is in.
fn band(job: &Job, params: &StakeParams) -> usize {
    let unit = 10u128.pow(job.decimals.into());
    let [first, second, third] = params.price_limits_tokens.map(|tokens| u128::from(tokens) * unit);
    match u128::from(job.stage_price) {
        price if price < first => 0,
        price if price < second => 1,
        price if price <= third => 2,
        _ => 3,
    }
}
