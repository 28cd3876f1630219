//! Stakes.
use governance::REWARDS_VAULT;
use node_registry::Node;

use super::{disputes::winning_client, fund, take_gift, Entry, Flows};
use crate::{books::Books, ledger::part};

/// Stakes come from owners and go back to them; rewards come out of their vault; slashes are insured and burned.
pub fn stakes(books: &mut Books, entry: &Entry, flows: &mut Flows) {
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
                books.insured += part(lost, bps);
                books.slashes_burned += lost - part(lost, bps);
            }
            _ => {}
        }
    }
}
