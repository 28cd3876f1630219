//! Poseidon's constants from its specification: the Grain LFSR, seeded with the parameters. Generating them takes a few
//! milliseconds once, and leaves no file of numbers that somebody would have to believe.

use ark_bn254::Fr;
use ark_ff::{BigInt, Field, PrimeField};

const FIELD_BITS: usize = 254;

pub struct Grain {
    /// Bit i is the register's i-th bit, the oldest first.
    register: u128,
}

impl Grain {
    pub fn new(width: usize, full_rounds: usize, partial_rounds: usize) -> Self {
        let mut register = 0u128;
        let mut used = 0;
        // Prime field, S-box x^5, then the sizes, then ones.
        for (value, bits) in [
            (1, 2),
            (0, 4),
            (FIELD_BITS, 12),
            (width, 12),
            (full_rounds, 10),
            (partial_rounds, 10),
            ((1 << 30) - 1, 30),
        ] {
            for bit in (0..bits).rev() {
                register |= ((value as u128 >> bit) & 1) << used;
                used += 1;
            }
        }
        let mut grain = Self { register };
        for _ in 0..160 {
            grain.step();
        }
        grain
    }

    fn step(&mut self) -> bool {
        let r = self.register;
        let bit = (r >> 62 ^ r >> 51 ^ r >> 38 ^ r >> 23 ^ r >> 13 ^ r) & 1;
        self.register = r >> 1 | bit << 79;
        bit == 1
    }

    /// Of each pair of bits the second counts, and only if the first is 1.
    fn bit(&mut self) -> bool {
        while !self.step() {
            self.step();
        }
        self.step()
    }

    fn integer(&mut self) -> BigInt<4> {
        let mut limbs = [0u64; 4];
        for position in (0..FIELD_BITS).rev() {
            limbs[position / 64] |= u64::from(self.bit()) << (position % 64);
        }
        BigInt(limbs)
    }

    /// Uniform below the modulus, by rejection.
    pub fn element(&mut self) -> Fr {
        loop {
            if let Some(value) = Fr::from_bigint(self.integer()) {
                return value;
            }
        }
    }

    /// As the reference script draws the points of the Cauchy matrix: reduced, not rejected.
    fn reduced(&mut self) -> Fr {
        let limbs = self.integer().0;
        let mut bytes = [0u8; 32];
        for (chunk, limb) in bytes.chunks_exact_mut(8).zip(limbs) {
            chunk.copy_from_slice(&limb.to_le_bytes());
        }
        Fr::from_le_bytes_mod_order(&bytes)
    }

    /// The matrix 1/(x_i + y_j) over 2·width different points.
    pub fn matrix(&mut self, width: usize) -> Vec<Vec<Fr>> {
        loop {
            let points: Vec<Fr> = (0..2 * width).map(|_| self.reduced()).collect();
            let distinct = (1..points.len()).all(|i| !points[..i].contains(&points[i]));
            let (rows, columns) = points.split_at(width);
            let cauchy: Option<Vec<Vec<Fr>>> = rows
                .iter()
                .map(|x| columns.iter().map(|y| (*x + y).inverse()).collect())
                .collect();
            if let (true, Some(matrix)) = (distinct, cauchy) {
                return matrix;
            }
        }
    }
}
