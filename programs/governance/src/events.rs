use anchor_lang::prelude::*;

use crate::state::{ConfigParams, Party, Released, Round, Verdict};

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

/// A party disputes a job, whose money is frozen now.
#[event]
pub struct DisputeOpened {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// The job.
    pub job: Pubkey,
    /// The node that works on it.
    pub node: Pubkey,
    /// The client's wallet.
    pub client: Pubkey,
    /// The wallet that owns the node.
    pub node_owner: Pubkey,
    /// Who opened it.
    pub opener: Party,
    /// Hash of the opener's evidence.
    pub evidence_hash: [u8; 32],
    /// What the opener put down, base units.
    pub bond: u64,
    /// The supply that quorums are parts of, base units.
    pub supply: u64,
    /// Last second for evidence.
    pub evidence_ends: i64,
    /// Last second to vote.
    pub voting_ends: i64,
    /// Last second to appeal.
    pub appeal_ends: i64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// A party handed in evidence.
#[event]
pub struct EvidenceSubmitted {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// Whose evidence.
    pub party: Party,
    /// Its hash.
    pub evidence_hash: [u8; 32],
    /// When it happened, unix seconds.
    pub at: i64,
}

/// Who lost the vote asked for another one.
#[event]
pub struct DisputeAppealed {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// Who appealed.
    pub appellant: Party,
    /// Hash of its new evidence.
    pub evidence_hash: [u8; 32],
    /// What it put down, base units.
    pub deposit: u64,
    /// Last second for evidence.
    pub evidence_ends: i64,
    /// Last second to vote.
    pub voting_ends: i64,
    /// When it happened, unix seconds.
    pub at: i64,
}

/// job-escrow executes a verdict.
#[event]
pub struct VerdictExecuted {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// The job.
    pub job: Pubkey,
    /// The verdict.
    pub verdict: Verdict,
    /// The votes.
    pub rounds: [Round; 2],
    /// When it happened, unix seconds.
    pub at: i64,
}

/// Bond and deposit left the vault.
#[event]
pub struct BondsReleased {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// Where they went, base units.
    pub released: Released,
}

/// A dispute's account was closed.
#[event]
pub struct DisputeClosed {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// The job.
    pub job: Pubkey,
    /// Who has the rent back.
    pub rent_payer: Pubkey,
}
