//! The design's numbers, as the model reads them.
use super::Rules;

impl Rules {
    /// The numbers of the design.
    pub fn of(params: &governance::ConfigParams) -> Self {
        let (fees, stake, escrow) = (&params.fees, &params.stake, &params.escrow);
        let (score, voting) = (&params.reputation, &params.voting);
        Self {
            fee_bps: fees.fee_bps.into(),
            diamond_fee_bps: fees.diamond_fee_bps.into(),
            cancel_bps: fees.cancel_fee_bps.into(),
            burn_bps: fees.failed_refund_burn_bps.into(),
            bands: stake.price_limits_tokens,
            least_stake: stake.min_stake,
            slash_bps: stake.failure_slash_bps.map(u64::from),
            repeat_bps: stake.repeat_slash_bps.into(),
            repeat_count: stake.repeat_count.into(),
            repeat_window: stake.repeat_window,
            suspension: stake.suspension,
            insured_bps: stake.insurance_bps.into(),
            forfeit_bps: stake.dispute_slash_bps.into(),
            forfeit_client_bps: stake.dispute_client_bps.into(),
            lock: stake.lock,
            lock_per_job: stake.lock_per_job,
            cooldown: stake.withdraw_cooldown,
            accept_window: escrow.accept_window,
            jobs_a_day: escrow.max_jobs_per_day,
            longest: escrow.max_deadline,
            silence: escrow.silence,
            objection: escrow.objection_window,
            time_min_bps: escrow.time_min_bps.into(),
            time_max_bps: escrow.time_max_bps.into(),
            grace: escrow.time_grace,
            anchor_epochs: escrow.anchor_max_epochs.into(),
            anchor_bps: escrow.anchor_part_bps.into(),
            tolerance: escrow.clock_tolerance,
            tier_scores: score.tier_scores,
            tier_prices: score.tier_price_limits_tokens,
            evidence: voting.evidence,
            vote: voting.dispute_vote,
            appeal: voting.appeal,
            quorum_bps: voting.quorum_bps.into(),
            appeal_quorum_bps: voting.appeal_quorum_bps.into(),
            bond: voting.dispute_bond,
            deposit: voting.appeal_deposit,
            reward: voting.voter_reward,
            reward_kept: governance::REWARD_KEPT,
            audits: escrow.default_audits,
            bronze_audits: escrow.bronze_audit_factor,
            reveal: escrow.reveal_window,
            prove: escrow.audit_window,
            audit_bps: stake.audit_slash_bps.into(),
        }
    }
}
