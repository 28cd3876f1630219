//! The parameters of the design, from the file that the whole project reads, and others that governance could choose.
use governance::{
    ConfigParams, EscrowParams, FeeParams, PenaltyParams, RecoveryParams, ReputationParams, StakeParams,
    VotingParams,
};
use serde_json::Value;

use crate::rng::Rng;

const FILE: &str = include_str!("../../../packages/protocol/src/parameters/parameters.json");

/// One group of the file.
struct Group<'a>(&'a Value);

impl Group<'_> {
    fn group(&self, name: &str) -> Group<'_> {
        Group(&self.0[name])
    }

    fn number(value: &Value) -> u64 {
        let text = value.as_str().and_then(|text| text.parse().ok());
        value
            .as_u64()
            .or(text)
            .unwrap_or_else(|| panic!("no number in parameters.json: {value}"))
    }

    fn u<T: TryFrom<u64>>(&self, name: &str) -> T {
        T::try_from(Self::number(&self.0[name])).unwrap_or_else(|_| panic!("{name} is out of range"))
    }

    fn list<T: TryFrom<u64>, const N: usize>(&self, name: &str) -> [T; N] {
        std::array::from_fn(|at| {
            T::try_from(Self::number(&self.0[name][at])).unwrap_or_else(|_| panic!("{name} is out of range"))
        })
    }
}

fn stake(of: Group) -> StakeParams {
    StakeParams {
        price_limits_tokens: of.list("priceLimitsTokens"),
        min_stake: of.list("minStake"),
        failure_slash_bps: of.list("failureSlashBps"),
        audit_slash_bps: of.u("auditSlashBps"),
        dispute_slash_bps: of.u("disputeSlashBps"),
        dispute_client_bps: of.u("disputeClientBps"),
        repeat_slash_bps: of.u("repeatSlashBps"),
        repeat_count: of.u("repeatCount"),
        repeat_window: of.u("repeatWindow"),
        suspension: of.u("suspension"),
        insurance_bps: of.u("insuranceBps"),
        lock: of.u("lock"),
        lock_per_job: of.u("lockPerJob"),
        withdraw_cooldown: of.u("withdrawCooldown"),
        reward_apy_bps: of.u("rewardApyBps"),
        reward_clean: of.u("rewardClean"),
    }
}

fn escrow(of: Group) -> EscrowParams {
    EscrowParams {
        accept_window: of.u("acceptWindow"),
        max_jobs_per_day: of.u("maxJobsPerDay"),
        max_deadline: of.u("maxDeadline"),
        silence: of.u("silence"),
        objection_window: of.u("objectionWindow"),
        time_min_bps: of.u("timeMinBps"),
        time_max_bps: of.u("timeMaxBps"),
        time_grace: of.u("timeGrace"),
        anchor_max_epochs: of.u("anchorMaxEpochs"),
        anchor_part_bps: of.u("anchorPartBps"),
        clock_tolerance: of.u("clockTolerance"),
        default_audits: of.u("defaultAudits"),
        bronze_audit_factor: of.u("bronzeAuditFactor"),
        reveal_window: of.u("revealWindow"),
        audit_window: of.u("auditWindow"),
        min_node_score: of.u("minNodeScore"),
    }
}

fn reputation(of: Group) -> ReputationParams {
    let (penalties, recovery) = (of.group("penalties"), of.group("recovery"));
    ReputationParams {
        tier_scores: of.list("tierScores"),
        tier_price_limits_tokens: of.list("tierPriceLimitsTokens"),
        confidence: of.u("confidence"),
        weights: of.list("weights"),
        penalties: PenaltyParams {
            failed: penalties.u("failed"),
            timeout: penalties.u("timeout"),
            invalid_proof: penalties.u("invalidProof"),
            dispute_lost: penalties.u("disputeLost"),
            client_dispute_lost: penalties.u("clientDisputeLost"),
        },
        recovery: RecoveryParams {
            job: recovery.u("job"),
            uptime: recovery.u("uptime"),
            five_stars: recovery.u("fiveStars"),
            dispute_won: recovery.u("disputeWon"),
            uptime_period: recovery.u("uptimePeriod"),
        },
        trust_price_tokens: of.u("trustPriceTokens"),
        client_full_jobs: of.u("clientFullJobs"),
    }
}

