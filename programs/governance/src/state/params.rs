//! Every number of the protocol that governance may change. Amounts are CYXWIZ base units (9 decimals),
//! shares basis points (1/10,000), periods seconds, unless a name says otherwise.
use anchor_lang::prelude::*;

use crate::{
    constants::{BPS, MAX_PERIOD, MAX_SCORE, MAX_VOTING_PERIOD},
    error::GovernanceError,
};

/// All parameters, grouped by the program that reads them.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfigParams {
    /// What settlements, cancellations and failures cost.
    pub fees: FeeParams,
    /// What nodes must stake, and when they lose it.
    pub stake: StakeParams,
    /// Rules of a job's life.
    pub escrow: EscrowParams,
    /// How outcomes become a score, and what a score allows.
    pub reputation: ReputationParams,
    /// Proposals and disputes.
    pub voting: VotingParams,
}

/// Fees and where they go.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeParams {
    /// Part of a settled price that goes to the fee vault, in bps.
    pub fee_bps: u16,
    /// The same for a Diamond node, in bps.
    pub diamond_fee_bps: u16,
    /// Split of collected fees: stake rewards, development, liquidity, burned, in bps of the fees.
    pub split_bps: [u16; 4],
    /// Part of the unearned price that a client who cancels a running job pays to the node, in bps.
    pub cancel_fee_bps: u16,
    /// Part of a failed job's refund that is burned when the mint is CYXWIZ, in bps.
    pub failed_refund_burn_bps: u16,
}

/// Stakes and slashing.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub struct StakeParams {
    /// Upper ends of the first three price bands, in whole tokens (the third is inclusive).
    pub price_limits_tokens: [u64; 3],
    /// Stake that a job of each price band asks of its node, in base units.
    pub min_stake: [u64; 4],
    /// Part of the stake lost for failing a job of each price band, in bps.
    pub failure_slash_bps: [u16; 4],
    /// Part of the stake lost for an invalid audit, in bps.
    pub audit_slash_bps: u16,
    /// Part of the stake lost with a fraud dispute, in bps.
    pub dispute_slash_bps: u16,
    /// Part of that which goes to the client, in bps; the rest goes to the treasury.
    pub dispute_client_bps: u16,
    /// Part of the remaining stake lost for repeated failures, in bps.
    pub repeat_slash_bps: u16,
    /// Failures within `repeat_window` that count as repeated, 1 to 3.
    pub repeat_count: u8,
    /// Seconds in which failures are counted together.
    pub repeat_window: i64,
    /// Seconds a node is suspended for repeated failures.
    pub suspension: i64,
    /// Part of slashed tokens that goes to the insurance vault, in bps; the rest is burned.
    pub insurance_bps: u16,
    /// Seconds a stake is locked after registration.
    pub lock: i64,
    /// Seconds each accepted job adds to the lock.
    pub lock_per_job: i64,
    /// Seconds between a withdrawal request and its claim.
    pub withdraw_cooldown: i64,
    /// Yearly reward on stake, in bps.
    pub reward_apy_bps: u16,
    /// Seconds without a slash before rewards accrue.
    pub reward_clean: i64,
}

/// Rules of a job's life. A job snapshots these when it is created.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub struct EscrowParams {
    /// Seconds a node has to accept.
    pub accept_window: i64,
    /// Jobs a wallet may create in a day of the chain's clock.
    pub max_jobs_per_day: u8,
    /// Longest time from creation to deadline, in seconds.
    pub max_deadline: i64,
    /// Seconds without anchor or heartbeat after which a node counts as dead.
    pub silence: i64,
    /// Seconds the client has to object after the final proof.
    pub objection_window: i64,
    /// Shortest run that settles, in bps of the estimate.
    pub time_min_bps: u16,
    /// Longest run that settles, in bps of the estimate.
    pub time_max_bps: u16,
    /// Seconds by which a run may miss those bounds, so that short jobs are no lottery.
    pub time_grace: i64,
    /// Most epochs that one anchor may cover before a smaller step is allowed.
    pub anchor_max_epochs: u32,
    /// Part of a job's checkpoints that one anchor may cover before a smaller step is allowed, in bps.
    pub anchor_part_bps: u16,
    /// Seconds a node's own clock may run ahead of the chain's.
    pub clock_tolerance: i64,
    /// Audits of a job that names none.
    pub default_audits: u8,
    /// How many times as many audits a Bronze node must pass.
    pub bronze_audit_factor: u8,
    /// Seconds that a client has to reveal its share of an audit's challenge, once the other share is recorded.
    pub reveal_window: i64,
    /// Seconds that remain at least to prove audits, once their challenge is open.
    pub audit_window: i64,
    /// Score below which a job does not settle.
    pub min_node_score: u16,
}

