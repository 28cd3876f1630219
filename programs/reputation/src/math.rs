//! The score formula in integers. Ratios are basis points (0–10,000), scores points (0–1,000). Nothing fails:
//! what would leave its range saturates, because one strange entry must not block a page.
use governance::{math::price_band, state::ReputationParams, BPS, MAX_SCORE};

use crate::state::NodeScore;

/// Bronze, Silver, Gold or Diamond: what a score allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Tier {
    /// Scores below the first threshold.
    Bronze,
    /// From the first threshold.
    Silver,
    /// From the second threshold.
    Gold,
    /// From the third threshold: jobs of any price at the lower fee.
    Diamond,
}

/// The tier of a score.
pub fn tier(score: u16, params: &ReputationParams) -> Tier {
    let [silver, gold, diamond] = params.tier_scores;
    if score < silver {
        Tier::Bronze
    } else if score < gold {
        Tier::Silver
    } else if score < diamond {
        Tier::Gold
    } else {
        Tier::Diamond
    }
}

/// Whether a node with `score` may take a job of `price` (base units of a mint with `decimals`).
/// `None` above 18 decimals.
pub fn tier_allows(score: u16, price: u64, decimals: u8, params: &ReputationParams) -> Option<bool> {
    let limits = &params.tier_price_limits_tokens;
    let limit = match tier(score, params) {
        Tier::Diamond => return price_band(price, decimals, limits).map(|_| true),
        lower => *limits.get(lower as usize)?,
    };
    Some(u128::from(price) < governance::math::tokens_to_base(limit, decimals)?)
}

/// How near a run came to its estimate (seconds), in bps: 10,000 within `grace` seconds of it, falling to 0
/// when it misses by the whole estimate more.
pub fn time_accuracy(estimated: u32, actual: u32, grace: i64) -> u16 {
    let missed = i64::from(estimated.abs_diff(actual)).saturating_sub(grace).max(0);
    let estimated = i64::from(estimated);
    if missed >= estimated {
        return if missed == 0 { BPS } else { 0 };
    }
    // Both below 2^32, so the product stays below 2^46.
    let share = (estimated - missed).saturating_mul(i64::from(BPS)) / estimated;
    u16::try_from(share).unwrap_or(BPS)
}

/// The five parts of a score, each 0–10,000 bps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratios {
    /// Settled jobs among those the node is answerable for.
    pub completion: u16,
    /// Mean time accuracy of settled jobs.
    pub time: u16,
    /// Weighted mean rating; half while nobody rated.
    pub ratings: u16,
    /// Proofs that held; whole while there were none.
    pub proofs: u16,
    /// Outcomes at which heartbeats came.
    pub uptime: u16,
}

/// `part / whole` in bps, at most 10,000; `otherwise` for an empty whole.
fn ratio(part: u64, whole: u64, otherwise: u16) -> u16 {
    match governance::math::proportion(u64::from(BPS), part, whole) {
        Some(bps) => u16::try_from(bps).unwrap_or(BPS).min(BPS),
        None if whole == 0 => otherwise,
        None => BPS,
    }
}

impl Ratios {
    /// The ratios behind a node's counts.
    pub fn new(entry: &NodeScore) -> Self {
        let settled = u64::from(entry.settled);
        let answerable = settled
            .saturating_add(u64::from(entry.failed))
            .saturating_add(u64::from(entry.timed_out))
            .saturating_add(u64::from(entry.disputes_lost));
        Self {
            completion: ratio(settled, answerable, 0),
            time: ratio(entry.time_accuracy_sum, settled.saturating_mul(u64::from(BPS)), 0),
            ratings: ratio(
                entry.rating_sum,
                entry.rating_weight.saturating_mul(u64::from(BPS)),
                BPS / 2,
            ),
            proofs: ratio(u64::from(entry.proofs_valid), u64::from(entry.proofs_total), BPS),
            uptime: ratio(u64::from(entry.alive), u64::from(entry.alive_samples), 0),
        }
    }
}

/// The score: weighted ratios plus the adjustment (points, at most 0), scaled by n/(n + confidence) after
/// `settled` = n jobs, within 0–1,000.
pub fn score(ratios: &Ratios, adjustment: i32, settled: u32, params: &ReputationParams) -> u16 {
    let parts = [
        ratios.completion,
        ratios.time,
        ratios.ratings,
        ratios.proofs,
        ratios.uptime,
    ];
    let bps = i64::from(BPS);
    // At most 1,000 · 10,000 in sum: far from 64 bits.
    let weighted: i64 = parts
        .iter()
        .zip(params.weights)
        .map(|(part, weight)| i64::from(*part).saturating_mul(i64::from(weight)))
        .sum();
    let points = weighted
        .saturating_add(i64::from(adjustment).saturating_mul(bps))
        .max(0);
    let n = i64::from(settled);
    let scaled = points.saturating_mul(n) / n.saturating_add(i64::from(params.confidence)).max(1) / bps;
    u16::try_from(scaled).unwrap_or(MAX_SCORE).min(MAX_SCORE)
}

#[cfg(test)]
mod tests;
