//! What happens between the final root of an exact job and its last audit.

use crate::exact::ExactTerms;
use anchor_lang::prelude::*;

/// The node of an exact job has committed to every state of its training.
#[event]
pub struct StepsAnchored {
    /// The `Job` account.
    pub job: Pubkey,
    /// The `Node` account.
    pub node: Pubkey,
    /// The `Audit` account.
    pub audit: Pubkey,
    /// Who paid its rent.
    pub rent_payer: Pubkey,
    /// The key for proofs of steps.
    pub step_key: Pubkey,
    /// Training steps that one proof covers.
    pub steps: u8,
    /// Order and number of the batches.
    pub terms: ExactTerms,
    /// Segments of the training.
    pub segments: u32,
    /// Root over the states between them.
    pub steps_root: [u8; 32],
    /// Audits to prove.
    pub audits: u8,
    /// The hash of the first block from this slot on chooses them.
    pub challenge_slot: u64,
    /// Last second to prove, unix seconds.
    pub deadline: i64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// The hash that chooses an exact job's audits is recorded; the client's nonce is wanted now.
#[event]
pub struct AuditSlotRecorded {
    /// The `Job` account.
    pub job: Pubkey,
    /// The slot.
    pub slot: u64,
    /// Its hash.
    pub hash: [u8; 32],
    /// Last second to prove, unix seconds.
    pub deadline: i64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// Nobody recorded the slot's hash in time; another slot takes its place. That happens once.
#[event]
pub struct AuditSlotMoved {
    /// The `Job` account.
    pub job: Pubkey,
    /// The slot that was missed.
    pub missed: u64,
    /// The one that counts now.
    pub challenge_slot: u64,
    /// Last second to prove, unix seconds.
    pub deadline: i64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// The audits of an exact job are chosen.
#[event]
pub struct ChallengeOpened {
    /// The `Job` account.
    pub job: Pubkey,
    /// The slot whose hash is part of the challenge.
    pub slot: u64,
    /// That hash.
    pub slot_hash: [u8; 32],
    /// The client's nonce; none when it did not reveal it in time.
    pub nonce: Option<[u8; 32]>,
    /// What the audited segments follow from.
    pub challenge: [u8; 32],
    /// Audits to prove.
    pub audits: u8,
    /// Last second to prove them, unix seconds.
    pub deadline: i64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// A proof for an audit was verified.
#[event]
pub struct AuditProven {
    /// The `Job` account.
    pub job: Pubkey,
    /// Which audit, from 0.
    pub index: u8,
    /// The segment that it asked for.
    pub segment: u32,
    /// Segments of the training.
    pub segments: u32,
    /// Training steps in one of them.
    pub steps: u8,
    /// The proof's one public input.
    pub statement: [u8; 32],
    /// Audits proven so far.
    pub proven: u8,
    /// Audits to prove.
    pub audits: u8,
    /// A key of the job came from a published seed.
    pub development_key: bool,
    /// When it happened, unix seconds.
    pub at: i64,
}
