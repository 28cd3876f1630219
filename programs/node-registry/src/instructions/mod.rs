pub mod add_stake;
pub mod begin_job;
pub mod cancel_withdrawal;
pub mod claim_withdrawal;
pub mod close_coordinator;
pub mod close_node;
pub mod compound_rewards;
pub mod end_job;
pub mod fail_job;
pub mod heartbeat;
pub mod init_registry;
pub mod lose_dispute;
pub mod pay_insurance;
pub mod register_coordinator;
pub mod register_node;
pub mod request_withdrawal;
pub mod rotate_operator;
pub mod set_coordinator_keys;
pub mod update_node;

pub use add_stake::*;
pub use begin_job::*;
pub use cancel_withdrawal::*;
pub use claim_withdrawal::*;
pub use close_coordinator::*;
pub use close_node::*;
pub use compound_rewards::*;
pub use end_job::*;
pub use fail_job::*;
pub use heartbeat::*;
pub use init_registry::*;
pub use lose_dispute::*;
pub use pay_insurance::*;
pub use register_coordinator::*;
pub use register_node::*;
pub use request_withdrawal::*;
pub use rotate_operator::*;
pub use set_coordinator_keys::*;
pub use update_node::*;

use anchor_lang::prelude::*;

use crate::error::RegistryError;

/// An account nobody asked for is a mistake or an attempt: refuse it.
pub(crate) fn no_surplus(remaining: &[AccountInfo]) -> Result<()> {
    require!(remaining.is_empty(), RegistryError::SurplusAccounts);
    Ok(())
}

/// Who gets a rent back: who paid it. A program cannot be credited, so if the payer has become one, the owner does,
/// and nobody keeps a node in the registry that way.
pub(crate) fn rent_receiver<'info>(
    payer: &AccountInfo<'info>,
    owner: &AccountInfo<'info>,
) -> AccountInfo<'info> {
    if payer.executable { owner } else { payer }.clone()
}
