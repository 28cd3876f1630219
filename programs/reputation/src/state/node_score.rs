use anchor_lang::prelude::*;

use crate::{
    constants::{CLIENT_BUCKETS, MIN_ADJUSTMENT},
    events::FoldRules,
    math::{self, part_of, price_weight, time_accuracy, Ratios},
    state::{Outcome, OutcomeKind},
};

/// What is known about one node. Weights are basis points of a job that counts fully, so 10,000 is one such job.
#[zero_copy]
#[derive(Debug, PartialEq, Eq)]
pub struct NodeScore {
    /// The node account; zero while nothing was recorded.
    pub node: Pubkey,
    /// n of n/(n + confidence): settled jobs by price and by how often their client came before.
    pub trust: u64,
    /// Settled jobs by price.
    pub settled_weight: u64,
    /// Jobs that ended by the node's fault, by price.
    pub fault_weight: u64,
    /// Settled jobs whose time is known, by price.
    pub time_weight: u64,
    /// Sum of their time accuracies (0–10,000), each times its weight.
    pub time_accuracy_sum: u64,
    /// Sum of ratings (0–10,000, five stars), each times its weight.
    pub rating_sum: u64,
    /// Ratings by price and by how often their client came before.
    pub rating_weight: u64,
    /// Proofs handed in, each by its job's price.
    pub proof_weight: u64,
    /// Of these, proofs that held.
    pub valid_weight: u64,
    /// Up to when unbroken heartbeats have been rewarded, in unix seconds.
    pub healed_until: i64,
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
    /// Disputes won; those jobs are among the settled ones.
    pub disputes_won: u32,
    /// Ratings.
    pub ratings: u32,
    /// Proofs that held.
    pub proofs_valid: u32,
    /// Proofs handed in.
    pub proofs_total: u32,
    /// Penalties not yet recovered from, in points, at most 0.
    pub adjustment: i32,
    /// Settled jobs by price, of each bucket of clients.
    pub client_weights: [u32; CLIENT_BUCKETS as usize],
    /// Part of its life that heartbeats covered, as of the last outcome, in bps.
    pub uptime: u16,
    /// The score, 0–1,000.
    pub score: u16,
    /// Zero.
    pub padding: [u8; 4],
}

fn count(counter: &mut u32) {
    *counter = counter.saturating_add(1);
}

fn add(sum: &mut u64, more: u64) {
    *sum = sum.saturating_add(more);
}

impl NodeScore {
    /// Folds one outcome in. Uptime comes first, so that heartbeats heal faults of the past and not the next one.
    pub(super) fn fold(&mut self, outcome: &Outcome, rules: &FoldRules) {
        self.node = outcome.node;
        self.count_life(outcome, rules);
        self.count_kind(outcome, rules);
        self.last_outcome_at = self.last_outcome_at.max(outcome.recorded_at);
        let params = &rules.reputation;
        self.score = math::score(&Ratios::new(self), self.adjustment, self.trust, params);
    }

    fn count_kind(&mut self, outcome: &Outcome, rules: &FoldRules) {
        let params = &rules.reputation;
        let (penalties, recovery) = (&params.penalties, &params.recovery);
        let weight = price_weight(outcome.price, outcome.decimals, params.trust_price_tokens);
        match OutcomeKind::from_u8(outcome.kind) {
            Some(OutcomeKind::Settled) => {
                self.count_settled(outcome, weight, rules);
                self.count_time(outcome, weight, rules.time_grace);
            }
            Some(OutcomeKind::DisputeWon) => {
                self.count_settled(outcome, weight, rules);
                count(&mut self.disputes_won);
                self.adjust(i32::from(recovery.dispute_won));
            }
            Some(OutcomeKind::Failed) => {
                count(&mut self.failed);
                self.count_fault(weight, penalties.failed);
            }
            Some(OutcomeKind::TimedOut) => {
                count(&mut self.timed_out);
                self.count_fault(weight, penalties.timeout);
            }
            Some(OutcomeKind::DisputeLost) => {
                count(&mut self.disputes_lost);
                self.count_fault(weight, penalties.dispute_lost);
            }
            Some(OutcomeKind::Cancelled) => count(&mut self.cancelled),
            Some(OutcomeKind::Rated) => self.count_rating(outcome, weight, rules),
            None => return,
        }
        self.count_proofs(outcome, weight, penalties.invalid_proof);
    }

