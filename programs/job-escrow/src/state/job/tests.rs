use super::*;
use crate::policy::Evidence;

pub const NOW: i64 = 1_800_000_000;
pub const PRICE: u64 = 1_000_000_007;

pub fn terms() -> JobTerms {
    JobTerms {
        fee_bps: 1_000,
        diamond_fee_bps: 800,
        cancel_fee_bps: 1_000,
        refund_burn_bps: 500,
        objection_window: 600,
        silence: 7_200,
        time_min_bps: 5_000,
        time_max_bps: 20_000,
        time_grace: 120,
        anchor_max_epochs: 50,
        anchor_part_bps: 1_000,
        clock_tolerance: 10,
        bronze_audit_factor: 2,
        reveal_window: 600,
        audit_window: 3_600,
        min_node_score: 0,
        tier_scores: [300, 600, 800],
        price_limits: [10_000_000_000, 50_000_000_000, 200_000_000_000],
    }
}

pub fn funded() -> Job {
    Job {
        price: PRICE,
        stage_price: PRICE,
        epochs: 50,
        checkpoint_interval: 1,
        checkpoints: 50,
        estimated_seconds: 1_000,
        created_at: NOW,
        accept_by: NOW + 300,
        deadline: NOW + 86_400,
        terms: terms(),
        ..Job::default()
    }
}

pub fn acceptance(score: u16, now: i64) -> Acceptance {
    let node = Pubkey::new_from_array([7; 32]);
    Acceptance {
        node,
        node_index: 3,
        node_owner: node,
        score,
        binding: [1; 32],
        slot: 1,
        now,
    }
}

pub fn running() -> Result<Job> {
    let mut job = funded();
    job.accept(&acceptance(0, NOW))?;
    Ok(job)
}

pub fn progress(checkpoints: u8, elapsed_ms: u64) -> Progress {
    Progress {
        root: [1; 32],
        checkpoints,
        weights: [2; 32],
        elapsed_ms,
    }
}

pub fn proving() -> Result<Job> {
    let mut job = running()?;
    job.anchor(&progress(50, 1_000), NOW + 1_000)?;
    Ok(job)
}

pub fn refused(result: Result<()>, expected: JobEscrowError) {
    assert_eq!(result, Err(error!(expected)));
}

#[test]
fn the_good_way_keeps_the_invariant() -> Result<()> {
    let mut job = funded();
    job.invariant()?;
    job.accept(&acceptance(0, NOW + 300))?;
    job.invariant()?;
    job.anchor(&progress(25, 1_000), NOW + 500)?;
    job.invariant()?;
    job.prove(NOW + 500)?;
    job.invariant()?;
    assert_eq!(job.earned()?, PRICE / 2);
    job.anchor(&progress(50, 2_000), NOW + 1_000)?;
    job.invariant()?;
    job.prove(NOW + 1_001)?;
    job.waive_objection()?;
    crate::policy::require_settleable(
        &job,
        &Evidence {
            now: NOW + 1_001,
            node_score: 0,
        },
    )?;
    let payout = job.stage()?.settlement()?;
    job.end(JobState::Settled, &payout, NOW + 1_001)?;
    job.invariant()?;
    assert_eq!(job.paid_out(), payout);
    Ok(())
}

#[test]
fn the_best_nodes_pay_the_lower_fee() -> Result<()> {
    for (score, fee_bps) in [(0, 1_000), (799, 1_000), (800, 800), (1_000, 800)] {
        let mut job = funded();
        job.accept(&acceptance(score, NOW))?;
        assert_eq!(job.fee_bps, fee_bps);
    }
    Ok(())
}

#[test]
fn a_price_must_stay_below_the_limit_of_the_tier() {
    for (score, limit) in [(299, 10), (599, 50), (799, 200)] {
        let limit = limit * 1_000_000_000;
        let mut below = Job {
            price: limit - 1,
            stage_price: limit - 1,
            ..funded()
        };
        assert!(below.accept(&acceptance(score, NOW)).is_ok());
        let mut at = Job {
            price: limit,
            stage_price: limit,
            ..funded()
        };
        refused(at.accept(&acceptance(score, NOW)), JobEscrowError::PriceAboveTier);
        assert!(at.accept(&acceptance(score + 1, NOW)).is_ok());
    }
}

#[test]
fn a_node_that_could_not_be_paid_does_not_begin() {
    let mut job = funded();
    job.terms.min_node_score = 500;
    refused(job.accept(&acceptance(499, NOW)), JobEscrowError::ScoreTooLow);
    assert!(job.accept(&acceptance(500, NOW)).is_ok());
}

