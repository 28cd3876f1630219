use anchor_lang::prelude::*;

use crate::{constants::TOKEN_KEYS, state::Fault};

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
    /// Its TLS key hash now.
    pub tls_key_hash: [u8; 32],
    /// The one before, zeros if it is not good any more.
    pub previous_tls_key_hash: [u8; 32],
    /// Until when that one is good, in unix seconds; 0: there is none.
    pub previous_tls_until: i64,
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

/// An owner put another hot key in the place of a node's old one.
#[event]
pub struct OperatorRotated {
    /// Its account.
    pub node: Pubkey,
    /// Its hot key before.
    pub previous: Pubkey,
    /// Its hot key now.
    pub operator: Pubkey,
}

/// An owner added to a node's stake.
#[event]
pub struct StakeAdded {
    /// Its account.
    pub node: Pubkey,
    /// Tokens added, in base units.
    pub amount: u64,
    /// Its stake now, in base units.
    pub stake: u64,
}

/// The cooldown of a part of a node's stake began.
#[event]
pub struct WithdrawalRequested {
    /// Its account.
    pub node: Pubkey,
    /// That part, in base units.
    pub amount: u64,
    /// When it may be claimed, in unix seconds.
    pub claimable_at: i64,
}

/// An owner put the stake that was being withdrawn back to work.
#[event]
pub struct WithdrawalCancelled {
    /// Its account.
    pub node: Pubkey,
    /// That part, in base units.
    pub amount: u64,
}

/// A part of a node's stake went back to its owner.
#[event]
pub struct WithdrawalClaimed {
    /// Its account.
    pub node: Pubkey,
    /// That part, in base units.
    pub amount: u64,
    /// Its stake now, in base units.
    pub stake: u64,
}

/// A node's rewards were paid into its stake.
#[event]
pub struct RewardsCompounded {
    /// Its account.
    pub node: Pubkey,
    /// Tokens paid, in base units.
    pub amount: u64,
    /// Its stake now, in base units.
    pub stake: u64,
    /// Rewards that the vault could not pay yet, in base units.
    pub owed: u64,
}

/// Governance paid somebody out of the insurance vault.
#[event]
pub struct InsurancePaid {
    /// The token account.
    pub to: Pubkey,
    /// Its owner.
    pub owner: Pubkey,
    /// Tokens paid, in base units.
    pub amount: u64,
    /// What is left of what slashing set aside, in base units.
    pub left: u64,
}

/// A node left the registry.
#[event]
pub struct NodeClosed {
    /// Its account, which is gone.
    pub node: Pubkey,
    /// Its owner.
    pub owner: Pubkey,
    /// Its position in the registry, which no other node gets.
    pub index: u32,
    /// Gifts to its stake vault, which its owner got, in base units.
    pub gifts: u64,
    /// Rewards that it gave up, in base units.
    pub forgone: u64,
}

/// A coordinator came to the registry.
#[event]
pub struct CoordinatorRegistered {
    /// Its account.
    pub coordinator: Pubkey,
    /// Who may change it.
    pub authority: Pubkey,
    /// Its keys for tokens; the zero address is an empty place.
    pub keys: [Pubkey; TOKEN_KEYS],
}

/// A coordinator's keys for tokens changed.
#[event]
pub struct CoordinatorKeysSet {
    /// Its account.
    pub coordinator: Pubkey,
    /// Its keys now; the zero address is an empty place.
    pub keys: [Pubkey; TOKEN_KEYS],
}

/// A coordinator left the registry: none of its tokens counts any more.
#[event]
pub struct CoordinatorClosed {
    /// Its account, which is gone.
    pub coordinator: Pubkey,
    /// Who closed it.
    pub authority: Pubkey,
}
