use anchor_lang::prelude::*;

/// The registry came to life.
#[event]
pub struct RegistryInitialized {
    /// The CYXWIZ mint.
    pub mint: Pubkey,
    /// The insurance vault.
    pub insurance: Pubkey,
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

/// A node let go of a job that ended without its fault.
#[event]
pub struct JobReleased {
    /// Its account.
    pub node: Pubkey,
    /// Jobs it works on now.
    pub active_jobs: u16,
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
    /// Whether repeated failures suspended the node.
    pub repeated: bool,
    /// Until when it is suspended, in unix seconds.
    pub suspended_until: i64,
}