#[test]
fn transitions_refuse_other_states() -> Result<()> {
    refused(
        running()?.accept(&acceptance(0, NOW)),
        JobEscrowError::JobNotFunded,
    );
    refused(
        funded().anchor(&progress(5, 1), NOW),
        JobEscrowError::JobNotRunning,
    );
    refused(funded().prove(NOW), JobEscrowError::JobNotRunning);
    refused(running()?.prove(NOW), JobEscrowError::NothingToProve);
    refused(running()?.waive_objection(), JobEscrowError::JobNotProving);
    refused(funded().ended_for(NOW).map(|_| ()), JobEscrowError::JobStillOpen);
    let mut ended = running()?;
    let refund = ended.stage()?.refund()?;
    ended.end(JobState::Cancelled, &refund, NOW)?;
    refused(
        ended.end(JobState::Cancelled, &refund, NOW),
        JobEscrowError::JobEnded,
    );
    Ok(())
}

#[test]
fn a_refused_anchor_changes_nothing() -> Result<()> {
    let before = running()?;
    let mut job = running()?;
    for bad in [
        progress(0, 1),
        progress(4, 1),
        progress(51, 1),
        progress(5, 0),
        progress(5, 1_000_000),
        progress(50, 1),
        progress(49, 1),
        progress(23, 1),
        Progress {
            root: [0xff; 32],
            ..progress(5, 1)
        },
        Progress {
            weights: [0xff; 32],
            ..progress(5, 1)
        },
    ] {
        assert!(job.anchor(&bad, NOW + 100).is_err());
        assert_eq!(job, before);
    }
    Ok(())
}

#[test]
fn a_node_fails_after_silence_or_deadline() -> Result<()> {
    let job = running()?;
    assert!(!job.node_failed(0, NOW + 7_200));
    assert!(job.node_failed(0, NOW + 7_201));
    assert!(!job.node_failed(NOW + 1, NOW + 7_201));
    assert!(!job.node_failed(NOW + 86_400, NOW + 86_400));
    assert!(job.node_failed(NOW + 86_400, NOW + 86_401));
    assert!(!funded().node_failed(0, NOW + 86_401));
    let anchored = {
        let mut job = running()?;
        job.anchor(&progress(5, 1), NOW + 100)?;
        job
    };
    assert!(!anchored.node_failed(0, NOW + 7_300));
    assert!(anchored.node_failed(0, NOW + 7_301));
    Ok(())
}

#[test]
fn the_policy_of_the_committed_tier() -> Result<()> {
    let ask =
        |job: &Job, now, node_score| crate::policy::require_settleable(job, &Evidence { now, node_score });
    refused(ask(&running()?, NOW, 0), JobEscrowError::JobNotProving);
    refused(
        ask(&proving()?, NOW + 1_000, 0),
        JobEscrowError::FinalRootNotProven,
    );
    let mut job = proving()?;
    job.prove(NOW + 1_000)?;
    refused(ask(&job, NOW + 1_600, 0), JobEscrowError::ObjectionWindowOpen);
    ask(&job, NOW + 1_601, 0)?;
    job.terms.min_node_score = 500;
    refused(ask(&job, NOW + 1_601, 499), JobEscrowError::ScoreTooLow);
    ask(&job, NOW + 1_601, 500)?;
    job.anchored_at = NOW + 2_121;
    refused(ask(&job, NOW + 5_000, 500), JobEscrowError::FinishedTooLate);
    job.anchored_at = NOW + 379;
    refused(ask(&job, NOW + 5_000, 500), JobEscrowError::FinishedTooEarly);
    Ok(())
}

#[test]
fn times_out_of_range_are_errors() -> Result<()> {
    let mut job = proving()?;
    job.proven_at = i64::MAX;
    assert_eq!(job.objection_ends(), Err(error!(JobEscrowError::MathOverflow)));
    let mut job = running()?;
    job.terms.silence = i64::MAX;
    assert!(!job.node_failed(0, NOW + 86_400));
    assert!(job.node_failed(0, NOW + 86_401));
    Ok(())
}

#[test]
fn contradictions_are_found() -> Result<()> {
    let good = proving()?;
    good.invariant()?;
    let spoil: [fn(&mut Job); 13] = [
        |job| job.price = 0,
        |job| job.node = Pubkey::default(),
        |job| job.proven_checkpoints = 51,
        |job| job.anchored_checkpoints = 49,
        |job| job.state = JobState::Running,
        |job| job.state = JobState::Settled,
        |job| job.paid_node = 1,
        |job| job.claimed = 1,
        |job| job.stage_price -= 1,
        |job| (job.claimed, job.refunded) = (1, 1),
        |job| (job.claimed, job.burned) = (1, 1),
        |job| job.ended_at = NOW,
        |job| job.accepted_at = NOW + 301,
    ];
    for change in spoil {
        let mut job = proving()?;
        change(&mut job);
        refused(job.invariant(), JobEscrowError::InvariantViolated);
    }
    let mut short = proving()?;
    short.prove(NOW + 1_000)?;
    short.stage_price -= 1;
    let payout = short.stage()?.settlement()?;
    short.end(JobState::Settled, &payout, NOW + 1_000)?;
    refused(short.invariant(), JobEscrowError::InvariantViolated);
    Ok(())
}
