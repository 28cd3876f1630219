//! Pure arithmetic of the escrow. Amounts are base units of the job's mint; shares are rounded down in favour of
//! the one who receives the rest, and the parts of a payout always add up to the price.

use crate::error::JobEscrowError;
use anchor_lang::prelude::*;
use governance::{
    math::{bps_of, proportion, tokens_to_base},
    BPS,
};

/// `bps` ten-thousandths of `amount`, rounded down.
pub fn share(amount: u64, bps: u16) -> Result<u64> {
    bps_of(amount, bps).ok_or(error!(JobEscrowError::MathOverflow))
}

/// The part of `price` that `proven` of `checkpoints` checkpoints earned, rounded down.
pub fn proven_share(price: u64, proven: u8, checkpoints: u8) -> Result<u64> {
    require!(proven <= checkpoints, JobEscrowError::MathOverflow);
    proportion(price, u64::from(proven), u64::from(checkpoints)).ok_or(error!(JobEscrowError::MathOverflow))
}

/// Where tokens of a vault go, in base units. All payouts of a job together are its price; `stage` makes them.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Payout {
    /// To the node's owner.
    pub to_node: u64,
    /// To governance's fee vault.
    pub fee: u64,
    /// Back to the client.
    pub to_client: u64,
    /// Destroyed; CYXWIZ only.
    pub burned: u64,
}

impl Payout {
    /// The sum of all parts.
    pub fn total(&self) -> Result<u64> {
        [self.fee, self.to_client, self.burned]
            .into_iter()
            .try_fold(self.to_node, u64::checked_add)
            .ok_or(error!(JobEscrowError::MathOverflow))
    }

    /// Both payouts together.
    pub fn and(&self, other: &Self) -> Result<Self> {
        self.each(other, u64::checked_add)
    }

    /// What is left of this payout without the other.
    pub fn less(&self, other: &Self) -> Result<Self> {
        self.each(other, u64::checked_sub)
    }

    fn each(&self, other: &Self, with: fn(u64, u64) -> Option<u64>) -> Result<Self> {
        let part = |a, b| with(a, b).ok_or(error!(JobEscrowError::MathOverflow));
        Ok(Self {
            to_node: part(self.to_node, other.to_node)?,
            fee: part(self.fee, other.fee)?,
            to_client: part(self.to_client, other.to_client)?,
            burned: part(self.burned, other.burned)?,
        })
    }
}

/// Checkpoints of a job: `epochs / interval`, rounded up. The last one may cover fewer epochs.
pub fn checkpoint_count(epochs: u32, interval: u16) -> Result<u8> {
    require!(epochs > 0, JobEscrowError::EpochsIsZero);
    require!(
        interval > 0 && u32::from(interval) <= epochs,
        JobEscrowError::CheckpointIntervalOutOfRange
    );
    let count = epochs.div_ceil(u32::from(interval));
    u8::try_from(count)
        .ok()
        .filter(|count| *count <= crate::constants::MAX_CHECKPOINTS)
        .ok_or(error!(JobEscrowError::TooManyCheckpoints))
}

/// A deadline leaves the accept window and the estimated time, and lies at most `max_deadline` ahead, all in seconds. A
/// shorter one would let a client slash a node for work that nobody can do in time.
pub fn require_deadline(
    deadline_seconds: i64,
    estimated_seconds: u32,
    accept_window: i64,
    max_deadline: i64,
) -> Result<()> {
    require!(estimated_seconds > 0, JobEscrowError::EstimateIsZero);
    let least = accept_window.saturating_add(i64::from(estimated_seconds));
    require!(
        (least..=max_deadline).contains(&deadline_seconds),
        JobEscrowError::DeadlineOutOfRange
    );
    Ok(())
}

/// Checkpoints by which an anchor must advance: `max_epochs` epochs or `part_bps` of the job, whichever is less.
pub fn min_anchor_step(checkpoints: u8, interval: u16, max_epochs: u32, part_bps: u16) -> u8 {
    let by_epochs = u64::from(max_epochs).div_ceil(u64::from(interval.max(1)));
    // A u8 times a u16 stays far inside a u64.
    let by_part = (u64::from(checkpoints) * u64::from(part_bps)).div_ceil(u64::from(BPS));
    let step = by_epochs.min(by_part).clamp(1, u64::from(u8::MAX));
    u8::try_from(step).unwrap_or(u8::MAX)
}

/// The shortest and the longest time in seconds that a job of this estimate may take, both included.
/// The parts of the estimate are rounded inwards, then both bounds are eased by `grace` seconds.
pub fn time_bounds(estimated_seconds: u32, min_bps: u16, max_bps: u16, grace: i64) -> (i64, i64) {
    // A u32 times a u16 stays far inside an i64.
    let part = |bps: u16| i64::from(estimated_seconds) * i64::from(bps);
    let whole = i64::from(BPS);
    let least = (part(min_bps) + whole - 1) / whole;
    (
        least.saturating_sub(grace).max(0),
        (part(max_bps) / whole).saturating_add(grace),
    )
}

/// The shortest time in seconds in which `done` of a job's `total` checkpoints can be there: their part of the least
/// time of the whole, rounded up, eased by `grace` seconds. For all of them it is the lower of `time_bounds`.
pub fn least_time(estimated_seconds: u32, min_bps: u16, grace: i64, done: u8, total: u8) -> i64 {
    // A u32 times a u16 times a u8 stays far inside an i64.
    let part = i64::from(estimated_seconds) * i64::from(min_bps) * i64::from(done);
    let whole = i64::from(BPS) * i64::from(total.max(1));
    ((part + whole - 1) / whole).saturating_sub(grace).max(0)
}

/// The price, in base units, that a node of this score must stay below; none for the highest tier.
pub fn price_limit(score: u16, tier_scores: &[u16; 3], limits: &[u64; 3]) -> Option<u64> {
    tier_scores
        .iter()
        .zip(limits)
        .find(|(bound, _)| score < **bound)
        .map(|(_, limit)| *limit)
}

/// Whole tokens in base units; what a u64 cannot hold is no limit at all.
pub fn tokens_to_units(tokens: u64, decimals: u8) -> u64 {
    tokens_to_base(tokens, decimals)
        .and_then(|units| u64::try_from(units).ok())
        .unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
