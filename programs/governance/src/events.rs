use anchor_lang::prelude::*;

use crate::{
    constants::GUARDIANS,
    state::{ConfigParams, Party, Released, Round, Verdict},
};

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

/// Tokens were locked, to vote.
#[event]
pub struct TokensLocked {
    /// Whose.
    pub owner: Pubkey,
    /// How many, in base units.
    pub amount: u64,
    /// How many are locked now, in base units.
    pub total: u64,
}

/// Tokens were taken out of a lock.
#[event]
pub struct TokensUnlocked {
    /// Whose.
    pub owner: Pubkey,
    /// How many, in base units.
    pub amount: u64,
    /// How many are locked now, in base units.
    pub total: u64,
}

/// A proposal was drafted.
#[event]
pub struct ProposalCreated {
    /// Its account.
    pub proposal: Pubkey,
    /// Its number.
    pub number: u64,
    /// Who drafted it.
    pub proposer: Pubkey,
    /// SHA-256 of the text that explains it.
    pub text_hash: [u8; 32],
}

/// Data were added to a draft.
#[event]
pub struct ProposalWritten {
    /// Its account.
    pub proposal: Pubkey,
    /// Bytes written so far.
    pub written: u16,
}

/// A proposal is open to votes and can no longer change.
#[event]
pub struct ProposalOpened {
    /// Its account.
    pub proposal: Pubkey,
    /// Its number.
    pub number: u64,
    /// Supply at this moment, in base units.
    pub supply: u64,
    /// Tokens that must vote, in base units.
    pub quorum: u64,
    /// When voting ends, in unix seconds.
    pub voting_ends: i64,
    /// When the timelock ends, in unix seconds.
    pub executable_from: i64,
    /// When it can no longer be executed, in unix seconds.
    pub expires_at: i64,
}

/// Someone voted on a proposal.
#[event]
pub struct ProposalVoted {
    /// The proposal.
    pub proposal: Pubkey,
    /// Who voted.
    pub owner: Pubkey,
    /// For it or against it.
    pub in_favour: bool,
    /// Tokens, in base units.
    pub weight: u64,
}

/// A proposal was withdrawn.
#[event]
pub struct ProposalCancelled {
    /// The proposal.
    pub proposal: Pubkey,
}

/// A proposal's instruction ran.
#[event]
pub struct ProposalExecuted {
    /// The proposal.
    pub proposal: Pubkey,
    /// Its number.
    pub number: u64,
    /// The program that was called.
    pub program: Pubkey,
}

/// A proposal's account is gone.
#[event]
pub struct ProposalClosed {
    /// The proposal.
    pub proposal: Pubkey,
    /// Its number.
    pub number: u64,
}

/// The account of a vote on a proposal is gone.
#[event]
pub struct VoteClosed {
    /// The proposal.
    pub proposal: Pubkey,
    /// Who voted.
    pub owner: Pubkey,
}

/// A fund has an account in a mint.
#[event]
pub struct FundCreated {
    /// The mint.
    pub mint: Pubkey,
    /// 0: treasury, 1: liquidity.
    pub kind: u8,
    /// The token account.
    pub fund: Pubkey,
}

/// Collected fees were distributed. Amounts are base units of the mint.
#[event]
pub struct FeesDistributed {
    /// The mint.
    pub mint: Pubkey,
    /// To the rewards of stakes.
    pub rewards: u64,
    /// To the treasury.
    pub treasury: u64,
    /// To the liquidity fund.
    pub liquidity: u64,
    /// Burned.
    pub burned: u64,
}

/// A fund paid.
#[event]
pub struct FundSpent {
    /// The mint.
    pub mint: Pubkey,
    /// 0: treasury, 1: liquidity.
    pub kind: u8,
    /// The token account that was paid.
    pub destination: Pubkey,
    /// How much, in base units.
    pub amount: u64,
}

/// Tokens began to vest.
#[event]
pub struct VestingCreated {
    /// Its account.
    pub vesting: Pubkey,
    /// A wallet, or one token account.
    pub beneficiary: Pubkey,
    /// All tokens, in base units.
    pub total: u64,
    /// When it begins, in unix seconds.
    pub start: i64,
    /// Seconds before which nothing is paid.
    pub cliff: i64,
    /// Seconds after which everything is.
    pub duration: i64,
}

/// Vested tokens were paid out.
#[event]
pub struct VestingClaimed {
    /// Its account.
    pub vesting: Pubkey,
    /// The token account that was paid.
    pub destination: Pubkey,
    /// How much, in base units.
    pub amount: u64,
    /// How much was paid so far, in base units.
    pub claimed: u64,
}

/// Somebody voted on a dispute.
#[event]
pub struct DisputeVoted {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// 1 for the vote, 2 for the vote on the appeal.
    pub round: u8,
    /// Who voted.
    pub voter: Pubkey,
    /// For whom.
    pub side: Party,
    /// With how many tokens, base units.
    pub weight: u64,
    /// The votes so far.
    pub rounds: [Round; 2],
    /// When it happened, unix seconds.
    pub at: i64,
}

/// A voter of the winning side was rewarded.
#[event]
pub struct VoteRewarded {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// Who voted.
    pub voter: Pubkey,
    /// 1 for the vote, 2 for the vote on the appeal.
    pub round: u8,
    /// What the vote earned, base units.
    pub reward: u64,
    /// What the treasury could pay of it, base units.
    pub paid: u64,
}

/// The record of a vote that earned nothing was closed.
#[event]
pub struct DisputeVoteClosed {
    /// The `Dispute` account.
    pub dispute: Pubkey,
    /// Who voted.
    pub voter: Pubkey,
    /// 1 for the vote, 2 for the vote on the appeal.
    pub round: u8,
}
