//! A node died; another one goes on from what is proven.

use super::Job;
use crate::{
    error::JobEscrowError,
    math::Payout,
    state::{JobState, Reassignment, VerificationTier},
};
use anchor_lang::prelude::*;

impl Job {
    /// Whether the client may put another node in the place of its own, last heard of at `heartbeat`.
    ///
    /// Errors: `JobNotRunning`, `NotTimedOut`.
    pub fn require_reassignable(&self, heartbeat: i64, now: i64) -> Result<()> {
        require!(self.state == JobState::Running, JobEscrowError::JobNotRunning);
        require!(self.node_failed(heartbeat, now), JobEscrowError::NotTimedOut);
        Ok(())
    }

    /// `Running → Funded`: the node that failed leaves with what it has proven, the rest of price and work waits for the
    /// node that `to` hides. Returns what the failed node is paid. The caller has asked `require_reassignable`.
    pub fn reassign(&mut self, to: &Reassignment) -> Result<Payout> {
        let overflow = || error!(JobEscrowError::MathOverflow);
        let payout = self.stage()?.earnings()?;
        self.add_payout(&payout)?;
        self.stage_price = self
            .price
            .checked_sub(self.paid_out().total()?)
            .ok_or_else(overflow)?;
        self.claimed = 0;

        // Audits come after the final root, so an exact job whose node stops on the way begins anew.
        let proven = match self.tier {
            VerificationTier::Committed => self.proven_checkpoints,
            VerificationTier::Exact => 0,
        };
        let epochs = u32::from(proven)
            .checked_mul(u32::from(self.checkpoint_interval))
            .ok_or_else(overflow)?;
        self.epochs = self.epochs.checked_sub(epochs).ok_or_else(overflow)?;
        self.epochs_done = self.epochs_done.checked_add(epochs).ok_or_else(overflow)?;
        self.checkpoints = self.checkpoints.checked_sub(proven).ok_or_else(overflow)?;
        if proven > 0 {
            self.initial_weights = self.proven_weights;
        }
        self.reassignments = self.reassignments.checked_add(1).ok_or_else(overflow)?;

        self.state = JobState::Funded;
        self.assignment_hash = to.assignment_hash;
        self.estimated_seconds = to.estimated_seconds;
        self.accept_by = to.accept_by;
        self.deadline = to.deadline;
        self.forget_node();
        Ok(payout)
    }

    /// What only a node that works on the job has.
    fn forget_node(&mut self) {
        *self = Self {
            node: Pubkey::default(),
            node_index: 0,
            node_owner: Pubkey::default(),
            fee_bps: 0,
            accepted_at: 0,
            accepted_slot: 0,
            binding: [0; 32],
            anchored_root: [0; 32],
            anchored_checkpoints: 0,
            anchored_weights: [0; 32],
            anchored_elapsed_ms: 0,
            anchored_at: 0,
            proven_checkpoints: 0,
            proofs: 0,
            proven_weights: [0; 32],
            proven_at: 0,
            cleared_checkpoints: 0,
            clearing_checkpoints: 0,
            clearing_since: 0,
            audits_due: 0,
            ..self.clone()
        };
    }
}

#[cfg(test)]
mod tests;
