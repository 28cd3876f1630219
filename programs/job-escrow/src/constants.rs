//! Seeds and bounds that never change with governance.

use anchor_lang::prelude::*;

/// Seed of the PDA that signs for this program when it calls node-registry and reputation.
#[constant]
pub const AUTHORITY_SEED: &[u8] = b"authority";
/// Seed of a `Client`: ["client", wallet].
#[constant]
pub const CLIENT_SEED: &[u8] = b"client";
/// Seed of a `Job`: ["job", client wallet, nonce as u64 little endian].
#[constant]
pub const JOB_SEED: &[u8] = b"job";
/// Seed of a job's vault token account: ["vault", job].
#[constant]
pub const VAULT_SEED: &[u8] = b"vault";
/// Seed of an exact job's `Audit`: ["audit", job].
#[constant]
pub const AUDIT_SEED: &[u8] = b"audit";

/// Address and canonical bump of ["authority"], worked out by the compiler instead of on every call.
const AUTHORITY_AND_BUMP: ([u8; 32], u8) =
    anchor_lang::derive_program_address(&[AUTHORITY_SEED], &crate::ID_CONST.to_bytes());
/// Address of ["authority"].
pub const AUTHORITY: Pubkey = Pubkey::new_from_array(AUTHORITY_AND_BUMP.0);
/// Canonical bump of ["authority"].
pub const AUTHORITY_BUMP: u8 = AUTHORITY_AND_BUMP.1;

/// With this address governance signs the events that it sends to itself.
pub const GOVERNANCE_EVENTS: Pubkey = governance::EVENT_AUTHORITY_AND_BUMP.0;
/// With this address node-registry signs the events that it sends to itself.
pub const REGISTRY_EVENTS: Pubkey = node_registry::EVENT_AUTHORITY_AND_BUMP.0;
/// With this address reputation signs the events that it sends to itself.
pub const REPUTATION_EVENTS: Pubkey = reputation::EVENT_AUTHORITY_AND_BUMP.0;
/// Address of node-registry's one registry.
pub const REGISTRY: Pubkey = Pubkey::new_from_array(
    anchor_lang::derive_program_address(
        &[node_registry::REGISTRY_SEED],
        &node_registry::ID_CONST.to_bytes(),
    )
    .0,
);
/// Address of node-registry's insurance vault.
pub const INSURANCE: Pubkey = Pubkey::new_from_array(
    anchor_lang::derive_program_address(
        &[node_registry::INSURANCE_SEED],
        &node_registry::ID_CONST.to_bytes(),
    )
    .0,
);

/// Layout version written into every new `Job`.
pub const JOB_VERSION: u8 = 1;
/// Checkpoints a chain can hold: the number of leaves of the circuit's tree.
#[constant]
pub const MAX_CHECKPOINTS: u8 = 64;
/// Audits that a client may ask for, and that a node must pass.
#[constant]
pub const MAX_AUDITS: u8 = 64;
/// Batches of an exact job's data set: the leaves of its tree.
#[constant]
pub const MAX_BATCHES: u16 = 256;
/// Segments of an exact job: the tree over its states has 4^7 leaves, one for each segment's start and one for the end.
#[constant]
pub const MAX_SEGMENTS: u32 = 16_383;
/// Slots from the anchor of an exact job's steps to the one whose hash chooses the audits. So many slots later the anchor
/// is final, whichever way a fork went: nobody anchors with the hash known, and takes the anchor back.
#[constant]
pub const AUDIT_DELAY_SLOTS: u64 = 32;
/// Address of the sysvar with the hashes of the latest slots.
pub const SLOT_HASHES: Pubkey = pubkey!("SysvarS1otHashes111111111111111111111111111");
/// Number of the circuit whose proof opens the escrow of a committed job.
pub const CHECKPOINT_CHAIN_CIRCUIT: u16 = 1;
/// Public signals of that circuit: binding, checkpoints, elapsed ms, root, final weights.
pub const CHECKPOINT_CHAIN_INPUTS: usize = 5;

/// Domain of `assignment_hash`.
pub const ASSIGNMENT_DOMAIN: &[u8] = b"cyxwiz:assignment:v1";
/// Domain of `binding`.
pub const BINDING_DOMAIN: &[u8] = b"cyxwiz:checkpoint_chain:v1";
/// Domain of the hash of an exact job's terms.
pub const EXACT_TERMS_DOMAIN: &[u8] = b"cyxwiz:exact-terms:v1";
/// Domain of the order of batches.
pub const BATCH_ORDER_DOMAIN: &[u8] = b"cyxwiz:batch-order:v1";
/// Domain of an audit's challenge.
pub const AUDIT_CHALLENGE_DOMAIN: &[u8] = b"cyxwiz:audit-challenge:v1";
/// Domain of the segment that an audit asks for.
pub const AUDIT_INDEX_DOMAIN: &[u8] = b"cyxwiz:audit-index:v1";

/// Seconds of a day: jobs per day are counted by days of UTC.
pub const SECONDS_PER_DAY: i64 = 86_400;
/// Seconds after a job's end from which anyone may close it (7 days).
#[constant]
pub const CLOSE_BY_ANYONE_AFTER: i64 = 604_800;
/// Stars of the best rating; the worst is 1.
#[constant]
pub const MAX_STARS: u8 = reputation::math::FIVE_STARS;
