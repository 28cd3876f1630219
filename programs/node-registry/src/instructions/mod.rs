pub mod begin_job;
pub mod end_job;
pub mod fail_job;
pub mod heartbeat;
pub mod init_registry;
pub mod lose_dispute;
pub mod register_node;
pub mod update_node;

pub use begin_job::*;
pub use end_job::*;
pub use fail_job::*;
pub use heartbeat::*;
pub use init_registry::*;
pub use lose_dispute::*;
pub use register_node::*;
pub use update_node::*;

use anchor_lang::prelude::*;

use crate::error::RegistryError;

/// An account nobody asked for is a mistake or an attempt: refuse it.
pub(crate) fn no_surplus(remaining: &[AccountInfo]) -> Result<()> {
    require!(remaining.is_empty(), RegistryError::SurplusAccounts);
    Ok(())
}
