use crate::{
    binding::require_field_element,
    constants::MAX_STARS,
    error::JobEscrowError,
    math::{self, Payout},
    policy,
    stage::Stage,
    state::{Acceptance, JobState, JobTerms, Progress, VerificationTier},
};
use anchor_lang::prelude::*;

/// One training job and the money in its vault. PDA ["job", client wallet, nonce u64 little endian].
///
/// Amounts are base units of `mint`; times are unix seconds of the chain's clock; 0 or the default key means "not yet".
#[account]
#[derive(InitSpace, Debug, Default, PartialEq, Eq)]
pub struct Job {
    /// Layout version.
    pub version: u8,
    /// Canonical bump of this account.
    pub bump: u8,
    /// Where the job stands.
    pub state: JobState,
    /// What has to be proven.
    pub tier: VerificationTier,
    /// The client's wallet.
    pub client: Pubkey,
    /// Who paid the rent of this account and of the vault, and gets it back.
    pub rent_payer: Pubkey,
    /// Mint of the price.
    pub mint: Pubkey,
    /// Decimals of that mint.
    pub decimals: u8,
    /// Token account that holds what is not paid out: ["vault", this account].
    pub vault: Pubkey,
    /// Where the platform's fee goes.
    pub fee_vault: Pubkey,
    /// The client's number of this job.
    pub nonce: u64,
    /// What arrived in the vault when the job was created. Later donations do not count.
    pub price: u64,
    /// What the present node works for: the price, less what earlier nodes earned.
    pub stage_price: u64,
    /// The part of `stage_price` that milestones have paid, with their fee.
    pub claimed: u64,
    /// sha256("cyxwiz:assignment:v1" ‖ node account ‖ salt): the chosen node, hidden until it accepts.
    pub assignment_hash: [u8; 32],
    /// sha256 of the job spec's canonical JSON.
    pub spec_hash: [u8; 32],
    /// Commitment to the data set; a field element, big endian.
    pub dataset_root: [u8; 32],
    /// Commitment to the weights that the present node starts from; a field element, big endian.
    pub initial_weights: [u8; 32],
    /// sha256 of the client's secret share of the audit challenge.
    pub client_nonce_hash: [u8; 32],
    /// Epochs that earlier nodes trained and proved.
    pub epochs_done: u32,
    /// Nodes that failed before the present one.
    pub reassignments: u8,
    /// Epochs for the present node to train.
    pub epochs: u32,
    /// Epochs from one checkpoint to the next.
    pub checkpoint_interval: u16,
    /// Checkpoints in them, 1 to 64.
    pub checkpoints: u8,
    /// Seconds that client and node expect them to take.
    pub estimated_seconds: u32,
    /// Audits that the client asked for; a Bronze node must pass more.
    pub audits: u8,
    /// The `VerifyingKey` account that proofs of this job are checked with.
    pub verifying_key: Pubkey,
    /// That key came from a published seed, so its proofs prove nothing to a stranger.
    pub development_key: bool,
    /// When the job was paid for.
    pub created_at: i64,
    /// Last second in which the node may accept.
    pub accept_by: i64,
    /// Last second in which the node may anchor and prove.
    pub deadline: i64,
    /// The `Node` account that accepted.
    pub node: Pubkey,
    /// That node's place in the registry.
    pub node_index: u32,
    /// The wallet that owns that node and is paid.
    pub node_owner: Pubkey,
    /// Platform fee for this node as of its acceptance, bps.
    pub fee_bps: u16,
    /// When the node accepted.
    pub accepted_at: i64,
    /// Slot in which the node accepted.
    pub accepted_slot: u64,
    /// First public input of every proof of this job; a field element, big endian.
    pub binding: [u8; 32],
    /// Merkle root of the latest anchor; a field element, big endian.
    pub anchored_root: [u8; 32],
    /// Checkpoints under that root.
    pub anchored_checkpoints: u8,
    /// Hash of the weights after the last of them; a field element, big endian.
    pub anchored_weights: [u8; 32],
    /// Milliseconds of training up to it, by the node's clock.
    pub anchored_elapsed_ms: u64,
    /// When it was anchored.
    pub anchored_at: i64,
    /// Checkpoints that a proof has shown.
    pub proven_checkpoints: u8,
    /// Proofs that were accepted.
    pub proofs: u8,
    /// Hash of the weights after the last of them.
    pub proven_weights: [u8; 32],
    /// When the latest proof was accepted.
    pub proven_at: i64,
    /// Proven checkpoints whose objection window is over, as of the latest proof or milestone.
    pub cleared_checkpoints: u8,
    /// Checkpoints of an earlier proof whose objection window runs; later proofs do not restart it.
    pub clearing_checkpoints: u8,
    /// When that proof was accepted.
    pub clearing_since: i64,
    /// The client has given up its objection window.
    pub objection_waived: bool,
    /// Paid so far to the owners of nodes.
    pub paid_node: u64,
    /// Paid so far to the fee vault.
    pub paid_fee: u64,
    /// Paid back to the client.
    pub refunded: u64,
    /// Destroyed.
    pub burned: u64,
    /// When the job ended.
    pub ended_at: i64,
    /// The parameters that were in force when the job was created.
    pub terms: JobTerms,
    /// Stars that the client gave, 1 to 5; 0: none yet.
    pub stars: u8,
    /// The state in which it was disputed; `Funded` when it never was.
    pub disputed_from: JobState,
    /// The dispute, at governance; the default key when there never was one.
    pub dispute: Pubkey,
    /// Hash of an exact job's terms (`ExactTerms::hash`); zeros for a committed job.
    pub exact_terms: [u8; 32],
    /// Audits that the present node must pass, as of its acceptance; 0 for a committed job.
    pub audits_due: u8,
    /// Audits that are proven.
    pub audits_proven: u8,
    /// The node has anchored its steps: the job has an `Audit`.
    pub steps_anchored: bool,
}

