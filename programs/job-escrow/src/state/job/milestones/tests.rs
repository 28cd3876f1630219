use super::*;
use crate::state::job::tests::{progress, proving, refused, running, NOW, PRICE};
use crate::state::{JobState, VerificationTier};

/// A running job with `checkpoints` proven at `at`.
fn proven(job: &mut Job, checkpoints: u8, at: i64) -> Result<()> {
    job.anchor(&progress(checkpoints, u64::from(checkpoints)), at)?;
    job.prove(at)?;
    job.invariant()
}

#[test]
fn a_proof_clears_when_its_window_is_over() -> Result<()> {
    let mut job = running()?;
    assert_eq!(job.cleared_at(NOW), 0);
    refused(job.claim(NOW).map(|_| ()), JobEscrowError::NothingToClaim);
    proven(&mut job, 10, NOW + 200)?;
    assert_eq!(job.cleared_at(NOW + 800), 0);
    refused(job.claim(NOW + 800).map(|_| ()), JobEscrowError::NothingToClaim);
    assert_eq!(job.cleared_at(NOW + 801), 10);
    let paid = job.claim(NOW + 801)?;
    job.invariant()?;
    assert_eq!(paid.total()?, PRICE / 5);
    assert_eq!(paid.fee, PRICE / 50);
    assert_eq!(
        (job.claimed, job.paid_node, job.paid_fee),
        (PRICE / 5, paid.to_node, paid.fee)
    );
    refused(job.claim(NOW + 801).map(|_| ()), JobEscrowError::NothingToClaim);
    Ok(())
}

#[test]
fn a_node_that_proves_often_is_cleared_within_two_windows() -> Result<()> {
    let mut job = running()?;
    let mut last_wait = 0;
    for step in 1..=9u8 {
        let at = NOW + 200 * i64::from(step);
        proven(&mut job, 5 * step, at)?;
        let waiting = job.proven_checkpoints - job.cleared_at(at);
        assert!(waiting <= 5 * 7, "{waiting} checkpoints wait");
        last_wait = waiting;
    }
    assert!(last_wait < 45, "the first proofs are cleared");
    assert!(job.cleared_at(NOW + 1_800) >= 10);
    assert_eq!(job.cleared_at(NOW + 1_800 + 601), 45);
    Ok(())
}

#[test]
fn later_proofs_take_nothing_back() -> Result<()> {
    let mut job = running()?;
    proven(&mut job, 10, NOW + 200)?;
    job.claim(NOW + 900)?;
    proven(&mut job, 20, NOW + 901)?;
    assert_eq!(job.cleared_at(NOW + 901), 10);
    refused(job.claim(NOW + 901).map(|_| ()), JobEscrowError::NothingToClaim);
    proven(&mut job, 30, NOW + 1_000)?;
    // The latest proof has its own window; the one before is not held up by it.
    assert_eq!(job.cleared_at(NOW + 1_501), 10);
    assert_eq!(job.cleared_at(NOW + 1_502), 20);
    assert_eq!(job.cleared_at(NOW + 1_601), 30);
    Ok(())
}

#[test]
fn a_job_that_was_paid_in_parts_settles_for_the_rest() -> Result<()> {
    let mut job = running()?;
    proven(&mut job, 25, NOW + 500)?;
    let first = job.claim(NOW + 1_101)?;
    proven(&mut job, 50, NOW + 1_200)?;
    assert_eq!(job.state, JobState::Proving);
    let rest = job.stage()?.settlement()?;
    job.end(JobState::Settled, &rest, NOW + 1_900)?;
    job.invariant()?;
    let whole = first.and(&rest)?;
    assert_eq!((whole.total()?, whole.fee), (PRICE, PRICE / 10));
    assert_eq!(job.paid_out(), whole);
    Ok(())
}

#[test]
fn only_a_job_that_is_worked_on_pays() -> Result<()> {
    let mut job = proving()?;
    job.prove(NOW + 1_000)?;
    for state in [
        JobState::Funded,
        JobState::Disputed,
        JobState::Settled,
        JobState::Cancelled,
    ] {
        job.state = state;
        refused(job.claim(NOW + 9_000).map(|_| ()), JobEscrowError::JobNotRunning);
    }
    job.state = JobState::Proving;
    job.tier = VerificationTier::Exact;
    refused(job.claim(NOW + 9_000).map(|_| ()), JobEscrowError::NotPaidInParts);
    job.tier = VerificationTier::Committed;
    job.claim(NOW + 9_000)?;
    assert_eq!(job.stage()?.left()?, 0);
    Ok(())
}
