//! Proofs on the way, and what they let the node be paid before the end.

use super::Job;
use crate::{error::JobEscrowError, math::Payout, policy};
use anchor_lang::prelude::*;

impl Job {
    /// The latest anchor is proven. The caller has checked the proof and asked `require_provable`.
    ///
    /// A client may object to each proof for the length of its window. Of the proofs that wait, the job remembers the
    /// latest and one earlier, so that however often a node proves, what it proved is cleared within two windows.
    pub fn prove(&mut self, now: i64) -> Result<()> {
        self.require_provable(now)?;
        self.cleared_checkpoints = self.cleared_at(now);
        if self.clearing_checkpoints <= self.cleared_checkpoints {
            (self.clearing_checkpoints, self.clearing_since) =
                if self.proven_checkpoints > self.cleared_checkpoints {
                    (self.proven_checkpoints, self.proven_at)
                } else {
                    (self.anchored_checkpoints, now)
                };
        }
        self.proven_checkpoints = self.anchored_checkpoints;
        self.proven_weights = self.anchored_weights;
        self.proofs = self.proofs.saturating_add(1);
        self.proven_at = now;
        Ok(())
    }

    /// Proven checkpoints whose objection window is over at `now`.
    pub fn cleared_at(&self, now: i64) -> u8 {
        let over = |since: i64| now > since.saturating_add(self.terms.objection_window);
        if over(self.proven_at) {
            self.proven_checkpoints
        } else if over(self.clearing_since) {
            self.cleared_checkpoints.max(self.clearing_checkpoints)
        } else {
            self.cleared_checkpoints
        }
    }

    /// Pays the node ahead of the end for what is proven and can no longer be objected to.
    ///
    /// Errors: `JobNotRunning`, `NothingToClaim`, and those of the policy.
    pub fn claim(&mut self, now: i64) -> Result<Payout> {
        require!(self.state.is_worked_on(), JobEscrowError::JobNotRunning);
        let cleared = policy::payable_checkpoints(self, now)?;
        let worth = crate::math::proven_share(self.stage_price, cleared, self.checkpoints)?;
        require!(worth > self.claimed, JobEscrowError::NothingToClaim);
        let payout = self.stage()?.work(worth)?;
        self.cleared_checkpoints = cleared;
        self.claimed = worth;
        self.add_payout(&payout)?;
        Ok(payout)
    }
}

#[cfg(test)]
mod tests;
