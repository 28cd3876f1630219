pub mod accept_authority;
pub mod add_verifying_key;
pub mod allow_mint;
pub mod appeal;
pub mod approve_pause;
pub mod cancel_proposal;
pub mod claim_vesting;
pub mod claim_vote_reward;
pub mod close_dispute;
pub mod close_dispute_vote;
pub mod close_proposal;
pub mod close_vote;
pub mod create_proposal;
pub mod create_vesting;
pub mod disallow_mint;
pub mod distribute_fees;
pub mod execute_proposal;
pub mod execute_verdict;
pub mod init_config;
pub mod init_fund;
pub mod lock_tokens;
pub mod open_dispute;
pub mod open_proposal;
pub mod propose_authority;
pub mod release_bonds;
pub mod retire_verifying_key;
pub mod set_guardians;
pub mod set_pause;
pub mod spend_fund;
pub mod submit_evidence;
pub mod unlock_tokens;
pub mod update_config;
pub mod vote_dispute;
pub mod vote_proposal;
pub mod write_proposal;

pub use accept_authority::*;
pub use add_verifying_key::*;
pub use allow_mint::*;
pub use appeal::*;
pub use approve_pause::*;
pub use cancel_proposal::*;
pub use claim_vesting::*;
pub use claim_vote_reward::*;
pub use close_dispute::*;
pub use close_dispute_vote::*;
pub use close_proposal::*;
pub use close_vote::*;
pub use create_proposal::*;
pub use create_vesting::*;
pub use disallow_mint::*;
pub use distribute_fees::*;
pub use execute_proposal::*;
pub use execute_verdict::*;
pub use init_config::*;
pub use init_fund::*;
pub use lock_tokens::*;
pub use open_dispute::*;
pub use open_proposal::*;
pub use propose_authority::*;
pub use release_bonds::*;
pub use retire_verifying_key::*;
pub use set_guardians::*;
pub use set_pause::*;
pub use spend_fund::*;
pub use submit_evidence::*;
pub use unlock_tokens::*;
pub use update_config::*;
pub use vote_dispute::*;
pub use vote_proposal::*;
pub use write_proposal::*;

use anchor_lang::prelude::*;

use crate::error::GovernanceError;

/// An account nobody asked for is a mistake or an attempt: refuse it.
pub(crate) fn no_surplus(remaining: &[AccountInfo]) -> Result<()> {
    require!(remaining.is_empty(), GovernanceError::SurplusAccounts);
    Ok(())
}
