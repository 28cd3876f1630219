//! Which batch a step trains on (`packages/engine/src/order.ts`).

use sha2::{Digest, Sha256};

const DOMAIN: &[u8] = b"cyxwiz:batch-order:v1";

/// Step i of an epoch takes batch (a·i + b) mod batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EpochOrder {
    pub a: u64,
    pub b: u64,
}

impl EpochOrder {
    pub fn new(seed: &[u8; 32], epoch: u32, batches: usize) -> Self {
        let hash = Sha256::new()
            .chain_update(DOMAIN)
            .chain_update(seed)
            .chain_update(epoch.to_le_bytes())
            .finalize();
        let word = |at: usize| {
            let mut bytes = [0u8; 8];
            bytes.copy_from_slice(&hash[at..at + 8]);
            u64::from_le_bytes(bytes)
        };
        let batches = batches as u64;
        let mut a = word(0) % batches;
        while gcd(a, batches) != 1 {
            a = (a + 1) % batches;
        }
        Self {
            a,
            b: word(8) % batches,
        }
    }

    pub fn batch(&self, step: usize, batches: usize) -> usize {
        ((self.a * step as u64 + self.b) % batches as u64) as usize
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 {
        a
    } else {
        gcd(b, a % b)
    }
}
