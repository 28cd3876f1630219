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

/// Layout version written into new `Node` accounts.
pub const NODE_VERSION: u8 = 1;
/// Failures a node's account remembers; `repeat_count` of governance stays within it.
pub const FAILURES_KEPT: usize = 3;
