use crate::math;
use anchor_lang::prelude::*;
use governance::ConfigParams;

/// What a job depends on of governance's parameters, as they were when it was created: a vote changes later jobs only.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobTerms {
    /// Platform fee for nodes below the highest tier, bps.
    pub fee_bps: u16,
    /// Platform fee for nodes of the highest tier, bps.
    pub diamond_fee_bps: u16,
    /// Part of the unearned price that a client pays the node for cancelling, bps.
    pub cancel_fee_bps: u16,
    /// Part of a failed job's refund that is burned, bps; 0 unless the job is paid in CYXWIZ.
    pub refund_burn_bps: u16,
    /// The client may object until so many seconds after the final proof.
    pub objection_window: i64,
    /// A node that is not heard of for more than so many seconds has failed.
    pub silence: i64,
    /// Least part of the estimate that a job must take, bps.
    pub time_min_bps: u16,
    /// Largest part of the estimate that a job may take, bps.
    pub time_max_bps: u16,
    /// Seconds by which both bounds are eased.
    pub time_grace: i64,
    /// Epochs after which an anchor is always allowed.
    pub anchor_max_epochs: u32,
    /// Part of the job after which an anchor is always allowed, bps.
    pub anchor_part_bps: u16,
    /// Seconds that a node's clock may run ahead of the chain's.
    pub clock_tolerance: i64,
    /// How many times as many audits a node of the lowest tier must pass.
    pub bronze_audit_factor: u8,
    /// Seconds that the client has to reveal its share of the audit challenge.
    pub reveal_window: i64,
    /// Seconds that remain at least to prove audits, once their challenge is open.
    pub audit_window: i64,
    /// Least score for settlement.
    pub min_node_score: u16,
    /// Scores at which the second, third and highest tier begin.
    pub tier_scores: [u16; 3],
    /// Base units that a price of the first, second and third tier must stay below.
    pub price_limits: [u64; 3],
}

impl JobTerms {
    /// The terms of a job that is paid in a mint of `decimals`, CYXWIZ or not.
    pub fn of(params: &ConfigParams, decimals: u8, in_cyxwiz: bool) -> Self {
        let ConfigParams {
            fees,
            escrow,
            reputation,
            ..
        } = params;
        Self {
            fee_bps: fees.fee_bps,
            diamond_fee_bps: fees.diamond_fee_bps,
            cancel_fee_bps: fees.cancel_fee_bps,
            refund_burn_bps: if in_cyxwiz { fees.failed_refund_burn_bps } else { 0 },
            objection_window: escrow.objection_window,
            silence: escrow.silence,
            time_min_bps: escrow.time_min_bps,
            time_max_bps: escrow.time_max_bps,
            time_grace: escrow.time_grace,
            anchor_max_epochs: escrow.anchor_max_epochs,
            anchor_part_bps: escrow.anchor_part_bps,
            clock_tolerance: escrow.clock_tolerance,
            bronze_audit_factor: escrow.bronze_audit_factor,
            reveal_window: escrow.reveal_window,
            audit_window: escrow.audit_window,
            min_node_score: escrow.min_node_score,
            tier_scores: reputation.tier_scores,
            price_limits: reputation
                .tier_price_limits_tokens
                .map(|tokens| math::tokens_to_units(tokens, decimals)),
        }
    }

    /// The platform's fee for a node of this score, bps.
    pub fn fee_bps_for(&self, score: u16) -> u16 {
        match math::price_limit(score, &self.tier_scores, &self.price_limits) {
            Some(_) => self.fee_bps,
            None => self.diamond_fee_bps,
        }
    }
}
