use super::*;
use crate::error::GovernanceError;

/// The parameters of the design.
pub fn design() -> ConfigParams {
    const DAY: i64 = 86_400;
    const TOKEN: u64 = 1_000_000_000;
    ConfigParams {
        fees: FeeParams {
            fee_bps: 1_000,
            diamond_fee_bps: 800,
            split_bps: [4_000, 3_000, 2_000, 1_000],
            cancel_fee_bps: 1_000,
            failed_refund_burn_bps: 500,
        },
        stake: StakeParams {
            price_limits_tokens: [10, 50, 200],
            min_stake: [50 * TOKEN, 200 * TOKEN, 1_000 * TOKEN, 5_000 * TOKEN],
            failure_slash_bps: [1_000, 1_500, 2_000, 2_500],
            audit_slash_bps: 2_500,
            dispute_slash_bps: 5_000,
            dispute_client_bps: 5_000,
            repeat_slash_bps: 3_000,
            repeat_count: 3,
            repeat_window: 7 * DAY,
            suspension: 30 * DAY,
            insurance_bps: 8_000,
            lock: 30 * DAY,
            lock_per_job: 7 * DAY,
            withdraw_cooldown: 14 * DAY,
            reward_apy_bps: 500,
            reward_clean: 90 * DAY,
        },
        escrow: EscrowParams {
            accept_window: 300,
            max_jobs_per_day: 10,
            max_deadline: 7 * DAY,
            silence: 7_200,
            objection_window: 600,
            time_min_bps: 5_000,
            time_max_bps: 20_000,
            time_grace: 120,
            anchor_max_epochs: 50,
            anchor_part_bps: 1_000,
            clock_tolerance: 10,
            default_audits: 4,
            bronze_audit_factor: 2,
            reveal_window: 600,
            audit_window: 3_600,
            min_node_score: 0,
        },
        reputation: ReputationParams {
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
                uptime_period: 30 * DAY,
            },
            trust_price_tokens: 5,
            client_full_jobs: 3,
        },
        voting: VotingParams {
            vote: 7 * DAY,
            quorum_bps: 500,
            appeal_quorum_bps: 1_000,
            timelock: 2 * DAY,
            evidence: 2 * DAY,
            dispute_vote: 7 * DAY,
            appeal: 7 * DAY,
            appeal_deposit: 100 * TOKEN,
            voter_reward: TOKEN / 10,
            dispute_bond: 10 * TOKEN,
            proposal_bps: 100,
            pause_limit: 7 * DAY,
            pause_approval: DAY,
        },
    }
}

fn refusal(change: impl Fn(&mut ConfigParams)) -> Option<Error> {
    let mut params = design();
    change(&mut params);
    params.validate().err()
}

#[test]
fn the_design_is_sound() {
    assert!(design().validate().is_ok());
}

#[test]
fn each_fault_is_named() {
    type Change = fn(&mut ConfigParams);
    let cases: [(Change, GovernanceError); 35] = [
        (
            |p| p.escrow.reveal_window = 0,
            GovernanceError::DurationNotPositive,
        ),
        (
            |p| p.escrow.audit_window = -1,
            GovernanceError::DurationNotPositive,
        ),
        (
            |p| p.escrow.bronze_audit_factor = 0,
            GovernanceError::CountOutOfRange,
        ),
        (|p| p.fees.fee_bps = 10_001, GovernanceError::BpsAboveWhole),
        (
            |p| p.fees.failed_refund_burn_bps = 10_001,
            GovernanceError::BpsAboveWhole,
        ),
        (
            |p| p.fees.split_bps = [4_000, 3_000, 2_000, 999],
            GovernanceError::FeeSplitNotWhole,
        ),
        (
            |p| p.fees.split_bps = [u16::MAX; 4],
            GovernanceError::FeeSplitNotWhole,
        ),
        (
            |p| p.stake.price_limits_tokens = [0, 50, 200],
            GovernanceError::LimitsNotAscending,
        ),
        (
            |p| p.stake.price_limits_tokens = [10, 10, 200],
            GovernanceError::LimitsNotAscending,
        ),
        (|p| p.stake.min_stake[0] = 0, GovernanceError::StakesNotAscending),
        (|p| p.stake.min_stake[3] = 1, GovernanceError::StakesNotAscending),
        (
            |p| p.stake.failure_slash_bps[3] = 10_001,
            GovernanceError::BpsAboveWhole,
        ),
        (|p| p.stake.repeat_count = 0, GovernanceError::CountOutOfRange),
        (|p| p.stake.repeat_count = 4, GovernanceError::CountOutOfRange),
        (|p| p.stake.lock = 0, GovernanceError::DurationNotPositive),
        (|p| p.escrow.silence = -1, GovernanceError::DurationNotPositive),
        (
            |p| p.stake.lock = MAX_PERIOD + 1,
            GovernanceError::DurationTooLong,
        ),
        (
            |p| p.escrow.clock_tolerance = i64::MAX,
            GovernanceError::DurationTooLong,
        ),
        (
            |p| p.reputation.recovery.uptime_period = i64::MAX,
            GovernanceError::DurationTooLong,
        ),
        (
            |p| p.voting.vote = MAX_VOTING_PERIOD + 1,
            GovernanceError::DurationTooLong,
        ),
        (
            |p| p.voting.pause_limit = MAX_PERIOD,
            GovernanceError::DurationTooLong,
        ),
        (
            |p| p.escrow.time_min_bps = 10_001,
            GovernanceError::TimeBoundsInverted,
        ),
        (
            |p| p.escrow.time_max_bps = 9_999,
            GovernanceError::TimeBoundsInverted,
        ),
        (
            |p| p.escrow.anchor_max_epochs = 0,
            GovernanceError::CountOutOfRange,
        ),
        (
            |p| p.escrow.min_node_score = 1_001,
            GovernanceError::CountOutOfRange,
        ),
        (
            |p| p.reputation.tier_scores = [300, 300, 800],
            GovernanceError::ScoresNotAscending,
        ),
        (
            |p| p.reputation.tier_scores[2] = 1_001,
            GovernanceError::ScoresNotAscending,
        ),
        (
            |p| p.reputation.weights[0] = 399,
            GovernanceError::WeightsNotThousand,
        ),
        (|p| p.reputation.confidence = 0, GovernanceError::CountOutOfRange),
        (
            |p| p.reputation.trust_price_tokens = 0,
            GovernanceError::CountOutOfRange,
        ),
        (
            |p| p.reputation.client_full_jobs = 0,
            GovernanceError::CountOutOfRange,
        ),
        (|p| p.voting.quorum_bps = 10_001, GovernanceError::BpsAboveWhole),
        (|p| p.voting.proposal_bps = 10_001, GovernanceError::BpsAboveWhole),
        (|p| p.voting.pause_limit = 0, GovernanceError::DurationNotPositive),
        (
            |p| p.voting.pause_approval = 0,
            GovernanceError::DurationNotPositive,
        ),
    ];
    for (number, (change, fault)) in cases.into_iter().enumerate() {
        assert_eq!(refusal(change), Some(error!(fault)), "case {number}");
    }
}
