//! Commitments to lists of words (`packages/engine/src/chain-hash.ts`).

use crate::poseidon::hash16;
use ark_bn254::Fr;
use ark_ff::AdditiveGroup;

pub const BATCH_TAG: u32 = 1002;
pub const WEIGHTS_TAG: u32 = 1003;
pub const BLOCK: usize = 15;

/// state_0 = tag·2^32 + length, state_{j+1} = Poseidon(state_j, next 15 words), the last block filled with zeros.
pub fn chain_hash(tag: u32, words: &[Fr]) -> Fr {
    let mut state = first_state(tag, words.len());
    for block in words.chunks(BLOCK) {
        let mut inputs = [Fr::ZERO; BLOCK + 1];
        inputs[0] = state;
        inputs[1..=block.len()].copy_from_slice(block);
        state = hash16(&inputs);
    }
    state
}

pub fn first_state(tag: u32, length: usize) -> Fr {
    Fr::from((u64::from(tag) << 32) + length as u64)
}
