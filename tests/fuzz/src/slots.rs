//! The slots of every chain here: which of them have a block, and with which hash. Anybody can work it out, so the books
//! know what the programs must find.
use job_escrow::SLOT_HASHES;
use solana_account::Account;

use crate::rng::Rng;

/// Blocks that a chain remembers.
pub const REMEMBERED: usize = 512;
/// One slot in so many has no block.
const EMPTY: u64 = 7;
const ENTRY: usize = 40;
const SYSVARS: anchor_lang::prelude::Pubkey =
    anchor_lang::prelude::Pubkey::from_str_const("Sysvar1111111111111111111111111111111111111");

/// The hash of a slot's block, if it has one.
pub fn block(slot: u64) -> Option<[u8; 32]> {
    let mut rng = Rng::new(slot);
    (!rng.word().is_multiple_of(EMPTY)).then(|| rng.bytes())
}

/// The first slot from this one on that has a block, and its hash.
pub fn first_from(slot: u64) -> (u64, [u8; 32]) {
    let found = (slot..).find_map(|slot| Some((slot, block(slot)?)));
    found.unwrap_or_default()
}

/// The blocks before `now` that a chain remembers, newest first.
fn remembered(now: u64) -> impl Iterator<Item = (u64, [u8; 32])> {
    let before = (1..now).rev();
    before
        .filter_map(|slot| Some((slot, block(slot)?)))
        .take(REMEMBERED)
}

/// The oldest of them.
pub fn oldest(now: u64) -> u64 {
    remembered(now).last().map_or(0, |(slot, _)| slot)
}

/// The newest of them.
pub fn newest(now: u64) -> u64 {
    remembered(now).next().map_or(0, |(slot, _)| slot)
}

/// The sysvar SlotHashes in slot `now`: how many blocks, then slot and hash of each.
pub fn sysvar(now: u64) -> Account {
    let mut data = vec![0; 8 + REMEMBERED * ENTRY];
    let mut count = 0u64;
    for ((slot, hash), entry) in remembered(now).zip(data[8..].chunks_mut(ENTRY)) {
        entry[..8].copy_from_slice(&slot.to_le_bytes());
        entry[8..].copy_from_slice(&hash);
        count += 1;
    }
    data[..8].copy_from_slice(&count.to_le_bytes());
    Account {
        lamports: 1,
        data,
        owner: SYSVARS,
        executable: false,
        rent_epoch: u64::MAX,
    }
}

/// The address of that sysvar.
pub const ADDRESS: anchor_lang::prelude::Pubkey = SLOT_HASHES;
