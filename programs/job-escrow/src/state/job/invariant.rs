//! What is true of every job between two instructions.

use super::Job;
use crate::{
    constants::MAX_STARS,
    error::JobEscrowError,
    state::{JobState, VerificationTier},
};
use anchor_lang::prelude::*;

impl Job {
    /// Holds after every instruction.
    pub fn invariant(&self) -> Result<()> {
        let accepted = self.node != Pubkey::default();
        let node_fits = match self.state {
            JobState::Funded | JobState::Refunded => !accepted,
            JobState::Cancelled => true,
            _ => accepted,
        };
        let progress_fits = self.cleared_checkpoints <= self.proven_checkpoints
            && self.clearing_checkpoints <= self.proven_checkpoints
            && self.proven_checkpoints <= self.anchored_checkpoints
            && self.anchored_checkpoints <= self.checkpoints
            && (accepted || self.anchored_checkpoints == 0);
        let state_fits = match self.state {
            JobState::Running | JobState::Cancelled => self.anchored_checkpoints < self.checkpoints,
            JobState::Proving => self.anchored_checkpoints == self.checkpoints,
            JobState::Settled => self.is_verified(),
            _ => true,
        };
        let paid = self.paid_out().total()?;
        let money_fits = if self.state.is_terminal() {
            paid == self.price && self.ended_at >= self.created_at
        } else {
            // The vault owes the job what is not paid, and that is what is left of its stage.
            self.price.checked_sub(paid) == self.stage_price.checked_sub(self.claimed)
                && paid <= self.price
                && self.refunded == 0
                && self.burned == 0
                && self.ended_at == 0
        };
        let disputed = matches!(self.state, JobState::Disputed | JobState::Resolved);
        let dispute_fits =
            disputed == (self.dispute != Pubkey::default()) && disputed == self.disputed_from.is_worked_on();
        let audits_fit = self.audits_proven <= self.audits_due
            && (self.steps_anchored || self.audits_proven == 0)
            && (!self.steps_anchored || self.anchored_checkpoints == self.checkpoints)
            && (self.audits_due > 0) == (accepted && self.tier == VerificationTier::Exact);
        let times_fit = self.created_at <= self.accept_by
            && self.accept_by <= self.deadline
            && (!accepted || (self.created_at <= self.accepted_at && self.accepted_at <= self.accept_by));
        let stars_fit = self.stars == 0 || (self.stars <= MAX_STARS && self.state == JobState::Settled);
        require!(
            self.price > 0
                && node_fits
                && progress_fits
                && state_fits
                && money_fits
                && times_fit
                && stars_fit
                && dispute_fits
                && audits_fit,
            JobEscrowError::InvariantViolated
        );
        Ok(())
    }
}