/// Score formula and tiers.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReputationParams {
    /// Scores at which Silver, Gold and Diamond begin.
    pub tier_scores: [u16; 3],
    /// Prices that Bronze, Silver and Gold must stay below, in whole tokens.
    pub tier_price_limits_tokens: [u64; 3],
    /// Settled jobs at which a node is trusted half: the score is scaled by n/(n + confidence).
    pub confidence: u16,
    /// Points for completion, time accuracy, ratings, valid proofs and uptime; together 1,000.
    pub weights: [u16; 5],
    /// Points lost for misconduct.
    pub penalties: PenaltyParams,
    /// Points regained after it.
    pub recovery: RecoveryParams,
    /// Price, in whole tokens, from which a job counts fully towards trust; a cheaper one counts in proportion.
    pub trust_price_tokens: u64,
    /// Jobs of one client that count fully towards trust; later ones count less and less.
    pub client_full_jobs: u8,
}

/// Points lost, each at least zero.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub struct PenaltyParams {
    /// For a job that failed.
    pub failed: u16,
    /// For a job that ran into its deadline or into silence.
    pub timeout: u16,
    /// For each proof that did not hold.
    pub invalid_proof: u16,
    /// For a dispute lost.
    pub dispute_lost: u16,
    /// For a dispute that a client lost, off the client's score.
    pub client_dispute_lost: u16,
}

/// Points regained. They heal penalties and never lift a score above what the node's work is worth.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecoveryParams {
    /// For a settled job.
    pub job: u16,
    /// For `uptime_period` of unbroken heartbeats.
    pub uptime: u16,
    /// For a rating of five stars.
    pub five_stars: u16,
    /// For a dispute that the node won.
    pub dispute_won: u16,
    /// Seconds of unbroken heartbeats that earn `uptime`.
    pub uptime_period: i64,
}

/// Proposals and disputes.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub struct VotingParams {
    /// Seconds a proposal is open.
    pub vote: i64,
    /// Part of the supply that must vote, in bps.
    pub quorum_bps: u16,
    /// Part of the supply that must vote on an appeal, in bps.
    pub appeal_quorum_bps: u16,
    /// Seconds between a proposal's success and its execution.
    pub timelock: i64,
    /// Seconds to hand in evidence.
    pub evidence: i64,
    /// Seconds a dispute's vote is open.
    pub dispute_vote: i64,
    /// Seconds to appeal.
    pub appeal: i64,
    /// Deposit of an appeal, in base units.
    pub appeal_deposit: u64,
    /// Reward of a voter on the winning side, in base units.
    pub voter_reward: u64,
    /// Bond of whoever opens a dispute, in base units.
    pub dispute_bond: u64,
    /// Part of the supply that a proposer must have locked, in bps.
    pub proposal_bps: u16,
    /// Longest pause, in seconds; the guardians' pause lasts exactly this.
    pub pause_limit: i64,
    /// Seconds within which the guardians' approvals of a pause count together.
    pub pause_approval: i64,
}

fn shares(values: &[u16]) -> Result<()> {
    require!(
        values.iter().all(|bps| *bps <= BPS),
        GovernanceError::BpsAboveWhole
    );
    Ok(())
}

fn durations(values: &[i64]) -> Result<()> {
    durations_within(values, MAX_PERIOD)
}

fn durations_within(values: &[i64], most: i64) -> Result<()> {
    require!(
        values.iter().all(|seconds| *seconds > 0),
        GovernanceError::DurationNotPositive
    );
    require!(
        values.iter().all(|seconds| *seconds <= most),
        GovernanceError::DurationTooLong
    );
    Ok(())
}

