use super::*;
use crate::{state::OutcomeQueue, QUEUE_CAPACITY};
use governance::state::{PenaltyParams, RecoveryParams};

const DAY: i64 = 86_400;
const NODE: Pubkey = Pubkey::new_from_array([7; 32]);

fn params() -> ReputationParams {
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
            uptime_period: 30 * DAY,
        },
        trust_price_tokens: 5,
        client_full_jobs: 3,
    }
}

fn escrow() -> EscrowParams {
    EscrowParams {
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
        min_node_score: 0,
    }
}

fn outcome(kind: OutcomeKind, at: i64) -> Outcome {
    let mut outcome: Outcome = bytemuck::Zeroable::zeroed();
    (outcome.node, outcome.kind, outcome.slot, outcome.recorded_at) = (NODE, kind as u8, 5, at);
    (outcome.estimated_seconds, outcome.actual_seconds) = (60, 60);
    (outcome.proofs_total, outcome.proofs_valid) = (1, 1);
    outcome
}

fn fold(page: &mut ScorePage, outcome: &Outcome) {
    assert!(page.fold(outcome, &params(), &escrow()).is_ok());
    assert!(page.invariant().is_ok());
}

fn page() -> Box<ScorePage> {
    let mut page: Box<ScorePage> = bytemuck::allocation::zeroed_box();
    page.init(2, 255);
    page
}

/// Index of slot 5 on page 2.
const INDEX: u32 = 133;

#[test]
fn a_first_settled_job_earns_a_first_score() {
    let mut page = page();
    fold(&mut page, &outcome(OutcomeKind::Settled, 100));
    // (400 + 250 + half of 200 + 100 + 50) · 1/11
    assert_eq!(page.score_of(&NODE, INDEX), 81);
    assert_eq!(page.score_of(&Pubkey::default(), INDEX), 0);
    assert_eq!(page.score_of(&NODE, INDEX + 1), 0);
    assert_eq!(page.score_of(&NODE, INDEX + 64), 0);
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
    ] {
        fold(&mut page, &outcome(kind, 100));
        assert_eq!(page.nodes[5].adjustment, adjustment);
    }
    let entry = page.nodes[5];
    assert_eq!(
        (
            entry.settled,
            entry.failed,
            entry.timed_out,
            entry.cancelled,
            entry.disputes_lost
        ),
        (2, 1, 1, 1, 1)
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
fn thirty_days_of_heartbeats_heal() {
    let mut page = page();
    fold(&mut page, &outcome(OutcomeKind::TimedOut, DAY));
    fold(&mut page, &outcome(OutcomeKind::Cancelled, 31 * DAY - 1));
    assert_eq!(page.nodes[5].adjustment, -30);
    fold(&mut page, &outcome(OutcomeKind::Cancelled, 31 * DAY));
    assert_eq!(page.nodes[5].adjustment, -10);
    let mut silent = outcome(OutcomeKind::Cancelled, 61 * DAY);
    silent.heartbeat_age = 7_201;
    fold(&mut page, &silent);
    assert_eq!(
        (
            page.nodes[5].alive,
            page.nodes[5].alive_samples,
            page.nodes[5].alive_since
        ),
        (3, 4, 0)
    );
    assert_eq!(page.nodes[5].adjustment, -10);
}

#[test]
fn an_unknown_kind_does_not_block_the_page() {
    let mut page = page();
    let mut strange = outcome(OutcomeKind::Settled, 1);
    strange.kind = 200;
    fold(&mut page, &strange);
    assert_eq!((page.applied, page.nodes[5].settled), (1, 0));
}

#[test]
fn a_queue_is_a_ring() {
    let mut queue: Box<OutcomeQueue> = bytemuck::allocation::zeroed_box();
    queue.init(2, 255);
    assert!(queue.pop().is_none());
    for round in 0..3 {
        for at in 0..i64::from(QUEUE_CAPACITY) {
            assert!(queue
                .push(outcome(OutcomeKind::Settled, round * 1_000 + at))
                .is_ok());
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
