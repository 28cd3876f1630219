//! Seeds and bounds that other programs and clients share through this crate and its IDL.
use anchor_lang::prelude::*;

/// Seed of the one `Config` account.
#[constant]
pub const CONFIG_SEED: &[u8] = b"config";
/// Seed of a `MintPolicy`, followed by the mint's address.
#[constant]
pub const MINT_POLICY_SEED: &[u8] = b"mint_policy";
/// Seed of a fee vault, followed by the mint's address.
#[constant]
pub const FEE_VAULT_SEED: &[u8] = b"fee_vault";
/// Seed of a `VerifyingKey`, followed by circuit and key version as u16 little endian.
#[constant]
pub const VERIFYING_KEY_SEED: &[u8] = b"verifying_key";
/// Seed of the account that signs what a vote has decided.
#[constant]
pub const EXECUTOR_SEED: &[u8] = b"executor";
/// Seed of a fund's token account, followed by its mint and its kind as one byte.
#[constant]
pub const FUND_SEED: &[u8] = b"fund";
/// Seed of a `TokenLock`, followed by its owner.
#[constant]
pub const LOCK_SEED: &[u8] = b"lock";
/// Seed of the token account of a `TokenLock`, followed by the lock's address.
#[constant]
pub const LOCK_VAULT_SEED: &[u8] = b"lock_vault";
/// Seed of a `Proposal`, followed by its number as u64 little endian.
#[constant]
pub const PROPOSAL_SEED: &[u8] = b"proposal";
/// Seed of a `VoteRecord`, followed by what is voted on, the round as one byte, and the voter.
#[constant]
pub const VOTE_SEED: &[u8] = b"vote";
/// Seed of a `Dispute`, followed by its job.
#[constant]
pub const DISPUTE_SEED: &[u8] = b"dispute";
/// Seed of the token account that holds a dispute's bonds, followed by the dispute's address.
#[constant]
pub const DISPUTE_VAULT_SEED: &[u8] = b"dispute_vault";
/// Seed of a `Vesting`, followed by its beneficiary and a nonce as u64 little endian.
#[constant]
pub const VESTING_SEED: &[u8] = b"vesting";
/// Seed of the token account of a `Vesting`, followed by its address.
#[constant]
pub const VESTING_VAULT_SEED: &[u8] = b"vesting_vault";

/// The fund that votes spend: development, rewards of voters, bonds that were lost.
#[constant]
pub const TREASURY: u8 = 0;
/// The fund for liquidity.
#[constant]
pub const LIQUIDITY: u8 = 1;

/// job-escrow, whose authority account other programs obey. It asserts at compile time that this is its id.
pub const JOB_ESCROW_ID: Pubkey = pubkey!("7VDkGrSHQpevYQuf3YZp56PgVC1TzvzbJ229AN2WaH9A");
/// node-registry, which asserts at compile time that this is its id.
pub const NODE_REGISTRY_ID: Pubkey = pubkey!("C8ySPXRVfZmANFtBUiZM6nd9hrqzaa98oN12SRJDycJB");
/// reputation, which asserts at compile time that this is its id.
pub const REPUTATION_ID: Pubkey = pubkey!("GGtqsXWKrLxDNbPtpvo8h5irLJXUpSfwMk5RWGGd8oFX");
/// Seed of job-escrow's signing account.
#[constant]
pub const ESCROW_AUTHORITY_SEED: &[u8] = b"authority";
/// Address of job-escrow's signing account, computed at compile time.
pub const ESCROW_AUTHORITY: Pubkey = Pubkey::new_from_array(
    anchor_lang::derive_program_address(&[ESCROW_AUTHORITY_SEED], &JOB_ESCROW_ID.to_bytes()).0,
);
/// node-registry's token account out of which stakes are rewarded: ["rewards"] of that program.
pub const REWARDS_VAULT: Pubkey = Pubkey::new_from_array(
    anchor_lang::derive_program_address(&[b"rewards"], &NODE_REGISTRY_ID.to_bytes()).0,
);

const EXECUTOR_AND_BUMP: ([u8; 32], u8) =
    anchor_lang::derive_program_address(&[EXECUTOR_SEED], &crate::ID.to_bytes());
/// Signs the instructions of proposals that were carried. Becomes the authority when it is handed over.
pub const EXECUTOR: Pubkey = Pubkey::new_from_array(EXECUTOR_AND_BUMP.0);
/// Canonical bump of `EXECUTOR`.
pub const EXECUTOR_BUMP: u8 = EXECUTOR_AND_BUMP.1;

/// Address of `Config`, computed at compile time so that other programs check it without a bump search.
pub const CONFIG_ID: Pubkey =
    Pubkey::new_from_array(anchor_lang::derive_program_address(&[CONFIG_SEED], &crate::ID.to_bytes()).0);

/// Layout version written into new `Config` accounts.
pub const CONFIG_VERSION: u8 = 1;
/// One whole, in basis points.
#[constant]
pub const BPS: u16 = 10_000;
/// Number of guardian keys.
pub const GUARDIANS: usize = 5;
/// Above 18 decimals a single token no longer fits the 64 bits of an amount.
#[constant]
pub const MAX_DECIMALS: u8 = 18;
/// Public inputs a verifying key may have; each costs about 4,400 compute units to verify.
#[constant]
pub const MAX_PUBLIC_INPUTS: u8 = 8;
/// Public inputs of a key whose proofs are of training steps: the hash of what they state.
pub const STEP_INPUTS: u8 = 1;
/// Training steps that one proof may cover: the statement has 16 bits of a field element for the batch of each.
#[constant]
pub const MAX_STEPS: u8 = 15;
/// Highest value of the score scale.
#[constant]
pub const MAX_SCORE: u16 = 1_000;
/// Longest period that a parameter may be, in seconds (10 years): no sum of time and period leaves its range.
#[constant]
pub const MAX_PERIOD: i64 = 315_360_000;
/// Longest period of votes, disputes and pauses, in seconds (90 days): a longer one by mistake would keep everybody
/// waiting for the vote that takes it back.
#[constant]
pub const MAX_VOTING_PERIOD: i64 = 7_776_000;
/// Seconds after its timelock in which a proposal may be executed (14 days).
#[constant]
pub const EXECUTION_WINDOW: i64 = 1_209_600;
/// Accounts that a proposal's instruction may have.
pub const MAX_PROPOSAL_ACCOUNTS: usize = 32;
/// Bytes of data that a proposal's instruction may have; a verifying key with 8 inputs takes 1,042.
pub const MAX_PROPOSAL_DATA: usize = 2_048;

/// Layout version written into new `Dispute` accounts.
pub const DISPUTE_VERSION: u8 = 1;
/// Seconds after a verdict in which nobody but the voter may take less than its reward from a short treasury (30 days).
#[constant]
pub const REWARD_KEPT: i64 = 2_592_000;

/// Whether two addresses are the same, for assertions at compile time.
pub const fn same_key(left: &Pubkey, right: &Pubkey) -> bool {
    let (left, right) = (left.as_array(), right.as_array());
    let mut at = 0;
    while at < 32 {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}
