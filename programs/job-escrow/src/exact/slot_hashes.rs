//! The hash of the slot that an audit waits for, read from the sysvar SlotHashes without loading its 20 kB.
//!
//! The sysvar holds the latest 512 slots that had a block, newest first: their number as u64, then (slot u64, hash) each.

use crate::{constants::SLOT_HASHES, error::JobEscrowError};
use anchor_lang::prelude::*;
use solana_sysvar::get_sysvar;

/// A slot that had a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotHash {
    /// The slot.
    pub slot: u64,
    /// Hash of its bank.
    pub hash: [u8; 32],
}

/// What there is to know about a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// It lies ahead, or nothing after it has been hashed yet.
    Ahead,
    /// The first slot from it on that had a block.
    Found(SlotHash),
    /// It is so long ago that nobody can say any more which that was.
    Gone,
}

/// Where slots are read from.
pub trait SlotHashes {
    /// How many there are.
    fn count(&self) -> Result<u64>;
    /// The one at `index`; 0 is the newest.
    fn at(&self, index: u64) -> Result<SlotHash>;
}

const COUNT_BYTES: usize = 8;
const ENTRY_BYTES: usize = 40;

/// The chain's own.
pub struct Sysvar;

fn read<const N: usize>(offset: usize) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    get_sysvar(&mut bytes, &SLOT_HASHES, offset as u64, N as u64)?;
    Ok(bytes)
}

impl SlotHashes for Sysvar {
    fn count(&self) -> Result<u64> {
        Ok(u64::from_le_bytes(read::<COUNT_BYTES>(0)?))
    }

    fn at(&self, index: u64) -> Result<SlotHash> {
        let offset = usize::try_from(index)
            .ok()
            .and_then(|index| index.checked_mul(ENTRY_BYTES))
            .and_then(|offset| offset.checked_add(COUNT_BYTES))
            .ok_or(JobEscrowError::MathOverflow)?;
        let bytes = read::<ENTRY_BYTES>(offset)?;
        let (slot, hash) = bytes.split_first_chunk().ok_or(JobEscrowError::MathOverflow)?;
        Ok(SlotHash {
            slot: u64::from_le_bytes(*slot),
            hash: hash.try_into().map_err(|_| JobEscrowError::MathOverflow)?,
        })
    }
}

/// The first slot from `wanted` on that had a block. A table that begins after `wanted` cannot tell.
pub fn first_from(wanted: u64, table: &impl SlotHashes) -> Result<Lookup> {
    let count = table.count()?;
    if count == 0 || table.at(0)?.slot < wanted {
        return Ok(Lookup::Ahead);
    }
    // Of the slots from `wanted` on, the table being sorted downwards: `known` is one, nothing from `beyond` on is.
    let (mut known, mut beyond) = (0, count);
    while beyond.saturating_sub(known) > 1 {
        let middle = known.midpoint(beyond);
        if table.at(middle)?.slot >= wanted {
            known = middle;
        } else {
            beyond = middle;
        }
    }
    let found = table.at(known)?;
    if beyond == count && found.slot > wanted {
        return Ok(Lookup::Gone);
    }
    Ok(Lookup::Found(found))
}

#[cfg(test)]
mod tests;
