//! The one question in front of every payment: does the job's verification policy hold?
//!
//! Money paths ask `require_settleable` and `work_holds` and know nothing of epochs, proofs or training, so a further
//! policy (worker consensus, client approval) joins here and nowhere else.

use crate::{
    error::JobEscrowError,
    math,
    state::{Job, JobState, VerificationTier},
};
use anchor_lang::prelude::*;

/// What the policy looks at besides the job itself.
pub struct Evidence {
    /// The chain's clock, unix seconds.
    pub now: i64,
    /// The node's score now, 0 to 1000.
    pub node_score: u16,
}

/// The policy holds: the work is verified and the client had its time to object.
pub fn require_settleable(job: &Job, evidence: &Evidence) -> Result<()> {
    require_work(job, evidence)?;
    require!(
        job.objection_waived || evidence.now > job.objection_ends()?,
        JobEscrowError::ObjectionWindowOpen
    );
    Ok(())
}

/// The work is verified, whether or not the client may still object. Such a job is never refunded.
pub fn work_holds(job: &Job, evidence: &Evidence) -> bool {
    require_work(job, evidence).is_ok()
}

/// Checkpoints that may be paid for before the job ends: the work on them is verified and nobody can object any more.
pub fn payable_checkpoints(job: &Job, now: i64) -> Result<u8> {
    match job.tier {
        VerificationTier::Committed => Ok(job.cleared_at(now)),
        // What an exact job's checkpoints are worth is known when its audits have passed.
        VerificationTier::Exact => err!(JobEscrowError::NotPaidInParts),
    }
}

fn require_work(job: &Job, evidence: &Evidence) -> Result<()> {
    require_committed(job, evidence)?;
    match job.tier {
        VerificationTier::Committed => Ok(()),
        // All that the committed tier asks for, and every audited step proven.
        VerificationTier::Exact => {
            require!(job.audits_passed(), JobEscrowError::AuditsNotProven);
            Ok(())
        }
    }
}

/// Committed tier: the proof covers all checkpoints, the time is plausible, the node is in good standing.
fn require_committed(job: &Job, evidence: &Evidence) -> Result<()> {
    require!(!job.state.is_terminal(), JobEscrowError::JobEnded);
    require!(job.state == JobState::Proving, JobEscrowError::JobNotProving);
    require!(
        job.proven_checkpoints == job.checkpoints,
        JobEscrowError::FinalRootNotProven
    );
    require_plausible_time(job, job.anchored_at)?;
    require!(
        evidence.node_score >= job.terms.min_node_score,
        JobEscrowError::ScoreTooLow
    );
    Ok(())
}

/// The time from acceptance to the final root, on the chain's own clock, fits the estimate.
fn require_plausible_time(job: &Job, finished_at: i64) -> Result<()> {
    require_not_too_early(job, job.checkpoints, finished_at)?;
    let (took, (_, most)) = (time_taken(job, finished_at)?, time_bounds(job));
    require!(took <= most, JobEscrowError::FinishedTooLate);
    Ok(())
}

/// So many checkpoints took at least their part of the shortest plausible time of the estimate.
///
/// Asked when they are anchored: proven progress is paid for even when the job is never finished, so what is anchored
/// on the way answers to the chain's clock as the final root does. A node that is too fast is told to wait instead of
/// losing its pay.
pub fn require_not_too_early(job: &Job, checkpoints: u8, anchored_at: i64) -> Result<()> {
    let terms = &job.terms;
    let least = math::least_time(
        job.estimated_seconds,
        terms.time_min_bps,
        terms.time_grace,
        checkpoints,
        job.checkpoints,
    );
    let took = time_taken(job, anchored_at)?;
    require!(took >= least, JobEscrowError::FinishedTooEarly);
    Ok(())
}

/// The work is proven, audits included, and the final root came in time, whatever else is disputed.
pub fn work_done(job: &Job) -> bool {
    job.is_verified() && require_plausible_time(job, job.anchored_at).is_ok()
}

fn time_taken(job: &Job, finished_at: i64) -> Result<i64> {
    finished_at
        .checked_sub(job.accepted_at)
        .ok_or(error!(JobEscrowError::MathOverflow))
}

fn time_bounds(job: &Job) -> (i64, i64) {
    let terms = &job.terms;
    math::time_bounds(
        job.estimated_seconds,
        terms.time_min_bps,
        terms.time_max_bps,
        terms.time_grace,
    )
}
