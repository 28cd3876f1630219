//! Slashing and locks as pure arithmetic. Amounts are base units, times unix seconds; overflow is `None`.
use governance::math::bps_of;

use crate::constants::FAILURES_KEPT;

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

/// The stake's lock after one more job: `per_job` seconds on top of what is left of it.
pub fn extend_lock(locked_until: i64, now: i64, per_job: i64) -> Option<i64> {
    locked_until.max(now).checked_add(per_job)
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
    fn a_lock_extends_from_its_end_or_from_now() {
        assert_eq!(extend_lock(100, 50, 7), Some(107));
        assert_eq!(extend_lock(100, 100, 7), Some(107));
        assert_eq!(extend_lock(100, 200, 7), Some(207));
        assert_eq!(extend_lock(i64::MAX, 0, 1), None);
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