fn voting(of: Group) -> VotingParams {
    VotingParams {
        vote: of.u("vote"),
        quorum_bps: of.u("quorumBps"),
        appeal_quorum_bps: of.u("appealQuorumBps"),
        timelock: of.u("timelock"),
        evidence: of.u("evidence"),
        dispute_vote: of.u("disputeVote"),
        appeal: of.u("appeal"),
        appeal_deposit: of.u("appealDeposit"),
        voter_reward: of.u("voterReward"),
        dispute_bond: of.u("disputeBond"),
        proposal_bps: of.u("proposalBps"),
        pause_limit: of.u("pauseLimit"),
        pause_approval: of.u("pauseApproval"),
    }
}

/// The parameters with which CyxWiz starts.
pub fn design() -> ConfigParams {
    let file: Value = serde_json::from_str(FILE).unwrap_or_else(|error| panic!("parameters.json: {error}"));
    let all = Group(&file);
    let fees = all.group("fees");
    ConfigParams {
        fees: FeeParams {
            fee_bps: fees.u("feeBps"),
            diamond_fee_bps: fees.u("diamondFeeBps"),
            split_bps: fees.list("splitBps"),
            cancel_fee_bps: fees.u("cancelFeeBps"),
            failed_refund_burn_bps: fees.u("failedRefundBurnBps"),
        },
        stake: stake(all.group("stake")),
        escrow: escrow(all.group("escrow")),
        reputation: reputation(all.group("reputation")),
        voting: voting(all.group("voting")),
    }
}

/// Votes that are over before all jobs are.
fn short_votes(voting: VotingParams) -> VotingParams {
    VotingParams {
        vote: 900,
        timelock: 300,
        evidence: 300,
        dispute_vote: 600,
        appeal: 600,
        pause_limit: 120,
        pause_approval: 7_200,
        ..voting
    }
}

/// Those of the design, but for waits that are longer than the lives of most jobs.
pub fn quick() -> ConfigParams {
    let mut params = design();
    params.stake.withdraw_cooldown = 600;
    params.stake.reward_clean = 600;
    params.stake.lock = 3_600;
    params.stake.lock_per_job = 600;
    params.voting = short_votes(params.voting);
    params
}

/// Other parameters, most of them sound, some at their bounds, a few that governance must refuse.
pub fn vary(rng: &mut Rng) -> ConfigParams {
    let mut params = design();
    let bps = |rng: &mut Rng| rng.weighted(&[(4, 1_000), (1, 0), (1, 1), (1, 9_999), (1, 10_000)]);
    let fees = &mut params.fees;
    fees.fee_bps = bps(rng);
    fees.diamond_fee_bps = bps(rng);
    fees.cancel_fee_bps = bps(rng);
    fees.failed_refund_burn_bps = bps(rng);
    let stake = &mut params.stake;
    stake.failure_slash_bps = std::array::from_fn(|_| bps(rng));
    stake.audit_slash_bps = bps(rng);
    stake.repeat_slash_bps = bps(rng);
    stake.repeat_count = rng.pick(&[1, 2, 3]);
    stake.insurance_bps = bps(rng);
    stake.withdraw_cooldown = rng.pick(&[1, 600]);
    stake.reward_clean = rng.pick(&[1, 600]);
    stake.lock = rng.pick(&[1, 3_600, 86_400]);
    stake.lock_per_job = rng.pick(&[1, 600, 3_600]);
    stake.suspension = rng.pick(&[1, 7_200, 86_400]);
    let escrow = &mut params.escrow;
    escrow.max_jobs_per_day = rng.pick(&[1, 10, 255]);
    escrow.objection_window = rng.pick(&[1, 600, 86_400]);
    escrow.silence = rng.pick(&[1, 7_200, 86_400]);
    escrow.time_grace = rng.pick(&[1, 120, 3_600]);
    escrow.anchor_part_bps = bps(rng);
    escrow.default_audits = rng.pick(&[1, 4]);
    escrow.bronze_audit_factor = rng.pick(&[1, 2, 3]);
    escrow.reveal_window = rng.pick(&[1, 600, 86_400]);
    escrow.audit_window = rng.pick(&[1, 3_600, 86_400]);
    escrow.min_node_score = rng.weighted(&[(9, 0), (1, 1)]);
    params.voting = short_votes(params.voting);
    params.voting.voter_reward =
        rng.weighted(&[(6, params.voting.voter_reward), (1, 0), (1, 1), (1, u64::MAX)]);
    params.voting.dispute_bond = rng.weighted(&[(6, params.voting.dispute_bond), (1, 0), (1, 7)]);
    let reputation = &mut params.reputation;
    reputation.confidence = rng.pick(&[1, 10]);
    if rng.chance(5) {
        params.fees.split_bps = [4_000, 3_000, 2_000, 999];
    }
    params
}
