use super::*;
use crate::{
    constants::{NODES_PER_PAGE, QUEUE_CAPACITY},
    error::ReputationError,
    state::{OutcomeQueue, ScorePage},
};
use governance::state::{PenaltyParams, RecoveryParams, ReputationParams};

const DAY: i64 = 86_400;
const DAY_SECONDS: u32 = 86_400;
const NODE: Pubkey = Pubkey::new_from_array([7; 32]);
/// A job of this price counts fully.
const FULL: u64 = 5_000_000_000;

fn rules() -> FoldRules {
    FoldRules {
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
        silence: 7_200,
        time_grace: 120,
    }
}

/// Of a job of five tokens for the client in bucket 0 and a node that has just begun to live, at `at`.
fn outcome(kind: OutcomeKind, at: i64) -> Outcome {
    let mut outcome: Outcome = bytemuck::Zeroable::zeroed();
    (outcome.node, outcome.kind, outcome.slot, outcome.recorded_at) = (NODE, kind as u8, 5, at);
    (outcome.price, outcome.decimals) = (FULL, 9);
    (outcome.estimated_seconds, outcome.actual_seconds) = (60, 60);
    if kind != OutcomeKind::Rated {
        (outcome.proofs_total, outcome.proofs_valid) = (1, 1);
    }
    outcome
}

fn rating(stars: u8, bucket: u8) -> Outcome {
    let mut outcome = outcome(OutcomeKind::Rated, 100);
    (outcome.stars, outcome.bucket) = (stars, bucket);
    outcome
}

fn fold(page: &mut ScorePage, outcome: &Outcome) {
    assert!(page.fold(outcome, &rules()).is_ok());
    assert!(page.invariant().is_ok());
}

fn page() -> Box<ScorePage> {
    let mut page: Box<ScorePage> = bytemuck::allocation::zeroed_box();
    page.init(2, 255);
    page
}

/// Index of slot 5 on page 2.
const INDEX: u32 = 2 * NODES_PER_PAGE + 5;

#[test]
fn a_first_settled_job_earns_a_first_score() {
    let mut page = page();
    fold(&mut page, &outcome(OutcomeKind::Settled, 100));
    // (400 + 250 + half of 200 + 100 + 50) · 1/11
    assert_eq!(page.score_of(&NODE, INDEX), 81);
    assert_eq!(page.score_of(&Pubkey::default(), INDEX), 0);
    assert_eq!(page.score_of(&NODE, INDEX + 1), 0);
    assert_eq!(page.score_of(&NODE, INDEX + NODES_PER_PAGE), 0);
}

#[test]
fn an_outcome_of_no_slot_is_refused() {
    let mut page = page();
    let mut strange = outcome(OutcomeKind::Settled, 100);
    strange.slot = 32;
    assert_eq!(
        page.fold(&strange, &rules()).err(),
        Some(error!(ReputationError::InvariantViolated))
    );
}

#[test]
fn faults_cost_points_and_work_heals_them() {
    let mut page = page();
    for (kind, adjustment) in [
        (OutcomeKind::Settled, 0),
        (OutcomeKind::Failed, -50),
        (OutcomeKind::TimedOut, -80),
        (OutcomeKind::Cancelled, -80),
        (OutcomeKind::Settled, -70),
        (OutcomeKind::DisputeLost, -270),
        (OutcomeKind::DisputeWon, -255),
    ] {
        fold(&mut page, &outcome(kind, 100));
        assert_eq!(page.nodes[5].adjustment, adjustment, "{kind:?}");
    }
    let entry = page.nodes[5];
    assert_eq!(
        (
            entry.settled,
            entry.failed,
            entry.timed_out,
            entry.cancelled,
            entry.disputes_lost,
            entry.disputes_won
        ),
        (3, 1, 1, 1, 1, 1)
    );
    assert_eq!(
        (entry.settled_weight, entry.fault_weight, entry.time_weight),
        (30_000, 30_000, 20_000)
    );
}

#[test]
fn penalties_stop_at_their_floor() {
    let mut page = page();
    let mut cheat = outcome(OutcomeKind::DisputeLost, 100);
    (cheat.proofs_total, cheat.proofs_valid) = (u16::MAX, 0);
    fold(&mut page, &cheat);
    assert_eq!(
        (page.nodes[5].adjustment, page.nodes[5].score),
        (MIN_ADJUSTMENT, 0)
    );
}

