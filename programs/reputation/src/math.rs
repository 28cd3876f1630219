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

/// Stars of the best rating.
pub const FIVE_STARS: u8 = 5;
/// One whole in the width of sums.
const ONE: u64 = BPS as u64;
/// Beyond 2^40 bps (a hundred million jobs) more trust changes no score, and products stay below 64 bits.
const MOST_TRUST: u64 = 1 << 40;

/// What a job of `price` (base units of a mint with `decimals`) counts: 10,000 from `full` whole tokens on, in
/// proportion below, rounded down. Exact without 128 bits: tokens beyond 64 bits are never reached.
pub fn price_weight(price: u64, decimals: u8, full: u64) -> u64 {
    // Four decimals are bps of a token.
    let weight = match decimals.checked_sub(4) {
        Some(more) => 10u64
            .checked_pow(u32::from(more))
            .and_then(|scale| scale.checked_mul(full))
            .and_then(|bps| price.checked_div(bps)),
        None => price
            .saturating_mul(10u64.saturating_pow(4u32.saturating_sub(u32::from(decimals))))
            .checked_div(full),
    };
    weight.unwrap_or(0).min(ONE)
}

/// What a job of `weight` counts when its client's jobs before it weigh `seen`: all while they are fewer than `full`
/// whole jobs, then half, a quarter …
pub fn repeated_weight(weight: u64, seen: u32, full: u8) -> u64 {
    let jobs = seen / u32::from(BPS);
    match jobs.checked_sub(u32::from(full)) {
        None => weight,
        Some(beyond) => weight.checked_shr(beyond.saturating_add(1)).unwrap_or(0),
    }
}

/// The part of `points` that a job of `weight` earns, rounded down.
pub fn part_of(points: u16, weight: u64) -> i32 {
    let part = u64::from(points).saturating_mul(weight.min(ONE)) / ONE;
    i32::try_from(part).unwrap_or(i32::from(points))
}

/// A rating of 1 to 5 stars in bps of five.
pub fn stars_bps(stars: u8) -> u64 {
    u64::from(stars.min(FIVE_STARS)) * ONE / u64::from(FIVE_STARS)
}

/// The part of a node's `age` that heartbeats covered, in bps; all of it for a node that registered just now.
pub fn uptime(covered: u32, age: u32) -> u16 {
    ratio(u64::from(covered), u64::from(age), BPS)
}

/// The five parts of a score, each 0–10,000 bps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratios {
    /// Settled jobs among those the node is answerable for, by price.
    pub completion: u16,
    /// Mean time accuracy of settled jobs, by price.
    pub time: u16,
    /// Mean rating, by price and client, beside one full rating of two and a half stars that every node has.
    pub ratings: u16,
    /// Proofs that held, by price; whole while there were none.
    pub proofs: u16,
    /// Part of its life that heartbeats covered.
    pub uptime: u16,
}

/// `part / whole` in bps, at most 10,000; `otherwise` for an empty whole.
fn ratio(part: u64, whole: u64, otherwise: u16) -> u16 {
    mean(part.saturating_mul(ONE), whole, otherwise)
}

/// A sum of bps over its weights, at most 10,000; `otherwise` without weights.
fn mean(sum: u64, weights: u64, otherwise: u16) -> u16 {
    sum.checked_div(weights)
        .map_or(otherwise, |bps| u16::try_from(bps.min(ONE)).unwrap_or(BPS))
}

impl Ratios {
    /// The ratios behind what is known about a node.
    pub fn new(entry: &NodeScore) -> Self {
        let answerable = entry.settled_weight.saturating_add(entry.fault_weight);
        Self {
            completion: ratio(entry.settled_weight, answerable, 0),
            time: mean(entry.time_accuracy_sum, entry.time_weight, 0),
            ratings: mean(
                entry.rating_sum.saturating_add(ONE * ONE / 2),
                entry.rating_weight.saturating_add(ONE),
                0,
            ),
            proofs: ratio(entry.valid_weight, entry.proof_weight, BPS),
            uptime: entry.uptime,
        }
    }
}

/// The score: weighted ratios plus the adjustment (points, at most 0), scaled by n/(n + confidence) for
/// `trust` = n in bps, within 0–1,000.
pub fn score(ratios: &Ratios, adjustment: i32, trust: u64, params: &ReputationParams) -> u16 {
    let parts = [
        ratios.completion,
        ratios.time,
        ratios.ratings,
        ratios.proofs,
        ratios.uptime,
    ];
    // At most 1,000 · 10,000 in sum: far from 64 bits.
    let weighted: i64 = parts
        .iter()
        .zip(params.weights)
        .map(|(part, weight)| i64::from(*part).saturating_mul(i64::from(weight)))
        .sum();
    let points = weighted.saturating_add(i64::from(adjustment).saturating_mul(i64::from(BPS)));
    scaled(u64::try_from(points).unwrap_or(0), trust, params.confidence)
}

/// `points` (in bps of a point) · n/(n + confidence), for n in bps, in whole points.
fn scaled(points: u64, trust: u64, confidence: u16) -> u16 {
    let n = trust.min(MOST_TRUST);
    let whole = n.saturating_add(u64::from(confidence).saturating_mul(ONE));
    let score = points.saturating_mul(n).checked_div(whole).unwrap_or(0) / ONE;
    u16::try_from(score).unwrap_or(MAX_SCORE).min(MAX_SCORE)
}

/// What a client is judged by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientConduct {
    /// Jobs paid to the end, by price (bps of a job that counts fully).
    pub settled_weight: u64,
    /// Running jobs that the client stopped, by price.
    pub cancelled_weight: u64,
    /// Disputes that it lost.
    pub disputes_lost: u32,
}

/// A client's score, 0–1,000: the part of its jobs that it paid to the end, less `penalty` points for each dispute
/// lost, scaled by n/(n + confidence) as a node's is. A new wallet has none, so a bad one is not left for free.
pub fn client_score(conduct: &ClientConduct, confidence: u16, penalty: u16) -> u16 {
    let begun = conduct.settled_weight.saturating_add(conduct.cancelled_weight);
    let kept = u64::from(ratio(conduct.settled_weight, begun, 0)).saturating_mul(u64::from(MAX_SCORE));
    let lost = u64::from(penalty)
        .saturating_mul(ONE)
        .saturating_mul(u64::from(conduct.disputes_lost));
    scaled(kept.saturating_sub(lost), conduct.settled_weight, confidence)
}

#[cfg(test)]
mod tests;
