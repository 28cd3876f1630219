use super::*;
use crate::{
    policy::{self, Evidence},
    state::job::tests::{acceptance, funded, proving, refused, running, NOW, PRICE},
    state::Reassignment,
};
use governance::{Party, Verdict};

const ANCHORED: i64 = NOW + 1_000;

fn ordered() -> Job {
    Job {
        tier: VerificationTier::Exact,
        audits: 3,
        exact_terms: [8; 32],
        ..funded()
    }
}

/// An exact job whose final root is anchored; `score` is its node's.
fn exact(score: u16) -> Result<Job> {
    let mut job = ordered();
    job.accept(&acceptance(score, NOW))?;
    let anchor = crate::state::job::tests::progress(50, 1_000);
    job.anchor(&anchor, ANCHORED)?;
    job.invariant()?;
    Ok(job)
}

/// The same, with its steps anchored and `passed` audits.
fn audited(passed: u8) -> Result<Job> {
    let mut job = exact(300)?;
    job.anchor_steps(ANCHORED);
    for _ in 0..passed {
        job.pass_audit(ANCHORED + 1)?;
        job.invariant()?;
    }
    Ok(job)
}

fn settle_at(job: &Job, now: i64) -> Result<()> {
    policy::require_settleable(job, &Evidence { now, node_score: 0 })
}

#[test]
fn a_bronze_node_must_pass_more_audits() -> Result<()> {
    for (score, due) in [(0, 6), (299, 6), (300, 3), (1_000, 3)] {
        assert_eq!(exact(score)?.audits_due, due);
    }
    let many = Job {
        audits: 40,
        ..ordered()
    };
    assert_eq!((many.audits_for(0), many.audits_for(300)), (64, 40));
    let all = Job {
        audits: 255,
        ..ordered()
    };
    assert_eq!(all.audits_for(1_000), 64);
    assert_eq!(running()?.audits_due, 0);
    Ok(())
}

#[test]
fn nothing_is_earned_before_every_audit_has_passed() -> Result<()> {
    let mut job = audited(2)?;
    job.prove(ANCHORED + 2)?;
    job.invariant()?;
    assert_eq!(job.earned()?, 0);
    refused(settle_at(&job, ANCHORED + 9_000), JobEscrowError::AuditsNotProven);
    job.pass_audit(ANCHORED + 3)?;
    assert_eq!(job.earned()?, PRICE);
    // The client may object from the last proof on.
    refused(
        settle_at(&job, ANCHORED + 603),
        JobEscrowError::ObjectionWindowOpen,
    );
    settle_at(&job, ANCHORED + 604)
}

#[test]
fn audits_pay_nothing_without_the_checkpoints() -> Result<()> {
    let job = audited(3)?;
    assert!(job.audits_passed() && !job.is_verified());
    assert_eq!(job.earned()?, 0);
    refused(
        settle_at(&job, ANCHORED + 9_000),
        JobEscrowError::FinalRootNotProven,
    );
    Ok(())
}

#[test]
fn only_an_exact_job_with_its_final_root_is_audited() -> Result<()> {
    refused(
        proving()?.require_auditable(ANCHORED),
        JobEscrowError::NotAnExactJob,
    );
    let mut young = ordered();
    refused(young.require_auditable(NOW), JobEscrowError::JobNotProving);
    young.accept(&acceptance(300, NOW))?;
    refused(young.require_auditable(NOW), JobEscrowError::JobNotProving);
    let mut job = exact(300)?;
    job.require_auditable(job.deadline)?;
    refused(
        job.require_auditable(job.deadline + 1),
        JobEscrowError::DeadlinePassed,
    );
    job.freeze(Pubkey::new_from_array([4; 32]));
    refused(job.require_auditable(ANCHORED), JobEscrowError::JobNotProving);
    Ok(())
}

