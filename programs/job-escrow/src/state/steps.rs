//! What comes from outside when a job moves on.
use anchor_lang::prelude::*;

/// What a node anchors.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub struct Progress {
    /// Merkle root over the checkpoints so far; a field element, big endian.
    pub root: [u8; 32],
    /// Checkpoints so far.
    pub checkpoints: u8,
    /// Hash of the weights after the last of them; a field element, big endian.
    pub weights: [u8; 32],
    /// Milliseconds of training so far, by the node's clock.
    pub elapsed_ms: u64,
}

/// What is fixed when a node accepts.
pub struct Acceptance {
    /// The `Node` account.
    pub node: Pubkey,
    /// Its place in the registry.
    pub node_index: u32,
    /// The wallet that owns it.
    pub node_owner: Pubkey,
    /// The node's score, 0 to 1000.
    pub score: u16,
    /// First public input of every proof.
    pub binding: [u8; 32],
    /// Slot of the acceptance.
    pub slot: u64,
    /// Unix seconds of the acceptance.
    pub now: i64,
}

/// What a client fixes when it puts another node in the place of one that failed.
pub struct Reassignment {
    /// Hides the new node.
    pub assignment_hash: [u8; 32],
    /// Seconds that the rest of the training should take.
    pub estimated_seconds: u32,
    /// Last second in which the new node may accept.
    pub accept_by: i64,
    /// Last second in which it may anchor and prove.
    pub deadline: i64,
}
