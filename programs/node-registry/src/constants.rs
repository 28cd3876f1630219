//! Seeds and addresses that other programs and clients share through this crate and its IDL.
use anchor_lang::prelude::*;
pub use governance::constants::{ESCROW_AUTHORITY, ESCROW_AUTHORITY_SEED, JOB_ESCROW_ID};

/// Seed of the one `Registry` account.
#[constant]
pub const REGISTRY_SEED: &[u8] = b"registry";
/// Seed of the insurance vault.
#[constant]
pub const INSURANCE_SEED: &[u8] = b"insurance";
/// Seed of a `Node`, followed by its owner's address.
#[constant]
pub const NODE_SEED: &[u8] = b"node";
/// Seed of a stake vault, followed by its node's address.
#[constant]
pub const STAKE_SEED: &[u8] = b"stake";

/// Seed of an `Operator`, followed by the hot key.
#[constant]
pub const OPERATOR_SEED: &[u8] = b"operator";
/// Seed of a `Coordinator`, followed by its authority.
#[constant]
pub const COORDINATOR_SEED: &[u8] = b"coordinator";
/// Seed of the vault that stake rewards are paid from.
#[constant]
pub const REWARDS_SEED: &[u8] = b"rewards";
/// Kind of governance's treasury among its funds, as a seed.
pub const TREASURY_SEED: &[u8] = &[governance::TREASURY];

/// Layout version written into new `Node` accounts.
pub const NODE_VERSION: u8 = 3;
/// Layout version written into new `Coordinator` accounts.
pub const COORDINATOR_VERSION: u8 = 1;
/// Seconds that a node's last TLS key is still good for after its owner named the next one.
#[constant]
pub const TLS_OVERLAP: i64 = 86_400;
/// Keys for tokens that a coordinator's account has room for.
pub const TOKEN_KEYS: usize = 4;
/// Seconds of the year that a yearly reward is spread over.
pub const YEAR: i64 = 365 * 86_400;
/// Failures a node's account remembers; `repeat_count` of governance stays within it.
pub const FAILURES_KEPT: usize = 3;