fn limits(values: &[u64; 3]) -> Result<()> {
    let [first, second, third] = *values;
    require!(
        0 < first && first < second && second < third,
        GovernanceError::LimitsNotAscending
    );
    Ok(())
}

impl ConfigParams {
    /// Names the first parameter group that makes no sense.
    pub fn validate(&self) -> Result<()> {
        self.fees.validate()?;
        self.stake.validate()?;
        self.escrow.validate()?;
        self.reputation.validate()?;
        self.voting.validate()
    }
}

impl FeeParams {
    fn validate(&self) -> Result<()> {
        shares(&[
            self.fee_bps,
            self.diamond_fee_bps,
            self.cancel_fee_bps,
            self.failed_refund_burn_bps,
        ])?;
        let split: u32 = self.split_bps.iter().map(|bps| u32::from(*bps)).sum();
        require!(split == u32::from(BPS), GovernanceError::FeeSplitNotWhole);
        Ok(())
    }
}

impl StakeParams {
    fn validate(&self) -> Result<()> {
        limits(&self.price_limits_tokens)?;
        let [first, ..] = self.min_stake;
        let ascending = self.min_stake.windows(2).all(|pair| pair[0] <= pair[1]);
        require!(first > 0 && ascending, GovernanceError::StakesNotAscending);
        shares(&self.failure_slash_bps)?;
        shares(&[
            self.audit_slash_bps,
            self.dispute_slash_bps,
            self.dispute_client_bps,
            self.repeat_slash_bps,
            self.insurance_bps,
            self.reward_apy_bps,
        ])?;
        require!(
            (1..=3).contains(&self.repeat_count),
            GovernanceError::CountOutOfRange
        );
        durations(&[
            self.repeat_window,
            self.suspension,
            self.lock,
            self.lock_per_job,
            self.withdraw_cooldown,
            self.reward_clean,
        ])
    }
}

impl EscrowParams {
    fn validate(&self) -> Result<()> {
        durations(&[
            self.accept_window,
            self.max_deadline,
            self.silence,
            self.objection_window,
            self.time_grace,
            self.clock_tolerance,
            self.reveal_window,
            self.audit_window,
        ])?;
        shares(&[self.anchor_part_bps])?;
        require!(
            self.time_min_bps <= BPS && self.time_max_bps >= BPS,
            GovernanceError::TimeBoundsInverted
        );
        require!(
            self.max_jobs_per_day > 0
                && self.anchor_max_epochs > 0
                && self.anchor_part_bps > 0
                && self.default_audits > 0
                && self.bronze_audit_factor > 0
                && self.min_node_score <= MAX_SCORE,
            GovernanceError::CountOutOfRange
        );
        Ok(())
    }
}

impl ReputationParams {
    fn validate(&self) -> Result<()> {
        limits(&self.tier_price_limits_tokens)?;
        let [silver, gold, diamond] = self.tier_scores;
        require!(
            0 < silver && silver < gold && gold < diamond && diamond <= MAX_SCORE,
            GovernanceError::ScoresNotAscending
        );
        let total: u32 = self.weights.iter().map(|points| u32::from(*points)).sum();
        require!(total == u32::from(MAX_SCORE), GovernanceError::WeightsNotThousand);
        let points = [
            self.penalties.failed,
            self.penalties.timeout,
            self.penalties.invalid_proof,
            self.penalties.dispute_lost,
            self.penalties.client_dispute_lost,
            self.recovery.job,
            self.recovery.uptime,
            self.recovery.five_stars,
            self.recovery.dispute_won,
        ];
        require!(
            self.confidence > 0
                && self.trust_price_tokens > 0
                && self.client_full_jobs > 0
                && points.iter().all(|value| *value <= MAX_SCORE),
            GovernanceError::CountOutOfRange
        );
        durations(&[self.recovery.uptime_period])
    }
}

impl VotingParams {
    fn validate(&self) -> Result<()> {
        shares(&[self.quorum_bps, self.appeal_quorum_bps, self.proposal_bps])?;
        durations_within(
            &[
                self.vote,
                self.timelock,
                self.evidence,
                self.dispute_vote,
                self.appeal,
                self.pause_limit,
                self.pause_approval,
            ],
            MAX_VOTING_PERIOD,
        )
    }
}

#[cfg(test)]
pub mod tests;
