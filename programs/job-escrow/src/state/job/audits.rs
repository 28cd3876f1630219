//! The audits of an exact job, as far as its money depends on them. What they are about stands in `Audit`.

use super::Job;
use crate::{
    constants::MAX_AUDITS,
    error::JobEscrowError,
    state::{JobState, VerificationTier},
};
use anchor_lang::prelude::*;
use node_registry::Fault;

impl Job {
    /// Audits for a node of this score: a Bronze node, about which little is known, must pass more.
    pub(super) fn audits_for(&self, score: u16) -> u8 {
        let [silver, ..] = self.terms.tier_scores;
        let times = match self.tier {
            VerificationTier::Committed => 0,
            VerificationTier::Exact if score < silver => self.terms.bronze_audit_factor,
            VerificationTier::Exact => 1,
        };
        self.audits.saturating_mul(times).min(MAX_AUDITS)
    }

    /// No audit stands between the node and its pay. Always so for a committed job.
    pub fn audits_passed(&self) -> bool {
        match self.tier {
            VerificationTier::Committed => true,
            VerificationTier::Exact => self.audits_due > 0 && self.audits_proven == self.audits_due,
        }
    }

    /// All checkpoints are proven, and all audits.
    pub fn is_verified(&self) -> bool {
        self.proven_checkpoints == self.checkpoints && self.audits_passed()
    }

    /// An instruction about audits may run: the final root is anchored and there is time left.
    ///
    /// Errors: `NotAnExactJob`, `JobNotProving`, `DeadlinePassed`.
    pub fn require_auditable(&self, now: i64) -> Result<()> {
        require!(
            self.tier == VerificationTier::Exact,
            JobEscrowError::NotAnExactJob
        );
        require!(self.state == JobState::Proving, JobEscrowError::JobNotProving);
        require!(now <= self.deadline, JobEscrowError::DeadlinePassed);
        Ok(())
    }

    /// The node has anchored its steps. From now on it fails an audit if it does not pass all of them. The caller has
    /// asked `require_auditable`.
    pub fn anchor_steps(&mut self, now: i64) {
        self.steps_anchored = true;
        self.leave_time_to_reveal_and_prove(now);
    }

    /// However late this comes, the client has its reveal window and the node its time after it.
    pub fn leave_time_to_reveal_and_prove(&mut self, now: i64) {
        let windows = self.terms.reveal_window.saturating_add(self.terms.audit_window);
        self.deadline = self.deadline.max(now.saturating_add(windows));
    }

    /// The challenge is open. A client that reveals late cannot make the node fail.
    pub fn leave_time_to_prove(&mut self, now: i64) {
        self.deadline = self.deadline.max(now.saturating_add(self.terms.audit_window));
    }

    /// An audit is proven. The client may object from the last proof of the job on, whichever that is.
    pub fn pass_audit(&mut self, now: i64) -> Result<()> {
        self.audits_proven = self
            .audits_proven
            .checked_add(1)
            .ok_or(JobEscrowError::MathOverflow)?;
        self.proofs = self.proofs.saturating_add(1);
        self.proven_at = now;
        Ok(())
    }

    /// What a node that failed this job is slashed for.
    pub fn fault(&self) -> Fault {
        if self.steps_anchored && !self.audits_passed() {
            Fault::Audit
        } else {
            Fault::Failure
        }
    }
}

#[cfg(test)]
mod tests;
