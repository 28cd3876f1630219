use anchor_lang::prelude::*;
use governance::state::{EscrowParams, ReputationParams};

use crate::{
    constants::{MIN_ADJUSTMENT, NODES_PER_PAGE},
    error::ReputationError,
    math::{score, time_accuracy, Ratios},
    state::{Outcome, OutcomeKind},
};

/// Scores of 64 nodes, at ["scores", page].
#[account(zero_copy)]
#[derive(Debug)]
pub struct ScorePage {
    /// Which page of nodes.
    pub page: u32,
    /// Canonical bump of this account.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 3],
    /// Outcomes ever folded into this page.
    pub applied: u64,
    /// The node with index i is at i % 64.
    pub nodes: [NodeScore; NODES_PER_PAGE as usize],
}

/// What is known about one node.
#[zero_copy]
#[derive(Debug, PartialEq, Eq)]
pub struct NodeScore {
    /// The node account; zero while nothing was recorded.
    pub node: Pubkey,
    /// Sum of the time accuracies of settled jobs, each 0–10,000.
    pub time_accuracy_sum: u64,
    /// Sum of ratings in bps of five stars, each times its weight.
    pub rating_sum: u64,
    /// Sum of the ratings' weights; 0 while nobody rated.
    pub rating_weight: u64,
    /// Since when heartbeats never lapsed, in unix seconds; 0: they lapsed at the last outcome.
    pub alive_since: i64,
    /// When the last outcome was recorded, in unix seconds.
    pub last_outcome_at: i64,
    /// Jobs paid in full.
    pub settled: u32,
    /// Jobs ended by the node's fault.
    pub failed: u32,
    /// Jobs that ran into deadline or silence.
    pub timed_out: u32,
    /// Jobs their clients cancelled.
    pub cancelled: u32,
    /// Disputes lost.
    pub disputes_lost: u32,
    /// Proofs that held.
    pub proofs_valid: u32,
    /// Proofs handed in.
    pub proofs_total: u32,
    /// Outcomes at which the last heartbeat was fresh.
    pub alive: u32,
    /// Outcomes at which it was looked at.
    pub alive_samples: u32,
    /// Penalties not yet recovered from, in points, at most 0.
    pub adjustment: i32,
    /// The score, 0–1,000.
    pub score: u16,
    /// Zero.
    pub padding: [u8; 6],
}

// One instruction can create no more.
const _: () = assert!(ScorePage::SPACE <= 10_240);

impl ScorePage {
    /// Bytes of the account, discriminator included.
    pub const SPACE: usize = 8 + std::mem::size_of::<Self>();

    /// Sets up a fresh account, whose bytes are zero.
    pub fn init(&mut self, page: u32, bump: u8) {
        self.page = page;
        self.bump = bump;
    }

    /// The score of the node with that account and index; 0 for a node without outcomes or of another page.
    pub fn score_of(&self, node: &Pubkey, index: u32) -> u16 {
        if index / NODES_PER_PAGE != self.page {
            return 0;
        }
        let slot = usize::try_from(index % NODES_PER_PAGE).unwrap_or(usize::MAX);
        self.nodes
            .get(slot)
            .filter(|entry| entry.node == *node)
            .map_or(0, |entry| entry.score)
    }

    /// Folds one outcome in. Never fails for what an outcome says: one bad entry must not block the queue.
    pub fn fold(
        &mut self,
        outcome: &Outcome,
        params: &ReputationParams,
        escrow: &EscrowParams,
    ) -> Result<u16> {
        let entry = self
            .nodes
            .get_mut(usize::from(outcome.slot))
            .ok_or(ReputationError::InvariantViolated)?;
        entry.node = outcome.node;
        entry.fold(outcome, params, escrow);
        let score = entry.score;
        self.applied = self.applied.saturating_add(1);
        Ok(score)
    }

    /// Holds after every instruction.
    pub fn invariant(&self) -> Result<()> {
        let sound = self.nodes.iter().all(|entry| {
            entry.score <= governance::MAX_SCORE
                && (MIN_ADJUSTMENT..=0).contains(&entry.adjustment)
                && entry.proofs_valid <= entry.proofs_total
                && entry.alive <= entry.alive_samples
        });
        require!(sound, ReputationError::InvariantViolated);
        Ok(())
    }
}

impl NodeScore {
    fn fold(&mut self, outcome: &Outcome, params: &ReputationParams, escrow: &EscrowParams) {
        let (penalties, recovery) = (&params.penalties, &params.recovery);
        match OutcomeKind::from_u8(outcome.kind) {
            Some(OutcomeKind::Settled) => {
                self.settled = self.settled.saturating_add(1);
                let accuracy = time_accuracy(
                    outcome.estimated_seconds,
                    outcome.actual_seconds,
                    escrow.time_grace,
                );
                self.time_accuracy_sum = self.time_accuracy_sum.saturating_add(u64::from(accuracy));
                self.adjust(i32::from(recovery.job));
            }
            Some(OutcomeKind::Failed) => {
                self.failed = self.failed.saturating_add(1);
                self.adjust(-i32::from(penalties.failed));
            }
            Some(OutcomeKind::TimedOut) => {
                self.timed_out = self.timed_out.saturating_add(1);
                self.adjust(-i32::from(penalties.timeout));
            }
            Some(OutcomeKind::Cancelled) => self.cancelled = self.cancelled.saturating_add(1),
            Some(OutcomeKind::DisputeLost) => {
                self.disputes_lost = self.disputes_lost.saturating_add(1);
                self.adjust(-i32::from(penalties.dispute_lost));
            }
            None => {}
        }
        self.count_proofs(outcome, penalties.invalid_proof);
        self.count_life(outcome, params, escrow);
        self.last_outcome_at = self.last_outcome_at.max(outcome.recorded_at);
        self.score = score(&self.ratios(), self.adjustment, self.settled, params);
    }

    /// Penalties add up and are healed, but healing is no bonus: the adjustment never rises above zero.
    fn adjust(&mut self, points: i32) {
        self.adjustment = self.adjustment.saturating_add(points).clamp(MIN_ADJUSTMENT, 0);
    }

    fn count_proofs(&mut self, outcome: &Outcome, penalty: u16) {
        self.proofs_total = self.proofs_total.saturating_add(u32::from(outcome.proofs_total));
        self.proofs_valid = self.proofs_valid.saturating_add(u32::from(outcome.proofs_valid));
        let invalid = i32::from(outcome.proofs_total.saturating_sub(outcome.proofs_valid));
        self.adjust(invalid.saturating_mul(i32::from(penalty)).saturating_neg());
    }

    /// Each outcome samples whether heartbeats come; an unbroken `uptime_period` of them heals.
    fn count_life(&mut self, outcome: &Outcome, params: &ReputationParams, escrow: &EscrowParams) {
        self.alive_samples = self.alive_samples.saturating_add(1);
        if i64::from(outcome.heartbeat_age) > escrow.silence {
            self.alive_since = 0;
            return;
        }
        self.alive = self.alive.saturating_add(1);
        if self.alive_since == 0 {
            self.alive_since = outcome.recorded_at;
        } else if outcome.recorded_at.saturating_sub(self.alive_since) >= params.recovery.uptime_period {
            self.adjust(i32::from(params.recovery.uptime));
            self.alive_since = outcome.recorded_at;
        }
    }

    fn ratios(&self) -> Ratios {
        Ratios::new(self)
    }
}

#[cfg(test)]
mod tests;
