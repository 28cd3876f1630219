pub mod apply_outcomes;
pub mod init_page;
pub mod record_outcome;

pub use apply_outcomes::*;
pub use init_page::*;
pub use record_outcome::*;

use anchor_lang::prelude::*;

use crate::error::ReputationError;

/// An account nobody asked for is a mistake or an attempt: refuse it.
pub(crate) fn no_surplus(remaining: &[AccountInfo]) -> Result<()> {
    require!(remaining.is_empty(), ReputationError::SurplusAccounts);
    Ok(())
}
