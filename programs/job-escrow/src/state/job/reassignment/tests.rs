use super::*;
use crate::state::job::tests::{acceptance, funded, progress, proving, refused, running, terms, NOW, PRICE};
use crate::state::JobTerms;

const LATER: i64 = NOW + 20_000;

fn to() -> Reassignment {
    Reassignment {
        assignment_hash: [9; 32],
        estimated_seconds: 500,
        accept_by: LATER + 300,
        deadline: LATER + 3_600,
    }
}

/// A running job whose node has proven 20 of 50 checkpoints, and anchored 30.
fn part_done() -> Result<Job> {
    let mut job = running()?;
    job.anchor(&progress(20, 1_000), NOW + 400)?;
    job.prove(NOW + 400)?;
    job.anchor(
        &crate::state::Progress {
            weights: [5; 32],
            ..progress(30, 2_000)
        },
        NOW + 600,
    )?;
    Ok(job)
}

#[test]
fn a_new_node_goes_on_from_the_last_proven_checkpoint() -> Result<()> {
    let mut job = part_done()?;
    let paid = job.reassign(&to())?;
    job.invariant()?;
    let earned = PRICE * 2 / 5;
    assert_eq!(paid.total()?, earned);
    assert_eq!((job.stage_price, job.claimed), (PRICE - earned, 0));
    assert_eq!((job.checkpoints, job.epochs, job.epochs_done), (30, 30, 20));
    // Weights that were proven, not those that were only anchored.
    assert_eq!(job.initial_weights, [2; 32]);
    assert_eq!((job.state, job.reassignments), (JobState::Funded, 1));
    assert_eq!((job.node, job.accepted_at, job.proofs), (Pubkey::default(), 0, 0));
    assert_eq!((job.anchored_checkpoints, job.proven_checkpoints), (0, 0));
    assert_eq!((job.assignment_hash, job.estimated_seconds), ([9; 32], 500));
    job.accept(&acceptance(0, LATER))?;
    job.invariant()
}

#[test]
fn what_milestones_paid_is_not_paid_again() -> Result<()> {
    let mut job = part_done()?;
    let milestone = job.claim(NOW + 1_001)?;
    let paid = job.reassign(&to())?;
    job.invariant()?;
    assert_eq!(paid.total()?, 0);
    assert_eq!(job.paid_out(), milestone);
    Ok(())
}

#[test]
fn without_proofs_all_is_still_to_do() -> Result<()> {
    let mut job = Job {
        initial_weights: [3; 32],
        ..running()?
    };
    assert_eq!(job.reassign(&to())?.total()?, 0);
    job.invariant()?;
    assert_eq!((job.stage_price, job.checkpoints, job.epochs), (PRICE, 50, 50));
    assert_eq!(job.initial_weights, [3; 32]);
    Ok(())
}

#[test]
fn a_last_short_checkpoint_stays() -> Result<()> {
    let mut job = Job {
        epochs: 5,
        checkpoint_interval: 3,
        checkpoints: 2,
        ..running()?
    };
    job.terms = JobTerms {
        anchor_part_bps: 5_000,
        ..terms()
    };
    job.anchor(&progress(1, 1), NOW + 400)?;
    job.prove(NOW + 400)?;
    job.reassign(&to())?;
    job.invariant()?;
    assert_eq!((job.epochs, job.epochs_done, job.checkpoints), (2, 3, 1));
    Ok(())
}

#[test]
fn three_nodes_and_a_refund_share_one_price() -> Result<()> {
    for price in [1, 2, 3, 7, 49, 51, 1_000_003, u64::MAX] {
        let mut job = Job {
            price,
            stage_price: price,
            ..funded()
        };
        job.terms.price_limits = [u64::MAX; 3];
        let mut now = NOW;
        for proven in [20, 10] {
            job.accept(&acceptance(1_000, now))?;
            job.anchor(&progress(proven, 1), now + 600)?;
            job.prove(now + 600)?;
            if job.earned()? > 0 {
                job.claim(now + 1_300)?;
            }
            now += 10_000;
            job.reassign(&Reassignment {
                assignment_hash: [9; 32],
                estimated_seconds: 500,
                accept_by: now + 300,
                deadline: now + 3_600,
            })?;
            job.invariant()?;
        }
        assert_eq!((job.checkpoints, job.epochs_done), (20, 30));
        let payout = job.stage()?.failure(job.refund_burn_bps())?;
        job.end(JobState::Refunded, &payout, now + 4_000)?;
        job.invariant()?;
        assert_eq!(job.paid_out().total()?, price);
    }
    Ok(())
}

#[test]
fn only_a_node_that_failed_is_replaced() -> Result<()> {
    let job = running()?;
    refused(
        job.require_reassignable(0, NOW + 7_200),
        JobEscrowError::NotTimedOut,
    );
    refused(
        job.require_reassignable(NOW + 7_000, NOW + 7_201),
        JobEscrowError::NotTimedOut,
    );
    job.require_reassignable(0, NOW + 7_201)?;
    job.require_reassignable(NOW + 86_401, NOW + 86_401)?;
    refused(
        proving()?.require_reassignable(0, NOW + 86_401),
        JobEscrowError::JobNotRunning,
    );
    refused(
        funded().require_reassignable(0, NOW + 86_401),
        JobEscrowError::JobNotRunning,
    );
    Ok(())
}

#[test]
fn a_job_whose_node_failed_burns_part_of_every_refund() -> Result<()> {
    let mut job = part_done()?;
    assert_eq!(job.refund_burn_bps(), 0);
    job.reassign(&to())?;
    assert_eq!(job.refund_burn_bps(), 500);
    let payout = job.stage()?.failure(job.refund_burn_bps())?;
    assert_eq!(payout.burned, job.stage_price / 20);
    Ok(())
}

#[test]
fn a_job_is_reassigned_255_times_at_most() -> Result<()> {
    let mut job = Job {
        reassignments: u8::MAX,
        ..running()?
    };
    assert_eq!(job.reassign(&to()), Err(error!(JobEscrowError::MathOverflow)));
    Ok(())
}