#[test]
fn late_steps_and_late_nonces_leave_time() -> Result<()> {
    let mut job = exact(300)?;
    let deadline = job.deadline;
    job.anchor_steps(deadline - 4_200);
    assert_eq!(job.deadline, deadline);
    job.leave_time_to_reveal_and_prove(deadline - 4_199);
    assert_eq!(job.deadline, deadline + 1);
    job.leave_time_to_prove(deadline - 3_599);
    assert_eq!(job.deadline, deadline + 1);
    job.leave_time_to_prove(deadline + 1);
    assert_eq!(job.deadline, deadline + 3_601);
    job.terms.audit_window = i64::MAX;
    job.leave_time_to_prove(deadline);
    assert_eq!(job.deadline, i64::MAX);
    job.invariant()
}

#[test]
fn who_anchored_its_steps_fails_an_audit() -> Result<()> {
    assert_eq!(exact(300)?.fault(), Fault::Failure);
    assert_eq!(audited(0)?.fault(), Fault::Audit);
    assert_eq!(audited(2)?.fault(), Fault::Audit);
    assert_eq!(audited(3)?.fault(), Fault::Failure);
    assert_eq!(running()?.fault(), Fault::Failure);
    Ok(())
}

#[test]
fn the_next_node_of_an_exact_job_begins_anew() -> Result<()> {
    let mut job = ordered();
    job.accept(&acceptance(0, NOW))?;
    job.anchor(&crate::state::job::tests::progress(20, 1_000), NOW + 400)?;
    job.prove(NOW + 400)?;
    let before = (job.epochs, job.checkpoints, job.initial_weights);
    let paid = job.reassign(&Reassignment {
        assignment_hash: [9; 32],
        estimated_seconds: 1_000,
        accept_by: NOW + 20_300,
        deadline: NOW + 90_000,
    })?;
    job.invariant()?;
    assert_eq!(paid.total()?, 0);
    assert_eq!((job.epochs, job.checkpoints, job.initial_weights), before);
    assert_eq!((job.epochs_done, job.stage_price), (0, PRICE));
    assert_eq!(job.audits_due, 0);
    job.accept(&acceptance(300, NOW + 20_000))?;
    assert_eq!(job.audits_due, 3);
    job.invariant()
}

#[test]
fn a_client_waits_for_the_audits_before_it_disputes() -> Result<()> {
    let open = |job: &Job, by| job.require_disputable(by, NOW + 9_000, ANCHORED + 2);
    let mut young = ordered();
    young.accept(&acceptance(300, NOW))?;
    for job in [young, exact(300)?, audited(2)?] {
        refused(open(&job, Party::Client), JobEscrowError::AuditsDecide);
        open(&job, Party::Node)?;
    }
    let mut job = audited(3)?;
    open(&job, Party::Client)?;
    job.prove(ANCHORED + 2)?;
    open(&job, Party::Client)?;
    refused(
        job.require_disputable(Party::Client, NOW + 9_000, ANCHORED + 603),
        JobEscrowError::ObjectionWindowOver,
    );
    Ok(())
}

#[test]
fn without_a_quorum_audits_say_who_failed() -> Result<()> {
    let end = |mut job: Job| -> Result<_> {
        job.prove(ANCHORED + 2)?;
        let resolution = job.resolution(Verdict::NoQuorum, Party::Node)?;
        Ok((resolution.fate, resolution.payout.to_client))
    };
    assert_eq!(end(audited(2)?)?, (crate::state::NodeFate::Failed, PRICE));
    assert_eq!(end(audited(3)?)?, (crate::state::NodeFate::Released, 0));
    Ok(())
}

#[test]
fn contradictions_about_audits_are_found() -> Result<()> {
    let spoil: [fn(&mut Job); 6] = [
        |job| job.audits_proven = 4,
        |job| job.audits_due = 0,
        |job| job.steps_anchored = false,
        |job| job.tier = VerificationTier::Committed,
        |job| (job.state, job.anchored_checkpoints) = (JobState::Running, 49),
        |job| job.state = JobState::Settled,
    ];
    for change in spoil {
        let mut job = audited(2)?;
        job.invariant()?;
        change(&mut job);
        refused(job.invariant(), JobEscrowError::InvariantViolated);
    }
    Ok(())
}
