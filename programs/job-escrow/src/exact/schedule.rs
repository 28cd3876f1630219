//! Which batch each step trains on: the order of packages/engine, to the bit (tests/vectors/exact-order.json).

use crate::{constants::BATCH_ORDER_DOMAIN, error::JobEscrowError, exact::ExactTerms};
use anchor_lang::prelude::*;
use solana_sha256_hasher::hashv;

/// Step i of an epoch trains on batch (a·i + b) mod batches; a is coprime to batches, so each comes exactly once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochOrder {
    /// The stride.
    pub a: u16,
    /// The first batch.
    pub b: u16,
}

fn gcd(mut a: u16, mut b: u16) -> u16 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Order of one epoch (0-based): with h = sha256(domain ‖ seed ‖ epoch as u32 LE), a is the first of u64(h[0..8]),
/// u64(h[0..8])+1, … mod batches that is coprime to batches, and b = u64(h[8..16]) mod batches (LE).
pub fn epoch_order(seed: &[u8; 32], epoch: u32, batches: u16) -> Result<EpochOrder> {
    require!(batches > 0, JobEscrowError::BatchesOutOfRange);
    let hash = hashv(&[BATCH_ORDER_DOMAIN, seed, &epoch.to_le_bytes()]).to_bytes();
    let [first, second, ..] = hash.as_chunks::<8>().0 else {
        return err!(JobEscrowError::MathOverflow);
    };
    let below = |bytes: &[u8; 8]| {
        u16::try_from(u64::from_le_bytes(*bytes) % u64::from(batches))
            .map_err(|_| error!(JobEscrowError::MathOverflow))
    };
    let mut a = below(first)?;
    // One is coprime to everything, so this ends.
    while gcd(a, batches) != 1 {
        a = a.checked_add(1).ok_or(JobEscrowError::MathOverflow)? % batches;
    }
    Ok(EpochOrder { a, b: below(second)? })
}

/// The batches of a segment's steps as one field element: Σ batchⱼ · 2^(16·j), big endian.
pub fn batches_of(terms: &ExactTerms, steps: u8, segment: u32) -> Result<[u8; 32]> {
    let batches = u64::from(terms.batches);
    require!(batches > 0, JobEscrowError::BatchesOutOfRange);
    // A u32 times a u8 stays inside a u64.
    let first = u64::from(segment) * u64::from(steps);
    let epoch = u32::try_from(first / batches).map_err(|_| JobEscrowError::MathOverflow)?;
    let order = epoch_order(&terms.seed, epoch, terms.batches)?;
    let mut packed = [0; 32];
    let places = packed.as_rchunks_mut::<2>().1.iter_mut().rev();
    for (place, step) in places.zip(0..u64::from(steps)) {
        let batch = (u64::from(order.a) * (first % batches + step) + u64::from(order.b)) % batches;
        *place = u16::try_from(batch)
            .map_err(|_| JobEscrowError::MathOverflow)?
            .to_be_bytes();
    }
    Ok(packed)
}

#[cfg(test)]
mod tests;
