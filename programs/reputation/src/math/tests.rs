use super::*;
use governance::state::{PenaltyParams, RecoveryParams};

pub fn params() -> ReputationParams {
    ReputationParams {
        tier_scores: [300, 600, 800],
        tier_price_limits_tokens: [10, 50, 200],
        confidence: 10,
        weights: [400, 250, 200, 100, 50],
        penalties: PenaltyParams {
            failed: 50,
            timeout: 30,
            invalid_proof: 100,
            dispute_lost: 200,
            client_dispute_lost: 10,
        },
        recovery: RecoveryParams {
            job: 10,
            uptime: 20,
            five_stars: 5,
            dispute_won: 5,
            uptime_period: 30 * 86_400,
        },
        trust_price_tokens: 5,
        client_full_jobs: 3,
    }
}

const PERFECT: Ratios = Ratios {
    completion: BPS,
    time: BPS,
    ratings: BPS,
    proofs: BPS,
    uptime: BPS,
};

/// So many jobs that count fully.
fn jobs(n: u64) -> u64 {
    n * ONE
}

#[test]
fn trust_is_earned() {
    for (trust, expected) in [
        (0, 0),
        (1, 0),
        (jobs(1), 90),
        (jobs(1) / 2, 47),
        (jobs(10), 500),
        (jobs(90), 900),
        (u64::MAX, 999),
    ] {
        assert_eq!(score(&PERFECT, 0, trust, &params()), expected, "after {trust}");
    }
}

#[test]
fn a_job_counts_by_its_price() {
    const TOKEN: u64 = 1_000_000_000;
    for (price, decimals, full, expected) in [
        (5 * TOKEN, 9, 5, 10_000),
        (5 * TOKEN - 1, 9, 5, 9_999),
        (u64::MAX, 9, 5, 10_000),
        (TOKEN, 9, 5, 2_000),
        (500_000, 9, 5, 1),
        (499_999, 9, 5, 0),
        (1, 9, 5, 0),
        (0, 9, 5, 0),
        (5_000_000, 6, 5, 10_000),
        (1, 0, 5, 2_000),
        (4, 0, 5, 8_000),
        (12, 1, 5, 2_400),
        (u64::MAX, 0, 5, 10_000),
        (u64::MAX, 18, 5, 10_000),
        (u64::MAX, 18, 1_000, 184),
        (u64::MAX, 23, 5, 0),
        (u64::MAX, 24, 5, 0),
        (u64::MAX, u8::MAX, 5, 0),
        (u64::MAX, 9, u64::MAX, 0),
        (1, 0, 0, 0),
        (1, 9, 0, 0),
    ] {
        assert_eq!(
            price_weight(price, decimals, full),
            expected,
            "{price} of {decimals} decimals"
        );
    }
}

#[test]
fn jobs_of_one_client_count_less_and_less() {
    for (seen, expected) in [
        (0, 8_000),
        (29_999, 8_000),
        (30_000, 4_000),
        (39_999, 4_000),
        (40_000, 2_000),
        (150_000, 0),
        (u32::MAX, 0),
    ] {
        assert_eq!(repeated_weight(8_000, seen, 3), expected, "after {seen}");
    }
    assert_eq!(repeated_weight(8_000, 0, 1), 8_000);
}

#[test]
fn one_client_is_worth_four_jobs_at_most() {
    let (mut seen, mut trust) = (0, 0);
    for _ in 0..100 {
        trust += repeated_weight(ONE, seen, 3);
        seen += 10_000;
    }
    assert!((jobs(4) - 20..jobs(4)).contains(&trust), "{trust}");
}

#[test]
fn parts_of_points_are_rounded_down() {
    for (points, weight, expected) in [
        (10, 10_000, 10),
        (10, 9_999, 9),
        (10, 999, 0),
        (10, u64::MAX, 10),
        (0, 10_000, 0),
    ] {
        assert_eq!(part_of(points, weight), expected);
    }
}

#[test]
fn stars_and_uptime_in_bps() {
    for (stars, expected) in [(0, 0), (1, 2_000), (3, 6_000), (5, 10_000), (255, 10_000)] {
        assert_eq!(stars_bps(stars), expected);
    }
    for (covered, age, expected) in [
        (0, 0, BPS),
        (0, 10, 0),
        (5, 10, 5_000),
        (11, 10, BPS),
        (u32::MAX, u32::MAX, BPS),
    ] {
        assert_eq!(uptime(covered, age), expected, "{covered} of {age}");
    }
}

#[test]
fn each_part_weighs_what_it_should() {
    let none = Ratios {
        completion: 0,
        time: 0,
        ratings: 0,
        proofs: 0,
        uptime: 0,
    };
    for (ratios, points) in [
        (
            Ratios {
                completion: BPS,
                ..none
            },
            400,
        ),
        (Ratios { time: BPS, ..none }, 250),
        (Ratios { ratings: BPS, ..none }, 200),
        (Ratios { proofs: BPS, ..none }, 100),
        (Ratios { uptime: BPS, ..none }, 50),
        (none, 0),
    ] {
        assert_eq!(score(&ratios, 0, jobs(10), &params()), points / 2);
    }
}

