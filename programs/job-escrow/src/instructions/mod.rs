//! One file for each thing that can be asked of this program.
use crate::error::JobEscrowError;
use anchor_lang::prelude::*;

pub mod accept_job;
pub mod anchor_progress;
pub mod anchor_steps;
pub mod cancel;
pub mod claim_progress;
pub mod close_job;
pub mod create_job;
pub mod open_challenge;
pub mod open_dispute;
pub mod prove_audit;
pub mod prove_checkpoints;
pub mod rate;
pub mod reassign;
pub mod record_slot_hash;
pub mod resolve_dispute;
pub mod settle;
pub mod timeout_refund;
pub mod waive_objection;

pub use accept_job::*;
pub use anchor_progress::*;
pub use anchor_steps::*;
pub use cancel::*;
pub use claim_progress::*;
pub use close_job::*;
pub use create_job::*;
pub use open_challenge::*;
pub use open_dispute::*;
pub use prove_audit::*;
pub use prove_checkpoints::*;
pub use rate::*;
pub use reassign::*;
pub use record_slot_hash::*;
pub use resolve_dispute::*;
pub use settle::*;
pub use timeout_refund::*;
pub use waive_objection::*;

/// Accounts beyond those of the instruction would be ignored; whoever sends them means something that does not happen.
pub(crate) fn no_surplus(remaining: &[AccountInfo]) -> Result<()> {
    require!(remaining.is_empty(), JobEscrowError::SurplusAccounts);
    Ok(())
}