#[test]
fn dust_neither_earns_nor_heals_nor_hides() {
    let mut page = page();
    fold(&mut page, &outcome(OutcomeKind::Failed, 100));
    let mut dust = outcome(OutcomeKind::Settled, 100);
    dust.price = 1;
    for bucket in 0..32 {
        dust.bucket = bucket;
        for _ in 0..100 {
            fold(&mut page, &dust);
        }
    }
    let mut stars = rating(5, 1);
    stars.price = 1;
    fold(&mut page, &stars);
    let entry = page.nodes[5];
    assert_eq!((entry.settled, entry.ratings), (3_200, 1));
    assert_eq!((entry.trust, entry.score, entry.adjustment), (0, 0, -50));
    let ratios = Ratios::new(&entry);
    assert_eq!((ratios.completion, ratios.ratings), (0, 5_000));
    // The next real client finds the node as if nothing had been.
    fold(&mut page, &outcome(OutcomeKind::Settled, 100));
    assert_eq!(page.nodes[5].trust, 10_000);
}

#[test]
fn one_client_earns_a_node_less_than_many() {
    let (mut friend, mut many) = (page(), page());
    let mut job = outcome(OutcomeKind::Settled, 100);
    for bucket in 0..20 {
        job.bucket = 0;
        fold(&mut friend, &job);
        job.bucket = bucket;
        fold(&mut many, &job);
    }
    assert_eq!((friend.nodes[5].trust, many.nodes[5].trust), (39_995, 200_000));
    // 900 points · 4/14, and · 20/30
    assert_eq!((friend.nodes[5].score, many.nodes[5].score), (257, 600));
    // Its work for that client was as complete and as punctual.
    assert_eq!(friend.nodes[5].settled_weight, many.nodes[5].settled_weight);
}

#[test]
fn a_strange_bucket_is_the_last_one() {
    let mut page = page();
    let mut job = outcome(OutcomeKind::Settled, 100);
    job.bucket = 200;
    fold(&mut page, &job);
    assert_eq!(page.nodes[5].client_weights[31], 10_000);
}

#[test]
fn ratings_weigh_by_price_and_by_client() {
    let mut page = page();
    for _ in 0..5 {
        fold(&mut page, &outcome(OutcomeKind::Settled, 100));
        fold(&mut page, &rating(5, 0));
    }
    // Three full ratings, a half and a quarter, beside the neutral one.
    assert_eq!(page.nodes[5].rating_weight, 37_500);
    assert_eq!(Ratios::new(&page.nodes[5]).ratings, 8_947);
    let mut cheap = outcome(OutcomeKind::Settled, 100);
    (cheap.bucket, cheap.price) = (1, FULL / 100);
    let mut bad = rating(1, 1);
    bad.price = cheap.price;
    fold(&mut page, &cheap);
    fold(&mut page, &bad);
    assert_eq!(page.nodes[5].rating_weight, 37_600);
    assert_eq!(Ratios::new(&page.nodes[5]).ratings, 8_932);
    assert_eq!((page.nodes[5].ratings, page.nodes[5].settled), (6, 6));
}

#[test]
fn five_stars_heal_and_four_do_not() {
    let mut page = page();
    fold(&mut page, &outcome(OutcomeKind::Failed, 100));
    fold(&mut page, &rating(4, 0));
    assert_eq!(page.nodes[5].adjustment, -50);
    fold(&mut page, &rating(5, 0));
    assert_eq!(page.nodes[5].adjustment, -45);
    // A rating is no job and hands in no proof.
    let entry = page.nodes[5];
    assert_eq!((entry.settled, entry.proofs_total, entry.ratings), (0, 1, 2));
}

/// The node registered at 0 and has sent heartbeats without a break, the last one at `at`.
fn alive(kind: OutcomeKind, at: i64) -> Outcome {
    let mut outcome = outcome(kind, at);
    let age = u32::try_from(at).unwrap_or(0);
    (outcome.age, outcome.uptime, outcome.unbroken) = (age, age, age);
    outcome
}

