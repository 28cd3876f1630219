//! What happened, for indexers. Every event goes out by CPI to this program, so it survives truncated logs.
//! Amounts are base units of the job's mint; times unix seconds; balances are those before the instruction.

use crate::{
    math::Payout,
    payout::Emptied,
    state::{Job, JobState, VerificationTier},
};
use anchor_lang::{prelude::*, Event};
use governance::Party;

mod audits;

pub use audits::*;

/// Token balances before the instruction moved anything.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BalancesBefore {
    /// Of the vault.
    pub vault: u64,
    /// Of the node owner's token account; 0 when it was not passed.
    pub node: u64,
    /// Of the fee vault; 0 when it was not passed.
    pub fee_vault: u64,
    /// Of the client's token account.
    pub client: u64,
}

/// A client paid for a job.
#[event]
pub struct JobCreated {
    /// The `Job` account.
    pub job: Pubkey,
    /// The client's wallet.
    pub client: Pubkey,
    /// Who paid the rent.
    pub rent_payer: Pubkey,
    /// Mint of the price.
    pub mint: Pubkey,
    /// The client's number of this job.
    pub nonce: u64,
    /// What arrived in the vault, base units.
    pub price: u64,
    /// Balance of the client's token account before, base units.
    pub client_before: u64,
    /// Hides the chosen node.
    pub assignment_hash: [u8; 32],
    /// sha256 of the job spec's canonical JSON.
    pub spec_hash: [u8; 32],
    /// What has to be proven.
    pub tier: VerificationTier,
    /// Checkpoints of the whole job.
    pub checkpoints: u8,
    /// The key for its proofs.
    pub verifying_key: Pubkey,
    /// That key came from a published seed.
    pub development_key: bool,
    /// Last second to accept, unix seconds.
    pub accept_by: i64,
    /// Last second to anchor and prove, unix seconds.
    pub deadline: i64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// The chosen node accepted.
#[event]
pub struct JobAccepted {
    /// The `Job` account.
    pub job: Pubkey,
    /// The `Node` account.
    pub node: Pubkey,
    /// The wallet that is paid.
    pub node_owner: Pubkey,
    /// The node's score, 0 to 1000.
    pub score: u16,
    /// Platform fee for this job, bps.
    pub fee_bps: u16,
    /// Price, base units.
    pub price: u64,
    /// First public input of every proof.
    pub binding: [u8; 32],
    /// Audits that the node must pass; 0 for a committed job.
    pub audits_due: u8,
    /// Slot of the acceptance.
    pub slot: u64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// The node anchored progress; `is_final` ends the training.
#[event]
pub struct ProgressAnchored {
    /// The `Job` account.
    pub job: Pubkey,
    /// The `Node` account.
    pub node: Pubkey,
    /// Checkpoints anchored before.
    pub checkpoints_before: u8,
    /// Checkpoints anchored now.
    pub checkpoints: u8,
    /// Training so far, milliseconds by the node's clock.
    pub elapsed_ms: u64,
    /// Merkle root over the checkpoints.
    pub root: [u8; 32],
    /// Hash of the weights after the last of them.
    pub weights: [u8; 32],
    /// The training is finished.
    pub is_final: bool,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// A proof for the latest anchor was verified.
#[event]
pub struct CheckpointsProven {
    /// The `Job` account.
    pub job: Pubkey,
    /// Checkpoints proven before.
    pub proven_before: u8,
    /// Checkpoints proven now.
    pub proven: u8,
    /// Checkpoints of the whole job.
    pub checkpoints: u8,
    /// Merkle root over the checkpoints.
    pub root: [u8; 32],
    /// Hash of the weights after the last of them.
    pub weights: [u8; 32],
    /// That key came from a published seed.
    pub development_key: bool,
    /// Price that proven progress has earned so far.
    pub earned: u64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// A milestone: the node was paid for proven checkpoints before the end.
#[event]
pub struct MilestonePaid {
    /// The `Job` account.
    pub job: Pubkey,
    /// The `Node` account.
    pub node: Pubkey,
    /// The wallet that is paid.
    pub node_owner: Pubkey,
    /// Mint of the price.
    pub mint: Pubkey,
    /// What this instruction paid, base units.
    pub payout: Payout,
    /// Balances before, base units; the client's is not looked at.
    pub before: BalancesBefore,
    /// Checkpoints that are paid for.
    pub checkpoints: u8,
    /// What is left of the price, base units.
    pub left: u64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// A node failed; what it did not earn waits for another one, which starts from the last proven checkpoint.
#[event]
pub struct JobReassigned {
    /// The `Job` account.
    pub job: Pubkey,
    /// The client's wallet.
    pub client: Pubkey,
    /// The `Node` account that failed.
    pub failed_node: Pubkey,
    /// Its owner, who is paid for what is proven.
    pub failed_owner: Pubkey,
    /// Mint of the price.
    pub mint: Pubkey,
    /// What this instruction paid, base units.
    pub payout: Payout,
    /// Balances before, base units; the client's is not looked at.
    pub before: BalancesBefore,
    /// What the next node works for, base units.
    pub stage_price: u64,
    /// Checkpoints for it to prove.
    pub checkpoints: u8,
    /// Epochs that are done.
    pub epochs_done: u32,
    /// Hides the next node.
    pub assignment_hash: [u8; 32],
    /// Weights it starts from.
    pub initial_weights: [u8; 32],
    /// Last second to accept, unix seconds.
    pub accept_by: i64,
    /// Last second to anchor and prove, unix seconds.
    pub deadline: i64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// The client gave up its objection window.
#[event]
pub struct ObjectionWaived {
    /// The `Job` account.
    pub job: Pubkey,
    /// The client's wallet.
    pub client: Pubkey,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// A party disputes the job; the vault is frozen until the verdict.
#[event]
pub struct JobDisputed {
    /// The `Job` account.
    pub job: Pubkey,
    /// The `Dispute` account, at governance.
    pub dispute: Pubkey,
    /// Who opened it.
    pub opener: Party,
    /// The job's state before.
    pub disputed_from: JobState,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// The job ended and its vault was emptied: `settle`, `cancel`, `timeout_refund` or `resolve_dispute`.
#[event]
pub struct JobEnded {
    /// The `Job` account.
    pub job: Pubkey,
    /// How it ended.
    pub state: JobState,
    /// What has to be proven.
    pub tier: VerificationTier,
    /// That key came from a published seed.
    pub development_key: bool,
    /// The client's wallet.
    pub client: Pubkey,
    /// The `Node` account; the default key when no node accepted.
    pub node: Pubkey,
    /// The wallet that is paid.
    pub node_owner: Pubkey,
    /// Mint of the price.
    pub mint: Pubkey,
    /// Price, base units.
    pub price: u64,
    /// Where this instruction sent what was left of the price, base units.
    pub payout: Payout,
    /// What milestones and earlier nodes were paid before; with `payout` it is the price.
    pub paid_before: Payout,
    /// Donations to the vault, swept to the client on top of the payout.
    pub surplus: u64,
    /// Balances before, base units.
    pub before: BalancesBefore,
    /// Checkpoints that were proven.
    pub proven_checkpoints: u8,
    /// Checkpoints of the whole job.
    pub checkpoints: u8,
    /// Audits that were proven.
    pub audits_proven: u8,
    /// The node's score when it was looked at; 0 otherwise.
    pub score: u16,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// The job's account was closed.
#[event]
pub struct JobClosed {
    /// The `Job` account.
    pub job: Pubkey,
    /// Who paid the rent.
    pub rent_payer: Pubkey,
    /// Lamports that went back to the rent payer.
    pub rent: u64,
    /// Who paid for the job's audit; the default key when there was none.
    pub audit_rent_payer: Pubkey,
    /// Lamports that went back to it.
    pub audit_rent: u64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// The client rated a settled job.
#[event]
pub struct JobRated {
    /// The `Job` account.
    pub job: Pubkey,
    /// The client's wallet.
    pub client: Pubkey,
    /// The `Node` account.
    pub node: Pubkey,
    /// 1 to 5.
    pub stars: u8,
    /// When it happened, unix seconds.
    pub at: i64,
}

impl JobEnded {
    /// The event of a job whose vault was just emptied by `payout`.
    pub fn of(job: &Account<Job>, payout: &Payout, emptied: &Emptied, score: u16) -> Result<Self> {
        Ok(Self {
            job: job.key(),
            state: job.state,
            tier: job.tier,
            development_key: job.development_key,
            client: job.client,
            node: job.node,
            node_owner: job.node_owner,
            mint: job.mint,
            price: job.price,
            payout: *payout,
            paid_before: job.paid_out().less(payout)?,
            surplus: emptied.surplus,
            before: emptied.before,
            proven_checkpoints: job.proven_checkpoints,
            checkpoints: job.checkpoints,
            audits_proven: job.audits_proven,
            score,
            at: job.ended_at,
        })
    }
}

/// Sends an event to this program itself.
pub(crate) fn emit_by_cpi<E: Event + AnchorSerialize>(
    event: &E,
    event_authority: &AccountInfo,
) -> Result<()> {
    governance::emit_by_cpi(
        &crate::ID_CONST,
        crate::EVENT_AUTHORITY_AND_BUMP.1,
        event,
        event_authority,
    )
}
