use anchor_lang::prelude::*;
use governance::state::ReputationParams;

use crate::state::OutcomeKind;

/// A page of scores and its queue came to life.
#[event]
pub struct PageInitialized {
    /// Which page.
    pub page: u32,
}

/// An outcome waits in a queue. With `OutcomesApplied` it holds all that scores follow from, so that anyone can
/// rebuild them.
#[event]
pub struct OutcomeRecorded {
    /// The node it is about.
    pub node: Pubkey,
    /// Which page it waits in.
    pub page: u32,
    /// The node's place in that page.
    pub slot: u8,
    /// Number of the outcome among all of the page, from 0.
    pub sequence: u64,
    /// What happened.
    pub kind: OutcomeKind,
    /// The client's wallet.
    pub client: Pubkey,
    /// The job's price, in base units of its mint.
    pub price: u64,
    /// Decimals of that mint.
    pub decimals: u8,
    /// How long the job should take, in seconds.
    pub estimated_seconds: u32,
    /// How long it took, in seconds.
    pub actual_seconds: u32,
    /// Proofs the node handed in.
    pub proofs_total: u16,
    /// Of these, proofs that held.
    pub proofs_valid: u16,
    /// Stars of a rating; otherwise 0.
    pub stars: u8,
    /// Seconds since the node registered.
    pub age: u32,
    /// Of these, seconds that heartbeats covered up to the last one.
    pub uptime: u32,
    /// Seconds since heartbeats last broke off, or since the node registered.
    pub unbroken: u32,
    /// Seconds since the last heartbeat.
    pub heartbeat_age: u32,
    /// When it was recorded, in unix seconds.
    pub recorded_at: i64,
    /// Outcomes that wait now.
    pub waiting: u16,
}

/// Outcomes were folded into scores.
#[event]
pub struct OutcomesApplied {
    /// Which page.
    pub page: u32,
    /// Number of the first of them among all of the page.
    pub first: u64,
    /// How many.
    pub applied: u16,
    /// Outcomes that still wait.
    pub waiting: u16,
    /// The rules by which they were folded, which are those of the day.
    pub rules: FoldRules,
}

/// Every parameter that a fold depends on.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoldRules {
    /// The formula.
    pub reputation: ReputationParams,
    /// Seconds without a heartbeat after which a node counts as silent.
    pub silence: i64,
    /// Seconds by which a job may miss its estimate.
    pub time_grace: i64,
}