#[test]
fn penalties_count_before_scaling_and_never_go_below_zero() {
    assert_eq!(score(&PERFECT, -200, jobs(10), &params()), 400);
    assert_eq!(score(&PERFECT, -1_000, jobs(10), &params()), 0);
    assert_eq!(score(&PERFECT, i32::MIN, jobs(10), &params()), 0);
}

#[test]
fn accuracy_falls_linearly_outside_the_grace() {
    for (estimated, actual, grace, expected) in [
        (100, 100, 0, 10_000),
        (100, 220, 120, 10_000),
        (100, 221, 120, 9_900),
        (1_000, 500, 0, 5_000),
        (1_000, 1_500, 0, 5_000),
        (1_000, 2_000, 0, 0),
        (1_000, 9_000, 0, 0),
        (1_000, 0, 0, 0),
        (0, 0, 0, 10_000),
        (0, 1, 0, 0),
        (u32::MAX, 0, 120, 0),
        (u32::MAX, u32::MAX, 0, 10_000),
        (u32::MAX, 0, i64::MAX, 10_000),
    ] {
        assert_eq!(
            time_accuracy(estimated, actual, grace),
            expected,
            "{actual} for {estimated}"
        );
    }
}

#[test]
fn tiers_and_what_they_allow() {
    const TOKEN: u64 = 1_000_000_000;
    for (score, name, limit) in [
        (0, Tier::Bronze, 10),
        (299, Tier::Bronze, 10),
        (300, Tier::Silver, 50),
        (599, Tier::Silver, 50),
        (600, Tier::Gold, 200),
        (799, Tier::Gold, 200),
    ] {
        assert_eq!(tier(score, &params()), name);
        assert_eq!(
            tier_allows(score, limit * TOKEN - 1, 9, &params()),
            Some(true),
            "{score}"
        );
        assert_eq!(
            tier_allows(score, limit * TOKEN, 9, &params()),
            Some(false),
            "{score}"
        );
    }
    assert_eq!(tier(800, &params()), Tier::Diamond);
    assert_eq!(tier_allows(800, u64::MAX, 9, &params()), Some(true));
    assert_eq!(tier_allows(0, 1, 19, &params()), None);
    assert_eq!(tier_allows(1_000, 1, 19, &params()), None);
}

#[test]
fn ratios_of_nothing_are_neutral() {
    let empty: NodeScore = bytemuck::Zeroable::zeroed();
    let expected = Ratios {
        completion: 0,
        time: 0,
        ratings: 5_000,
        proofs: BPS,
        uptime: 0,
    };
    assert_eq!(Ratios::new(&empty), expected);
}

#[test]
fn ratios_survive_the_largest_counts() {
    let mut full: NodeScore = bytemuck::Zeroable::zeroed();
    (full.settled_weight, full.time_weight, full.time_accuracy_sum) = (u64::MAX, 1, u64::MAX);
    (full.rating_sum, full.rating_weight) = (u64::MAX, u64::MAX);
    (full.proof_weight, full.valid_weight, full.uptime) = (1, u64::MAX, BPS);
    let expected = Ratios {
        completion: 1,
        ratings: 1,
        ..PERFECT
    };
    let ratios = Ratios::new(&full);
    // Sums that a page cannot reach in its life may be off, but stay in their range.
    assert_eq!((ratios.time, ratios.proofs, ratios.uptime), (BPS, BPS, BPS));
    assert!(ratios.completion <= expected.completion && ratios.ratings <= expected.ratings);
}

#[test]
fn ratings_start_from_one_neutral_one() {
    let mut entry: NodeScore = bytemuck::Zeroable::zeroed();
    for (sum, weight, expected) in [
        (0, 0, 5_000),
        (100 * 10_000, 100, 5_049),
        (ONE * ONE, ONE, 7_500),
        (2_000 * ONE, ONE, 3_500),
        (9 * ONE * ONE, 9 * ONE, 9_500),
    ] {
        (entry.rating_sum, entry.rating_weight) = (sum, weight);
        assert_eq!(Ratios::new(&entry).ratings, expected);
    }
}

#[test]
fn a_client_is_judged_by_what_it_paid_stopped_and_lost() {
    let conduct = |settled, cancelled, disputes_lost| ClientConduct {
        settled_weight: jobs(settled),
        cancelled_weight: jobs(cancelled),
        disputes_lost,
    };
    for (conduct, expected) in [
        (conduct(0, 0, 0), 0),
        (conduct(0, 5, 0), 0),
        (conduct(1, 0, 0), 90),
        (conduct(10, 0, 0), 500),
        (conduct(10, 10, 0), 250),
        (conduct(10, 0, 5), 475),
        (conduct(10, 0, 1_000), 0),
        (conduct(10, 0, u32::MAX), 0),
        (conduct(1 << 30, 0, 0), 999),
    ] {
        assert_eq!(client_score(&conduct, 10, 10), expected, "{conduct:?}");
    }
}
