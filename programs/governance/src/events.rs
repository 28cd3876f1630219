use anchor_lang::prelude::*;

use crate::state::ConfigParams;

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
    /// When that ends by itself, in unix seconds; 0: when it is lifted.
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
