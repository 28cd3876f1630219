//! CyxWiz reputation: scores of nodes, derived only from outcomes that job-escrow recorded. Recording appends to
//! a queue; folding the queue into scores is open to anyone, so batching needs no trust.
use anchor_lang::prelude::*;

pub mod constants;
pub mod error;
pub mod events;
pub mod instructions;
pub mod math;
pub mod state;

pub use constants::*;
pub use error::ReputationError;
pub use events::*;
pub use instructions::*;
pub use state::*;

declare_id!("GGtqsXWKrLxDNbPtpvo8h5irLJXUpSfwMk5RWGGd8oFX");

#[cfg(not(feature = "no-entrypoint"))]
governance::security_contact!("CyxWiz reputation");

// governance carries out votes about the program with this id.
const _: () = assert!(governance::same_key(&governance::REPUTATION_ID, &ID_CONST));

#[program]
pub mod reputation {
    use super::*;

    /// Creates the queue and the scores of a page. Anyone, once for each page.
    pub fn init_page(ctx: Context<InitPage>, page: u32) -> Result<()> {
        InitPage::init_page(ctx, page)
    }

    /// Appends an outcome to the queue of the node's page. job-escrow only.
    pub fn record_outcome(ctx: Context<RecordOutcome>, outcome: OutcomeArgs) -> Result<()> {
        RecordOutcome::record_outcome(ctx, outcome)
    }

    /// Folds up to `max` (1 to 100) of the page's oldest outcomes into its scores. Anyone.
    pub fn apply_outcomes(ctx: Context<ApplyOutcomes>, page: u32, max: u8) -> Result<()> {
        ApplyOutcomes::apply_outcomes(ctx, page, max)
    }
}
