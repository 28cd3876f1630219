//! CyxWiz job escrow: one training job from payment to payout.
//!
//! `Funded → Running → Proving → Settled`, or `Cancelled`, `Refunded`, `TimedOut`, `Disputed → Resolved`; by `reassign`
//! back from `Running` to `Funded`. Nobody holds a key to a vault: its tokens leave by `settle`, `cancel`,
//! `timeout_refund` and `resolve_dispute`, which end a job, and by `claim_progress` and `reassign`, which pay for what is
//! proven. All but `cancel` and `reassign` are open to anyone, so that money never depends on a machine that is gone.
use anchor_lang::prelude::*;

pub mod binding;
pub mod constants;
pub mod dispute_side;
pub mod error;
pub mod events;
pub mod exact;
pub mod instructions;
pub mod math;
pub mod node_side;
pub mod payout;
pub mod policy;
pub mod stage;
pub mod state;

pub use constants::*;
pub use error::JobEscrowError;
pub use events::*;
pub use exact::ExactTerms;
pub use instructions::*;
pub use math::Payout;
pub use stage::Stage;
pub use state::*;

declare_id!("7VDkGrSHQpevYQuf3YZp56PgVC1TzvzbJ229AN2WaH9A");

#[cfg(not(feature = "no-entrypoint"))]
governance::security_contact!("CyxWiz job-escrow");

// node-registry and reputation take calls from this program only, and know it by the id that governance keeps.
const _: () = assert!(governance::same_key(&governance::JOB_ESCROW_ID, &ID_CONST));

#[program]
pub mod job_escrow {
    use super::*;

    /// Pays for a job. The chosen node stays hidden in `assignment_hash` until it accepts. Client.
    pub fn create_job(ctx: Context<CreateJob>, args: CreateJobArgs) -> Result<()> {
        CreateJob::create_job(ctx, args)
    }

    /// Opens the assignment hash and takes the job on. The node's operator, within the accept window.
    pub fn accept_job(ctx: Context<AcceptJob>, salt: [u8; 32]) -> Result<()> {
        AcceptJob::accept_job(ctx, salt)
    }

    /// Anchors the Merkle root over the checkpoints so far. The node's operator.
    pub fn anchor_progress(ctx: Context<AnchorProgress>, progress: Progress) -> Result<()> {
        AnchorProgress::anchor_progress(ctx, progress)
    }

    /// Verifies a Groth16 proof for the latest anchor; `proof_a` is negated. Anyone.
    pub fn prove_checkpoints(
        ctx: Context<ProveCheckpoints>,
        proof_a: [u8; 64],
        proof_b: [u8; 128],
        proof_c: [u8; 64],
    ) -> Result<()> {
        ProveCheckpoints::prove_checkpoints(ctx, proof_a, proof_b, proof_c)
    }

    /// Gives up the client's objection window, so that the node is paid at once. Client.
    pub fn waive_objection(ctx: Context<WaiveObjection>) -> Result<()> {
        WaiveObjection::waive_objection(ctx)
    }

    /// Pays the node once the verification policy holds. Anyone.
    pub fn settle(ctx: Context<Settle>) -> Result<()> {
        Settle::settle(ctx)
    }

    /// Stops a job that no node accepted in time, free of charge, or one that runs, for a fee. Client.
    pub fn cancel(ctx: Context<Cancel>) -> Result<()> {
        Cancel::cancel(ctx)
    }

    /// Refunds a job whose node failed or never came, less proven progress, and closes it. Anyone.
    pub fn timeout_refund(ctx: Context<TimeoutRefund>) -> Result<()> {
        TimeoutRefund::timeout_refund(ctx)
    }

    /// Closes an ended job and returns its rent. The rent payer, or anyone 7 days after the end.
    pub fn close_job(ctx: Context<CloseJob>) -> Result<()> {
        CloseJob::close_job(ctx)
    }

    /// Gives a settled job 1 to 5 stars, which its node's score counts by price. Client, once.
    pub fn rate(ctx: Context<Rate>, stars: u8) -> Result<()> {
        Rate::rate(ctx, stars)
    }

    /// Freezes the vault and opens a dispute at governance. The client, or the owner of a node that has not failed.
    pub fn open_dispute(ctx: Context<OpenDispute>, evidence_hash: [u8; 32]) -> Result<()> {
        OpenDispute::open_dispute(ctx, evidence_hash)
    }

    /// Pays the vault out as the dispute's final verdict says. Anyone.
    pub fn resolve_dispute(ctx: Context<ResolveDispute>) -> Result<()> {
        ResolveDispute::resolve_dispute(ctx)
    }

    /// Pays the node for proven checkpoints that can no longer be objected to, before the job ends. Anyone.
    pub fn claim_progress(ctx: Context<ClaimProgress>) -> Result<()> {
        ClaimProgress::claim_progress(ctx)
    }

    /// Slashes a node that died, pays it what it has proven and offers the rest of the job to another one. Client.
    pub fn reassign(ctx: Context<Reassign>, args: ReassignArgs) -> Result<()> {
        Reassign::reassign(ctx, args)
    }

    /// Anchors the root over the states between an exact job's segments, and with it the slot whose hash chooses the
    /// audits. The node's operator, once, after the final root.
    pub fn anchor_steps(ctx: Context<AnchorSteps>, steps_root: [u8; 32], terms: ExactTerms) -> Result<()> {
        AnchorSteps::anchor_steps(ctx, steps_root, terms)
    }

    /// Records the hash of the slot that chooses the audits; if nobody did in time, moves that slot, once. Anyone.
    pub fn record_slot_hash(ctx: Context<RecordSlotHash>) -> Result<()> {
        RecordSlotHash::record_slot_hash(ctx)
    }

    /// Opens the challenge with the client's nonce, or without it after the reveal window. Anyone.
    pub fn open_challenge(ctx: Context<OpenChallenge>, nonce: Option<[u8; 32]>) -> Result<()> {
        OpenChallenge::open_challenge(ctx, nonce)
    }

    /// Verifies the Groth16 proof of one audited segment; `proof_a` is negated. Anyone, in any order.
    pub fn prove_audit(
        ctx: Context<ProveAudit>,
        index: u8,
        proof_a: [u8; 64],
        proof_b: [u8; 128],
        proof_c: [u8; 64],
    ) -> Result<()> {
        ProveAudit::prove_audit(ctx, index, proof_a, proof_b, proof_c)
    }
}
