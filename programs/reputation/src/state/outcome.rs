use anchor_lang::prelude::*;

use crate::error::ReputationError;

/// How a job ended for its node.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum OutcomeKind {
    /// Paid in full.
    Settled,
    /// Ended by the node's fault.
    Failed,
    /// Ran into its deadline or into silence.
    TimedOut,
    /// Cancelled by its client; no fault of the node.
    Cancelled,
    /// Lost by the node in a dispute.
    DisputeLost,
}

/// What job-escrow says about a job that ended.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeArgs {
    /// How it ended.
    pub kind: OutcomeKind,
    /// The client's wallet.
    pub client: Pubkey,
    /// Price, in base units of the job's mint.
    pub price: u64,
    /// How long it should take, in seconds.
    pub estimated_seconds: u32,
    /// How long it took on the chain's clock, from acceptance to final anchor, in seconds. 0 unless settled.
    pub actual_seconds: u32,
    /// Proofs the node handed in for it.
    pub proofs_total: u16,
    /// Of these, proofs that held.
    pub proofs_valid: u16,
}

/// An outcome as the queue keeps it.
#[zero_copy]
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The node account.
    pub node: Pubkey,
    /// When it was recorded, in unix seconds.
    pub recorded_at: i64,
    /// How long the job should take, in seconds.
    pub estimated_seconds: u32,
    /// How long it took, in seconds.
    pub actual_seconds: u32,
    /// Age of the node's last heartbeat when it was recorded, in seconds.
    pub heartbeat_age: u32,
    /// Proofs the node handed in.
    pub proofs_total: u16,
    /// Of these, proofs that held.
    pub proofs_valid: u16,
    /// `OutcomeKind` as a number.
    pub kind: u8,
    /// The node's place in its score page.
    pub slot: u8,
    /// Zero.
    pub padding: [u8; 6],
}

impl OutcomeKind {
    /// The kind behind a stored number.
    pub fn from_u8(value: u8) -> Option<Self> {
        [
            Self::Settled,
            Self::Failed,
            Self::TimedOut,
            Self::Cancelled,
            Self::DisputeLost,
        ]
        .into_iter()
        .find(|kind| *kind as u8 == value)
    }
}

impl OutcomeArgs {
    /// Refuses outcomes that contradict themselves.
    pub fn validate(&self) -> Result<()> {
        let timed = self.kind != OutcomeKind::Settled || self.estimated_seconds > 0;
        require!(
            timed && self.proofs_valid <= self.proofs_total,
            ReputationError::InvalidOutcome
        );
        Ok(())
    }

    /// The entry for the queue, recorded at `now` (unix seconds) for a node last heard of at `heartbeat`.
    pub fn at(&self, node: Pubkey, slot: u8, heartbeat: i64, now: i64) -> Outcome {
        let age = now.saturating_sub(heartbeat).max(0);
        Outcome {
            node,
            recorded_at: now,
            estimated_seconds: self.estimated_seconds,
            actual_seconds: self.actual_seconds,
            heartbeat_age: u32::try_from(age).unwrap_or(u32::MAX),
            proofs_total: self.proofs_total,
            proofs_valid: self.proofs_valid,
            kind: self.kind as u8,
            slot,
            padding: [0; 6],
        }
    }
}