impl Job {
    /// `Funded → Running`.
    ///
    /// Errors: `JobNotFunded`, `AcceptWindowClosed`, `ScoreTooLow`, `PriceAboveTier`.
    pub fn accept(&mut self, by: &Acceptance) -> Result<()> {
        self.require_acceptable(by.now)?;
        // What could not be settled must not be begun: such a node would work and be slashed at the deadline.
        require!(by.score >= self.terms.min_node_score, JobEscrowError::ScoreTooLow);
        let limit = math::price_limit(by.score, &self.terms.tier_scores, &self.terms.price_limits);
        require!(
            limit.is_none_or(|limit| self.stage_price < limit),
            JobEscrowError::PriceAboveTier
        );
        self.state = JobState::Running;
        self.node = by.node;
        self.node_index = by.node_index;
        self.node_owner = by.node_owner;
        self.fee_bps = self.terms.fee_bps_for(by.score);
        self.audits_due = self.audits_for(by.score);
        self.accepted_at = by.now;
        self.accepted_slot = by.slot;
        self.binding = by.binding;
        Ok(())
    }

    /// Whether a node may accept at `now`. Errors: `JobNotFunded`, `AcceptWindowClosed`.
    pub fn require_acceptable(&self, now: i64) -> Result<()> {
        require!(self.state == JobState::Funded, JobEscrowError::JobNotFunded);
        require!(now <= self.accept_by, JobEscrowError::AcceptWindowClosed);
        Ok(())
    }

    /// Takes a further anchor; the final one leads to `Proving`.
    ///
    /// Errors: `JobNotRunning`, `DeadlinePassed`, `NotAFieldElement`, `CheckpointsNotIncreasing`,
    /// `CheckpointsBeyondJob`, `AnchorStepTooSmall`, `ElapsedNotIncreasing`, `ElapsedAheadOfClock`, and
    /// `FinishedTooEarly` by the time rule of the policy.
    pub fn anchor(&mut self, progress: &Progress, now: i64) -> Result<()> {
        require!(self.state == JobState::Running, JobEscrowError::JobNotRunning);
        require!(now <= self.deadline, JobEscrowError::DeadlinePassed);
        require_field_element(&progress.root)?;
        require_field_element(&progress.weights)?;
        require!(
            progress.checkpoints <= self.checkpoints,
            JobEscrowError::CheckpointsBeyondJob
        );
        let step = progress.checkpoints.saturating_sub(self.anchored_checkpoints);
        require!(step > 0, JobEscrowError::CheckpointsNotIncreasing);
        let is_final = progress.checkpoints == self.checkpoints;
        require!(
            is_final || step >= self.min_anchor_step(),
            JobEscrowError::AnchorStepTooSmall
        );
        require!(
            progress.elapsed_ms > self.anchored_elapsed_ms,
            JobEscrowError::ElapsedNotIncreasing
        );
        require!(
            progress.elapsed_ms <= self.max_elapsed_ms(now)?,
            JobEscrowError::ElapsedAheadOfClock
        );
        policy::require_not_too_early(self, progress.checkpoints, now)?;
        if is_final {
            self.state = JobState::Proving;
        }
        self.anchored_root = progress.root;
        self.anchored_checkpoints = progress.checkpoints;
        self.anchored_weights = progress.weights;
        self.anchored_elapsed_ms = progress.elapsed_ms;
        self.anchored_at = now;
        Ok(())
    }

    /// Least checkpoints by which an anchor other than the final one must advance.
    pub fn min_anchor_step(&self) -> u8 {
        math::min_anchor_step(
            self.checkpoints,
            self.checkpoint_interval,
            self.terms.anchor_max_epochs,
            self.terms.anchor_part_bps,
        )
    }