    /// Penalties add up and are healed, but healing is no bonus: the adjustment never rises above zero.
    fn adjust(&mut self, points: i32) {
        self.adjustment = self.adjustment.saturating_add(points).clamp(MIN_ADJUSTMENT, 0);
    }

    fn client_weight(&mut self, bucket: u8) -> &mut u32 {
        let [rest @ .., last] = &mut self.client_weights;
        rest.get_mut(usize::from(bucket)).unwrap_or(last)
    }

    fn count_settled(&mut self, outcome: &Outcome, weight: u64, rules: &FoldRules) {
        let params = &rules.reputation;
        let seen = self.client_weight(outcome.bucket);
        let fresh = math::repeated_weight(weight, *seen, params.client_full_jobs);
        *seen = seen.saturating_add(u32::try_from(weight).unwrap_or(u32::MAX));
        count(&mut self.settled);
        add(&mut self.trust, fresh);
        add(&mut self.settled_weight, weight);
        self.adjust(part_of(params.recovery.job, weight));
    }

    fn count_time(&mut self, outcome: &Outcome, weight: u64, grace: i64) {
        let accuracy = time_accuracy(outcome.estimated_seconds, outcome.actual_seconds, grace);
        add(&mut self.time_weight, weight);
        add(
            &mut self.time_accuracy_sum,
            weight.saturating_mul(u64::from(accuracy)),
        );
    }

    /// What a fault costs does not depend on its price: a node that neglects small jobs is no better for it.
    fn count_fault(&mut self, weight: u64, points: u16) {
        add(&mut self.fault_weight, weight);
        self.adjust(-i32::from(points));
    }

    /// The rated job has been counted, so its client stands where it stood before that job.
    fn count_rating(&mut self, outcome: &Outcome, weight: u64, rules: &FoldRules) {
        let params = &rules.reputation;
        let seen = self.client_weight(outcome.bucket).saturating_sub(1);
        let weight = math::repeated_weight(weight, seen, params.client_full_jobs);
        count(&mut self.ratings);
        add(&mut self.rating_weight, weight);
        add(
            &mut self.rating_sum,
            weight.saturating_mul(math::stars_bps(outcome.stars)),
        );
        if outcome.stars >= math::FIVE_STARS {
            self.adjust(part_of(params.recovery.five_stars, weight));
        }
    }

    fn count_proofs(&mut self, outcome: &Outcome, weight: u64, penalty: u16) {
        let (total, valid) = (u32::from(outcome.proofs_total), u32::from(outcome.proofs_valid));
        self.proofs_total = self.proofs_total.saturating_add(total);
        self.proofs_valid = self.proofs_valid.saturating_add(valid);
        add(&mut self.proof_weight, weight.saturating_mul(u64::from(total)));
        add(&mut self.valid_weight, weight.saturating_mul(u64::from(valid)));
        let invalid = i32::from(outcome.proofs_total.saturating_sub(outcome.proofs_valid));
        self.adjust(invalid.saturating_mul(i32::from(penalty)).saturating_neg());
    }

    /// Takes uptime over from the registry; each whole `uptime_period` without a break heals, once.
    fn count_life(&mut self, outcome: &Outcome, rules: &FoldRules) {
        let recovery = &rules.reputation.recovery;
        let fresh = i64::from(outcome.heartbeat_age) <= rules.silence;
        let open = if fresh { outcome.heartbeat_age } else { 0 };
        self.uptime = math::uptime(outcome.uptime.saturating_add(open), outcome.age);
        if !fresh {
            return;
        }
        let since = outcome.recorded_at.saturating_sub(i64::from(outcome.unbroken));
        let since = since.max(self.healed_until);
        let periods = outcome.recorded_at.saturating_sub(since) / recovery.uptime_period.max(1);
        if periods > 0 {
            self.healed_until = since.saturating_add(periods.saturating_mul(recovery.uptime_period));
            let periods = i32::try_from(periods).unwrap_or(i32::MAX);
            self.adjust(periods.saturating_mul(i32::from(recovery.uptime)));
        }
    }
}

#[cfg(test)]
mod tests;