#[test]
fn thirty_days_of_heartbeats_heal_faults_of_the_past() {
    let mut page = page();
    for (at, expected) in [
        (29 * DAY, -30),
        (31 * DAY, -40),
        (59 * DAY, -70),
        (60 * DAY, -80),
        (150 * DAY, -50),
        (150 * DAY, -80),
    ] {
        fold(&mut page, &alive(OutcomeKind::TimedOut, at));
        assert_eq!(page.nodes[5].adjustment, expected, "at {at}");
    }
}

#[test]
fn a_break_starts_the_thirty_days_again() {
    let mut page = page();
    fold(&mut page, &outcome(OutcomeKind::Failed, 0));
    let mut broken = alive(OutcomeKind::Cancelled, 40 * DAY);
    broken.unbroken = 20 * DAY_SECONDS;
    fold(&mut page, &broken);
    assert_eq!(page.nodes[5].adjustment, -50);
    let mut mended = alive(OutcomeKind::Cancelled, 50 * DAY);
    mended.unbroken = 30 * DAY_SECONDS;
    fold(&mut page, &mended);
    assert_eq!(page.nodes[5].adjustment, -30);
}

#[test]
fn silence_counts_neither_as_uptime_nor_as_unbroken() {
    let mut page = page();
    fold(&mut page, &outcome(OutcomeKind::Failed, 0));
    let mut silent = alive(OutcomeKind::Cancelled, 40 * DAY);
    (silent.uptime, silent.heartbeat_age) = (20 * DAY_SECONDS, 7_201);
    fold(&mut page, &silent);
    assert_eq!((page.nodes[5].uptime, page.nodes[5].adjustment), (5_000, -50));
    // The open gap of a node that is not silent yet is part of its life.
    (silent.uptime, silent.heartbeat_age) = (40 * DAY_SECONDS - 7_200, 7_200);
    fold(&mut page, &silent);
    assert_eq!((page.nodes[5].uptime, page.nodes[5].adjustment), (10_000, -30));
}

#[test]
fn an_unknown_kind_does_not_block_the_page() {
    let mut page = page();
    let mut strange = outcome(OutcomeKind::Settled, 1);
    (strange.kind, strange.proofs_total, strange.proofs_valid) = (200, 9, 0);
    fold(&mut page, &strange);
    assert_eq!(
        (page.applied, page.nodes[5].settled, page.nodes[5].adjustment),
        (1, 0, 0)
    );
}

#[test]
fn the_largest_outcomes_do_not_leave_their_range() {
    let mut page = page();
    for kind in 0..8 {
        let mut huge = outcome(OutcomeKind::Settled, i64::MAX);
        (huge.kind, huge.price, huge.decimals, huge.stars) = (kind, u64::MAX, 0, u8::MAX);
        (huge.age, huge.uptime, huge.unbroken) = (u32::MAX, u32::MAX, u32::MAX);
        (huge.proofs_total, huge.proofs_valid) = (u16::MAX, u16::MAX);
        (huge.estimated_seconds, huge.actual_seconds, huge.heartbeat_age) = (0, u32::MAX, u32::MAX);
        for at in [i64::MIN, 0, i64::MAX] {
            huge.recorded_at = at;
            fold(&mut page, &huge);
            huge.heartbeat_age = 0;
        }
    }
}

#[test]
fn a_queue_is_a_ring() {
    let mut queue: Box<OutcomeQueue> = bytemuck::allocation::zeroed_box();
    queue.init(2, 255);
    assert!(queue.pop().is_none());
    for round in 0..3 {
        let number = queue.appended;
        for at in 0..i64::from(QUEUE_CAPACITY) {
            assert_eq!(queue.first(), number);
            let pushed = queue.push(outcome(OutcomeKind::Settled, round * 1_000 + at));
            assert_eq!(pushed.ok(), Some(number + u64::from(queue.len) - 1));
        }
        let refused = queue.push(outcome(OutcomeKind::Settled, 0));
        assert_eq!(refused.err(), Some(error!(ReputationError::QueueFull)));
        // Leave the head in the middle, so that the next round wraps.
        for at in 0..i64::from(QUEUE_CAPACITY) {
            assert_eq!(queue.pop().map(|o| o.recorded_at), Some(round * 1_000 + at));
        }
        assert!(queue.push(outcome(OutcomeKind::Settled, 0)).is_ok());
        assert!(queue.pop().is_some());
        assert!(queue.invariant().is_ok());
    }
    assert_eq!(queue.appended, 303);
}
