//! Slashing and locks as pure arithmetic. Amounts are base units, times unix seconds; overflow is `None`.
use governance::{math::bps_of, BPS};

use crate::constants::{FAILURES_KEPT, YEAR};

/// How slashed tokens are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlashSplit {
    /// To the insurance vault, in base units.
    pub insured: u64,
    /// Burned, in base units.
    pub burned: u64,
}

/// Divides slashed tokens; what rounding leaves over is burned.
pub fn split_slash(amount: u64, insurance_bps: u16) -> Option<SlashSplit> {
    let insured = bps_of(amount, insurance_bps)?;
    Some(SlashSplit {
        insured,
        burned: amount.checked_sub(insured)?,
    })
}

/// How the stake lost with a dispute is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisputeSplit {
    /// To the client, in base units.
    pub client: u64,
    /// To governance's treasury, in base units.
    pub treasury: u64,
}

/// Divides the stake lost with a dispute; what rounding leaves over goes to the treasury.
pub fn split_dispute(amount: u64, client_bps: u16) -> Option<DisputeSplit> {
    let client = bps_of(amount, client_bps)?;
    Some(DisputeSplit {
        client,
        treasury: amount.checked_sub(client)?,
    })
}

/// The stake's lock once it backs `active_jobs` jobs: `per_job` seconds from now for each of them, and never sooner
/// than before.
pub fn extend_lock(locked_until: i64, now: i64, per_job: i64, active_jobs: u16) -> Option<i64> {
    let held = per_job.checked_mul(i64::from(active_jobs))?;
    Some(locked_until.max(now.checked_add(held)?))
}

/// What `stake` earns in `seconds` at `yearly_bps` a year, rounded down.
pub fn reward(stake: u64, yearly_bps: u16, seconds: i64) -> Option<u64> {
    if seconds <= 0 {
        return Some(0);
    }
    let earning = u128::try_from(seconds).ok()?;
    let product = u128::from(stake)
        .checked_mul(u128::from(yearly_bps))?
        .checked_mul(earning)?;
    let whole = u128::from(BPS).checked_mul(u128::try_from(YEAR).ok()?)?;
    u64::try_from(product.checked_div(whole)?).ok()
}

/// Failures no older than `window` seconds. A zero entry is an empty place.
pub fn failures_within(failures: &[i64; FAILURES_KEPT], now: i64, window: i64) -> usize {
    failures
        .iter()
        .filter(|at| **at > 0 && now.saturating_sub(**at) < window)
        .count()
}

/// The failures with `now` in place of the oldest.
pub fn remember_failure(mut failures: [i64; FAILURES_KEPT], now: i64) -> [i64; FAILURES_KEPT] {
    if let Some(oldest) = failures.iter_mut().min() {
        *oldest = now;
    }
    failures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_adds_up_to_the_unit() {
        for amount in [0, 1, 4, 5, 9, 10_001, u64::MAX] {
            for bps in [0, 1, 8_000, 9_999, 10_000] {
                let split = split_slash(amount, bps);
                assert_eq!(split.map(|s| s.insured + s.burned), Some(amount));
            }
        }
        assert_eq!(
            split_slash(9, 8_000),
            Some(SlashSplit {
                insured: 7,
                burned: 2
            })
        );
        assert_eq!(split_slash(10_000, 10_001), None);
    }

    #[test]
    fn a_dispute_split_adds_up_to_the_unit() {
        for amount in [0, 1, 3, 10_001, u64::MAX] {
            for bps in [0, 1, 5_000, 10_000] {
                let split = split_dispute(amount, bps);
                assert_eq!(split.map(|s| s.client + s.treasury), Some(amount));
            }
        }
        assert_eq!(
            split_dispute(9, 5_000),
            Some(DisputeSplit {
                client: 4,
                treasury: 5
            })
        );
        assert_eq!(split_dispute(10_000, 10_001), None);
    }

    #[test]
    fn a_lock_grows_with_the_jobs_at_hand_and_never_shrinks() {
        assert_eq!(extend_lock(100, 50, 7, 1), Some(100));
        assert_eq!(extend_lock(100, 94, 7, 1), Some(101));
        assert_eq!(extend_lock(100, 200, 7, 1), Some(207));
        assert_eq!(extend_lock(100, 200, 7, 3), Some(221));
        assert_eq!(extend_lock(0, i64::MAX, 1, 1), None);
        assert_eq!(extend_lock(0, 0, i64::MAX, 2), None);
    }

    #[test]
    fn a_reward_is_a_part_of_the_year() {
        assert_eq!(reward(1_000, 500, YEAR), Some(50));
        assert_eq!(reward(1_000, 500, YEAR - 1), Some(49));
        assert_eq!(reward(50_000_000_000, 500, 1), Some(79));
        assert_eq!(reward(1_000_000_000_000_000_000, 10_000, 100 * YEAR), None);
        assert_eq!(reward(1_000, 0, YEAR), Some(0));
        assert_eq!(reward(1_000, 500, 0), Some(0));
        assert_eq!(reward(1_000, 500, -YEAR), Some(0));
    }

    #[test]
    fn failures_leave_the_window_at_its_end() {
        let failures = [100, 150, 0];
        assert_eq!(failures_within(&failures, 150, 51), 2);
        assert_eq!(failures_within(&failures, 150, 50), 1);
        assert_eq!(failures_within(&failures, 200, 50), 0);
        assert_eq!(failures_within(&[0; 3], 10, 100), 0);
        assert_eq!(failures_within(&[5; 3], i64::MIN, 1), 3);
    }

    #[test]
    fn the_oldest_failure_gives_way() {
        assert_eq!(remember_failure([0, 0, 0], 9), [9, 0, 0]);
        assert_eq!(remember_failure([9, 0, 0], 10), [9, 10, 0]);
        assert_eq!(remember_failure([9, 10, 11], 12), [12, 10, 11]);
    }
}
