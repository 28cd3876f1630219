pub mod accept_authority;
pub mod add_verifying_key;
pub mod allow_mint;
pub mod appeal;
pub mod close_dispute;
pub mod disallow_mint;
pub mod execute_verdict;
pub mod init_config;
pub mod open_dispute;
pub mod propose_authority;
pub mod release_bonds;
pub mod retire_verifying_key;
pub mod set_pause;
pub mod submit_evidence;
pub mod update_config;

pub use accept_authority::*;
pub use add_verifying_key::*;
pub use allow_mint::*;
pub use appeal::*;
pub use close_dispute::*;
pub use disallow_mint::*;
pub use execute_verdict::*;
pub use init_config::*;
pub use open_dispute::*;
pub use propose_authority::*;
pub use release_bonds::*;
pub use retire_verifying_key::*;
pub use set_pause::*;
pub use submit_evidence::*;
pub use update_config::*;

use anchor_lang::prelude::*;

use crate::error::GovernanceError;

/// An account nobody asked for is a mistake or an attempt: refuse it.
pub(crate) fn no_surplus(remaining: &[AccountInfo]) -> Result<()> {
    require!(remaining.is_empty(), GovernanceError::SurplusAccounts);
    Ok(())
}
