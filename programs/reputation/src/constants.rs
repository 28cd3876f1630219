//! Seeds and bounds that other programs and clients share through this crate and its IDL.
use anchor_lang::prelude::*;
pub use node_registry::constants::{ESCROW_AUTHORITY, JOB_ESCROW_ID};

/// Seed of an outcome queue, followed by its page as u32 little endian.
#[constant]
pub const OUTCOMES_SEED: &[u8] = b"outcomes";
/// Seed of a score page, followed by its page as u32 little endian.
#[constant]
pub const SCORES_SEED: &[u8] = b"scores";

/// Nodes whose scores share a page: a node's page is index / 32, its slot index % 32.
#[constant]
pub const NODES_PER_PAGE: u32 = 32;
/// Buckets in which a node's clients are counted apart; clients of one bucket count as one.
#[constant]
pub const CLIENT_BUCKETS: u8 = 32;
/// Outcomes a queue holds; the account stays below the 10,240 bytes one instruction can create.
#[constant]
pub const QUEUE_CAPACITY: u16 = 100;
/// The last page a node index can fall in.
pub const MAX_PAGE: u32 = u32::MAX / NODES_PER_PAGE;
/// Penalties stop adding up here, so that good work can win a score back in bounded time.
pub const MIN_ADJUSTMENT: i32 = -1_000;
