use anchor_lang::prelude::*;
use node_registry::state::Node;

use crate::{
    constants::{CLIENT_BUCKETS, NODES_PER_PAGE},
    error::ReputationError,
};

/// What is recorded of a node.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum OutcomeKind {
    /// A job paid in full.
    Settled,
    /// A job ended by the node's fault.
    Failed,
    /// A job that ran into its deadline or into silence.
    TimedOut,
    /// A job cancelled by its client; no fault of the node.
    Cancelled,
    /// A job whose dispute the node lost.
    DisputeLost,
    /// A job whose dispute the node won, so that it was paid in full.
    DisputeWon,
    /// Stars that the client of a settled job gave afterwards; no job of its own.
    Rated,
}

/// What job-escrow says about a job that ended, or about its rating.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeArgs {
    /// What happened.
    pub kind: OutcomeKind,
    /// The client's wallet.
    pub client: Pubkey,
    /// Price, in base units of the job's mint.
    pub price: u64,
    /// Decimals of that mint.
    pub decimals: u8,
    /// How long it should take, in seconds.
    pub estimated_seconds: u32,
    /// How long it took on the chain's clock, from acceptance to final anchor, in seconds. 0 unless settled.
    pub actual_seconds: u32,
    /// Proofs the node handed in for it. 0 for a rating.
    pub proofs_total: u16,
    /// Of these, proofs that held.
    pub proofs_valid: u16,
    /// 1 to 5 stars for a rating, otherwise 0.
    pub stars: u8,
}

/// An outcome as the queue keeps it.
#[zero_copy]
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The node account.
    pub node: Pubkey,
    /// Price, in base units of the job's mint.
    pub price: u64,
    /// When it was recorded, in unix seconds.
    pub recorded_at: i64,
    /// How long the job should take, in seconds.
    pub estimated_seconds: u32,
    /// How long it took, in seconds.
    pub actual_seconds: u32,
    /// Seconds since the node registered.
    pub age: u32,
    /// Of these, seconds that heartbeats covered up to the last one.
    pub uptime: u32,
    /// Seconds since heartbeats last broke off, or since the node registered.
    pub unbroken: u32,
    /// Seconds since the last heartbeat.
    pub heartbeat_age: u32,
    /// Proofs the node handed in.
    pub proofs_total: u16,
    /// Of these, proofs that held.
    pub proofs_valid: u16,
    /// `OutcomeKind` as a number.
    pub kind: u8,
    /// The node's place in its score page.
    pub slot: u8,
    /// Where the client is counted.
    pub bucket: u8,
    /// Decimals of the mint.
    pub decimals: u8,
    /// Stars of a rating.
    pub stars: u8,
    /// Zero.
    pub padding: [u8; 7],
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
            Self::DisputeWon,
            Self::Rated,
        ]
        .into_iter()
        .find(|kind| *kind as u8 == value)
    }
}

/// Seconds from `since` to `until` (unix seconds); 0 backwards.
fn seconds_between(since: i64, until: i64) -> u32 {
    u32::try_from(until.saturating_sub(since).max(0)).unwrap_or(u32::MAX)
}

/// Where a client is counted. The last byte of a key is as random as a hash, whatever its owner wanted to read in front.
pub fn bucket_of(client: &Pubkey) -> u8 {
    let [.., last] = client.to_bytes();
    last % CLIENT_BUCKETS
}

impl OutcomeArgs {
    /// Refuses outcomes that contradict themselves.
    pub fn validate(&self) -> Result<()> {
        let timed = self.kind != OutcomeKind::Settled || self.estimated_seconds > 0;
        let starred = match self.kind {
            OutcomeKind::Rated => (1..=5).contains(&self.stars) && self.proofs_total == 0,
            _ => self.stars == 0,
        };
        require!(
            timed && starred && self.proofs_valid <= self.proofs_total,
            ReputationError::InvalidOutcome
        );
        Ok(())
    }

    /// The entry for the queue, recorded at `now` (unix seconds) for `node` at `address`.
    pub fn at(&self, address: Pubkey, node: &Node, now: i64) -> Result<Outcome> {
        let slot =
            u8::try_from(node.index % NODES_PER_PAGE).map_err(|_| ReputationError::InvariantViolated)?;
        Ok(Outcome {
            node: address,
            price: self.price,
            recorded_at: now,
            estimated_seconds: self.estimated_seconds,
            actual_seconds: self.actual_seconds,
            age: seconds_between(node.registered_at, now),
            uptime: u32::try_from(node.uptime_seconds).unwrap_or(u32::MAX),
            unbroken: seconds_between(node.alive_since, now),
            heartbeat_age: seconds_between(node.last_heartbeat, now),
            proofs_total: self.proofs_total,
            proofs_valid: self.proofs_valid,
            kind: self.kind as u8,
            slot,
            bucket: bucket_of(&self.client),
            decimals: self.decimals,
            stars: self.stars,
            padding: [0; 7],
        })
    }
}
