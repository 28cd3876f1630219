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

#[test]
fn trust_is_earned() {
    for (settled, expected) in [(0, 0), (1, 90), (10, 500), (90, 900), (u32::MAX, 999)] {
        assert_eq!(
            score(&PERFECT, 0, settled, &params()),
            expected,
            "after {settled}"
        );
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
        assert_eq!(score(&ratios, 0, 10, &params()), points / 2);
    }
}

#[test]
fn penalties_count_before_scaling_and_never_go_below_zero() {
    assert_eq!(score(&PERFECT, -200, 10, &params()), 400);
    assert_eq!(score(&PERFECT, -1_000, 10, &params()), 0);
    assert_eq!(score(&PERFECT, i32::MIN, 10, &params()), 0);
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
    (full.settled, full.proofs_valid, full.proofs_total) = (u32::MAX, u32::MAX, u32::MAX);
    (full.time_accuracy_sum, full.rating_sum, full.rating_weight) = (u64::MAX, u64::MAX, u64::MAX);
    (full.alive, full.alive_samples) = (u32::MAX, u32::MAX);
    let ratios = Ratios::new(&full);
    assert_eq!(
        (ratios.completion, ratios.time, ratios.proofs, ratios.uptime),
        (BPS, BPS, BPS, BPS)
    );
}
