use anchor_lang::prelude::*;

use crate::state::OutcomeKind;

/// A page of scores and its queue came to life.
#[event]
pub struct PageInitialized {
    /// Which page.
    pub page: u32,
}

/// An outcome waits in a queue.
#[event]
pub struct OutcomeRecorded {
    /// The node it is about.
    pub node: Pubkey,
    /// Which page it waits in.
    pub page: u32,
    /// How the job ended.
    pub kind: OutcomeKind,
    /// The client's wallet.
    pub client: Pubkey,
    /// The job's price, in base units of its mint.
    pub price: u64,
    /// Outcomes that wait now.
    pub waiting: u16,
}

/// Outcomes were folded into scores.
#[event]
pub struct OutcomesApplied {
    /// Which page.
    pub page: u32,
    /// How many.
    pub applied: u16,
    /// Outcomes that still wait.
    pub waiting: u16,
}
