//! What happened, for indexers. Times are unix seconds; amounts base units.

use crate::{constants::GUARDIANS, state::ConfigParams};
use anchor_lang::prelude::*;

mod disputes;
mod funds;
mod proposals;

pub use disputes::*;
pub use funds::*;
pub use proposals::*;

/// `Config` came to life.
#[event]
pub struct ConfigInitialized {
    /// Who may change it.
    pub authority: Pubkey,
    /// The protocol's token.
    pub cyxwiz_mint: Pubkey,
    /// Whether keys from a published seed are accepted.
    pub allow_development_keys: bool,
    /// Every parameter.
    pub params: ConfigParams,
}

/// Parameters changed.
#[event]
pub struct ConfigUpdated {
    /// Whether keys from a published seed are accepted now.
    pub allow_development_keys: bool,
    /// Every parameter as it is now.
    pub params: ConfigParams,
}

/// Somebody was named to take over, or the naming was withdrawn.
#[event]
pub struct AuthorityProposed {
    /// The present authority.
    pub authority: Pubkey,
    /// Who may take over.
    pub pending: Option<Pubkey>,
}

/// Governance changed hands.
#[event]
pub struct AuthorityAccepted {
    /// The authority before.
    pub previous: Pubkey,
    /// The authority now.
    pub authority: Pubkey,
}

/// New escrows were stopped or allowed again.
#[event]
pub struct PauseSet {
    /// Whether new escrows are stopped.
    pub paused: bool,
    /// When that ends by itself, in unix seconds; 0 when they are allowed.
    pub until: i64,
}

/// Escrows may be paid in this mint.
#[event]
pub struct MintAllowed {
    /// The mint.
    pub mint: Pubkey,
    /// Where its fees go.
    pub fee_vault: Pubkey,
    /// Its decimals.
    pub decimals: u8,
}

/// New escrows may no longer be paid in this mint.
#[event]
pub struct MintDisallowed {
    /// The mint.
    pub mint: Pubkey,
}

/// A verifying key was added.
#[event]
pub struct VerifyingKeyAdded {
    /// Its account.
    pub verifying_key: Pubkey,
    /// Which circuit.
    pub circuit: u16,
    /// Which key of that circuit.
    pub key_version: u16,
    /// Whether it comes from a published seed.
    pub development: bool,
    /// Training steps that one proof covers; 0 for a circuit that proves no steps.
    pub steps: u8,
}

/// A verifying key is refused for new jobs.
#[event]
pub struct VerifyingKeyRetired {
    /// Its account.
    pub verifying_key: Pubkey,
    /// Which circuit.
    pub circuit: u16,
    /// Which key of that circuit.
    pub key_version: u16,
}

/// The guardians changed.
#[event]
pub struct GuardiansSet {
    /// Five different keys.
    pub guardians: [Pubkey; GUARDIANS],
    /// How many of them it takes to pause.
    pub threshold: u8,
}

/// A guardian approved a pause.
#[event]
pub struct PauseApproved {
    /// Who.
    pub guardian: Pubkey,
    /// How many approvals stood, this one included.
    pub approvals: u8,
    /// When the pause ends that this approval began, in unix seconds; 0: it takes more of them.
    pub paused_until: i64,
}