    /// The elapsed time that a node's clock can show at `now`, in milliseconds.
    fn max_elapsed_ms(&self, now: i64) -> Result<u64> {
        now.checked_sub(self.accepted_at)
            .and_then(|seconds| seconds.checked_add(self.terms.clock_tolerance))
            .and_then(|seconds| u64::try_from(seconds).ok())
            .and_then(|seconds| seconds.checked_mul(1_000))
            .ok_or(error!(JobEscrowError::MathOverflow))
    }

    /// Whether a proof is wanted at `now`. Errors: `JobNotRunning`, `DeadlinePassed`, `NothingToProve`.
    pub fn require_provable(&self, now: i64) -> Result<()> {
        require!(self.state.is_worked_on(), JobEscrowError::JobNotRunning);
        require!(now <= self.deadline, JobEscrowError::DeadlinePassed);
        require!(
            self.anchored_checkpoints > self.proven_checkpoints,
            JobEscrowError::NothingToProve
        );
        Ok(())
    }

    /// The client gives up its objection window. Errors: `JobNotProving`, `AlreadyWaived`.
    pub fn waive_objection(&mut self) -> Result<()> {
        require!(self.state == JobState::Proving, JobEscrowError::JobNotProving);
        require!(!self.objection_waived, JobEscrowError::AlreadyWaived);
        self.objection_waived = true;
        Ok(())
    }

    /// Last second of the objection window.
    pub fn objection_ends(&self) -> Result<i64> {
        self.proven_at
            .checked_add(self.terms.objection_window)
            .ok_or(error!(JobEscrowError::MathOverflow))
    }

    /// The part of the stage's price that proven progress earned, in base units. An exact job earns nothing before its
    /// audits have passed: until then its checkpoints only show an order.
    pub fn earned(&self) -> Result<u64> {
        let proven = if self.audits_passed() {
            self.proven_checkpoints
        } else {
            0
        };
        math::proven_share(self.stage_price, proven, self.checkpoints)
    }

    /// What there is to pay out.
    pub fn stage(&self) -> Result<Stage> {
        Ok(Stage {
            price: self.stage_price,
            earned: self.earned()?,
            claimed: self.claimed,
            fee_bps: self.fee_bps,
        })
    }

    /// The node has missed the deadline, or was not heard of for too long. `heartbeat` is its latest, unix seconds.
    ///
    /// Never an error: a silence beyond the end of time must not stand between a client and its refund.
    pub fn node_failed(&self, heartbeat: i64, now: i64) -> bool {
        let heard_of = self.accepted_at.max(self.anchored_at).max(heartbeat);
        let silent_from = heard_of.saturating_add(self.terms.silence);
        self.state.is_worked_on() && (now > self.deadline || now > silent_from)
    }

    /// The job ends and what is left in the vault is paid out as `payout` says. Errors: `JobEnded`.
    pub fn end(&mut self, state: JobState, payout: &Payout, now: i64) -> Result<()> {
        require!(!self.state.is_terminal(), JobEscrowError::JobEnded);
        self.state = state;
        self.add_payout(payout)?;
        self.ended_at = now;
        Ok(())
    }

    /// The client says what it thinks of a job that it paid for, once. Errors: `JobNotSettled`, `AlreadyRated`,
    /// `StarsOutOfRange`.
    pub fn rate(&mut self, stars: u8) -> Result<()> {
        require!(self.state == JobState::Settled, JobEscrowError::JobNotSettled);
        require!(self.stars == 0, JobEscrowError::AlreadyRated);
        require!((1..=MAX_STARS).contains(&stars), JobEscrowError::StarsOutOfRange);
        self.stars = stars;
        Ok(())
    }

    /// The part of what the client gets back that is destroyed, once a node has failed this job, bps. So it does not pay
    /// to put another node in its place only to take the job back.
    pub fn refund_burn_bps(&self) -> u16 {
        if self.reassignments > 0 {
            self.terms.refund_burn_bps
        } else {
            0
        }
    }

    pub(super) fn add_payout(&mut self, payout: &Payout) -> Result<()> {
        let all = self.paid_out().and(payout)?;
        self.paid_node = all.to_node;
        self.paid_fee = all.fee;
        self.refunded = all.to_client;
        self.burned = all.burned;
        Ok(())
    }

    /// Seconds since the job ended. Errors: `JobStillOpen`.
    pub fn ended_for(&self, now: i64) -> Result<i64> {
        require!(self.state.is_terminal(), JobEscrowError::JobStillOpen);
        now.checked_sub(self.ended_at)
            .ok_or(error!(JobEscrowError::MathOverflow))
    }

    /// Where the price went so far.
    pub fn paid_out(&self) -> Payout {
        Payout {
            to_node: self.paid_node,
            fee: self.paid_fee,
            to_client: self.refunded,
            burned: self.burned,
        }
    }
}

mod audits;
mod dispute;
mod invariant;
mod milestones;
mod reassignment;

pub use dispute::*;

#[cfg(test)]
pub(crate) mod tests;
