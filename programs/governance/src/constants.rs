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
/// Highest value of the score scale.
#[constant]
pub const MAX_SCORE: u16 = 1_000;
