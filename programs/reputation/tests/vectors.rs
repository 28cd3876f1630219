//! tests/vectors/reputation.json holds this program and the fold in packages/protocol to the same scores.
use bytemuck::Zeroable;
use governance::state::{PenaltyParams, RecoveryParams, ReputationParams};
use reputation::{FoldRules, NodeScore, Outcome, OutcomeKind, ScorePage};
use serde_json::Value;

const VECTORS: &str = include_str!("../../../tests/vectors/reputation.json");
const SLOT: usize = 5;

/// A number, written as such or, from 64 bits on, as a string. Anything else becomes one that no test expects.
fn number(value: &Value) -> i128 {
    let written = value.as_str().and_then(|text| text.parse().ok());
    written
        .or_else(|| value.as_i64().map(i128::from))
        .unwrap_or(i128::MIN)
}

/// The field as the type that is wanted; one that does not fit becomes zero and fails the comparison.
fn field<T: TryFrom<i128> + Default>(of: &Value, name: &str) -> T {
    T::try_from(number(&of[name])).unwrap_or_default()
}

fn items<T: TryFrom<i128> + Default + Copy, const N: usize>(of: &Value, name: &str) -> [T; N] {
    let mut all = [T::default(); N];
    for (at, item) in all.iter_mut().enumerate() {
        *item = T::try_from(number(&of[name][at])).unwrap_or_default();
    }
    all
}

fn rules(of: &Value) -> FoldRules {
    let formula = &of["reputation"];
    let (penalties, recovery) = (&formula["penalties"], &formula["recovery"]);
    FoldRules {
        reputation: ReputationParams {
            tier_scores: items(formula, "tierScores"),
            tier_price_limits_tokens: items(formula, "tierPriceLimitsTokens"),
            confidence: field(formula, "confidence"),
            weights: items(formula, "weights"),
            penalties: PenaltyParams {
                failed: field(penalties, "failed"),
                timeout: field(penalties, "timeout"),
                invalid_proof: field(penalties, "invalidProof"),
                dispute_lost: field(penalties, "disputeLost"),
                client_dispute_lost: field(penalties, "clientDisputeLost"),
            },
            recovery: RecoveryParams {
                job: field(recovery, "job"),
                uptime: field(recovery, "uptime"),
                five_stars: field(recovery, "fiveStars"),
                dispute_won: field(recovery, "disputeWon"),
                uptime_period: field(recovery, "uptimePeriod"),
            },
            trust_price_tokens: field(formula, "trustPriceTokens"),
            client_full_jobs: field(formula, "clientFullJobs"),
        },
        silence: field(of, "silence"),
        time_grace: field(of, "timeGrace"),
    }
}

fn kind(of: &Value) -> u8 {
    let kind = match of["kind"].as_str() {
        Some("Settled") => OutcomeKind::Settled,
        Some("Failed") => OutcomeKind::Failed,
        Some("TimedOut") => OutcomeKind::TimedOut,
        Some("Cancelled") => OutcomeKind::Cancelled,
        Some("DisputeLost") => OutcomeKind::DisputeLost,
        Some("DisputeWon") => OutcomeKind::DisputeWon,
        Some("Rated") => OutcomeKind::Rated,
        _ => return u8::MAX,
    };
    kind as u8
}

fn outcome(of: &Value) -> Outcome {
    let mut outcome = Outcome::zeroed();
    (outcome.kind, outcome.slot) = (kind(of), 5);
    (outcome.bucket, outcome.stars) = (field(of, "bucket"), field(of, "stars"));
    (outcome.price, outcome.decimals) = (field(of, "price"), field(of, "decimals"));
    outcome.estimated_seconds = field(of, "estimatedSeconds");
    outcome.actual_seconds = field(of, "actualSeconds");
    (outcome.proofs_total, outcome.proofs_valid) = (field(of, "proofsTotal"), field(of, "proofsValid"));
    (outcome.age, outcome.uptime) = (field(of, "age"), field(of, "uptime"));
    (outcome.unbroken, outcome.heartbeat_age) = (field(of, "unbroken"), field(of, "heartbeatAge"));
    outcome.recorded_at = field(of, "recordedAt");
    outcome
}

/// What the file says of a node, as the account has it.
fn entry(of: &Value) -> NodeScore {
    let mut entry = NodeScore::zeroed();
    (entry.trust, entry.settled_weight) = (field(of, "trust"), field(of, "settledWeight"));
    (entry.fault_weight, entry.time_weight) = (field(of, "faultWeight"), field(of, "timeWeight"));
    entry.time_accuracy_sum = field(of, "timeAccuracySum");
    (entry.rating_sum, entry.rating_weight) = (field(of, "ratingSum"), field(of, "ratingWeight"));
    (entry.proof_weight, entry.valid_weight) = (field(of, "proofWeight"), field(of, "validWeight"));
    (entry.healed_until, entry.last_outcome_at) = (field(of, "healedUntil"), field(of, "lastOutcomeAt"));
    (entry.settled, entry.failed) = (field(of, "settled"), field(of, "failed"));
    (entry.timed_out, entry.cancelled) = (field(of, "timedOut"), field(of, "cancelled"));
    (entry.disputes_lost, entry.disputes_won) = (field(of, "disputesLost"), field(of, "disputesWon"));
    (entry.ratings, entry.adjustment) = (field(of, "ratings"), field(of, "adjustment"));
    (entry.proofs_valid, entry.proofs_total) = (field(of, "proofsValid"), field(of, "proofsTotal"));
    entry.client_weights = items(of, "clientWeights");
    (entry.uptime, entry.score) = (field(of, "uptime"), field(of, "score"));
    entry
}

#[test]
fn every_life_comes_to_the_scores_in_the_file() {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap_or_default();
    let cases = vectors["cases"].as_array().map_or(&[][..], |cases| cases);
    assert!(cases.len() >= 8);
    for case in cases {
        let name = &case["name"];
        let rules = rules(&vectors["rules"][case["rules"].as_str().unwrap_or_default()]);
        let mut page: Box<ScorePage> = bytemuck::allocation::zeroed_box();
        let outcomes = case["outcomes"].as_array().map_or(&[][..], |outcomes| outcomes);
        assert!(!outcomes.is_empty());
        for (at, each) in outcomes.iter().enumerate() {
            assert!(page.fold(&outcome(each), &rules).is_ok());
            assert!(page.invariant().is_ok());
            let node = &page.nodes[SLOT];
            let expected = (number(&case["after"][at][0]), number(&case["after"][at][1]));
            let found = (i128::from(node.score), i128::from(node.adjustment));
            assert_eq!(found, expected, "{name}, outcome {at}");
        }
        assert_eq!(page.nodes[SLOT], entry(&case["last"]), "{name}");
    }
}
