//! Random numbers that a seed repeats on every machine.

/// SplitMix64.
#[derive(Clone)]
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x6379_7877_697a_2121)
    }

    /// 64 random bits.
    pub fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `end`; 0 for an empty range.
    pub fn below(&mut self, end: u64) -> u64 {
        self.word().checked_rem(end).unwrap_or(0)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        let span = high.saturating_sub(low);
        match span.checked_add(1) {
            Some(end) => low + self.below(end),
            None => self.word(),
        }
    }

    /// True in `percent` of all cases.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn index(&mut self, len: usize) -> usize {
        self.below(len as u64) as usize
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.index(of.len())]
    }

    /// One of these, as often as its weight says.
    pub fn weighted<T: Copy>(&mut self, of: &[(u64, T)]) -> T {
        let mut at = self.below(of.iter().map(|(weight, _)| weight).sum());
        for (weight, value) in of {
            if at < *weight {
                return *value;
            }
            at -= weight;
        }
        of[0].1
    }

    pub fn bytes(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for part in bytes.chunks_mut(8) {
            part.copy_from_slice(&self.word().to_le_bytes());
        }
        bytes
    }

    /// A field element, or once in a hundred times no such thing.
    pub fn field(&mut self) -> [u8; 32] {
        let mut bytes = self.bytes();
        if !self.chance(1) {
            bytes[0] &= 0x1f;
        }
        bytes
    }

    /// An amount near one of these edges, or anywhere up to the last of them.
    pub fn amount(&mut self, edges: &[u64]) -> u64 {
        let edge = self.pick(edges);
        match self.below(8) {
            0 => edge,
            1 => edge.saturating_sub(1),
            2 => edge.saturating_add(1),
            3 => self.pick(&[0, 1, 2, 9, 10, 11, 9_999, 10_001]),
            _ => self.between(1, edge.max(1)),
        }
    }
}
