use anchor_lang::prelude::*;

use crate::state::Fault;

/// The registry came to life.
#[event]
pub struct RegistryInitialized {
    /// The CYXWIZ mint.
    pub mint: Pubkey,
    /// The insurance vault.
    pub insurance: Pubkey,
    /// The rewards vault.
    pub rewards: Pubkey,
}

/// A node registered.
#[event]
pub struct NodeRegistered {
    /// Its account.
    pub node: Pubkey,
    /// Its owner.
    pub owner: Pubkey,
    /// Its hot key.
    pub operator: Pubkey,
    /// Its position in the registry.
    pub index: u32,
    /// Its stake, in base units.
    pub stake: u64,
    /// When the stake may be withdrawn, in unix seconds.
    pub locked_until: i64,
}

/// A node changed.
#[event]
pub struct NodeUpdated {
    /// Its account.
    pub node: Pubkey,
    /// Its hot key now.
    pub operator: Pubkey,
    /// Its TLS key hash now.
    pub tls_key_hash: [u8; 32],
}

/// A node showed that it lives.
#[event]
pub struct Heartbeat {
    /// Its account.
    pub node: Pubkey,
    /// When, in unix seconds.
    pub at: i64,
    /// Seconds that its heartbeats cover.
    pub uptime_seconds: u64,
    /// When their present unbroken run began, in unix seconds.
    pub alive_since: i64,
}

/// A node took on a job.
#[event]
pub struct JobBegun {
    /// Its account.
    pub node: Pubkey,
    /// Jobs it works on now.
    pub active_jobs: u16,
    /// When its stake may be withdrawn, in unix seconds.
    pub locked_until: i64,
}

/// A node failed a job and lost stake.
#[event]
pub struct NodeSlashed {
    /// Its account.
    pub node: Pubkey,
    /// Jobs it works on now.
    pub active_jobs: u16,
    /// Stake before, in base units.
    pub stake_before: u64,
    /// Tokens lost, in base units.
    pub amount: u64,
    /// Of these to the insurance vault, in base units.
    pub insured: u64,
    /// Of these burned, in base units.
    pub burned: u64,
    /// How it failed.
    pub fault: Fault,
    /// Whether repeated failures suspended the node.
    pub repeated: bool,
    /// Until when it is suspended, in unix seconds.
    pub suspended_until: i64,
}

/// A node lost a dispute, stake, and the right to take jobs.
#[event]
pub struct NodeLostDispute {
    /// Its account.
    pub node: Pubkey,
    /// Jobs it works on now.
    pub active_jobs: u16,
    /// Stake before, in base units.
    pub stake_before: u64,
    /// Tokens lost, in base units.
    pub amount: u64,
    /// Of these to the client, in base units.
    pub to_client: u64,
    /// Of these to the treasury, in base units.
    pub to_treasury: u64,
}
