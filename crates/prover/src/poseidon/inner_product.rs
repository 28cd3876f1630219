//! Σ aᵢ·bᵢ with one reduction at the end: a product costs sixteen multiplications of words, and reducing it as many
//! again, so that sharing the reduction nearly halves the work of a matrix.

use ark_bn254::{Fr, FrConfig};
use ark_ff::{BigInt, MontConfig, PrimeField};

const P: [u64; 4] = Fr::MODULUS.0;
const INVERSE: u64 = <FrConfig as MontConfig<4>>::INV;

/// Up to 2^66 products fit: nine words hold 576 bits, a product 508.
#[derive(Default)]
pub struct InnerProduct([u64; 9]);

impl InnerProduct {
    // Out of line: a matrix would otherwise be unrolled into megabytes of code.
    #[inline(never)]
    pub fn of(a: &[Fr], b: &[Fr]) -> Self {
        let mut sum = Self::default();
        for (a, b) in a.iter().zip(b) {
            sum.add(a, b);
        }
        sum
    }

    #[inline(always)]
    pub fn add(&mut self, a: &Fr, b: &Fr) {
        let (a, b) = (&a.0 .0, &b.0 .0);
        let mut product = [0u64; 8];
        for i in 0..4 {
            let mut carry = 0u128;
            for j in 0..4 {
                let sum = u128::from(a[i]) * u128::from(b[j]) + u128::from(product[i + j]) + carry;
                product[i + j] = sum as u64;
                carry = sum >> 64;
            }
            product[i + 4] = carry as u64;
        }
        let mut carry = false;
        for (word, part) in self.0.iter_mut().zip(product) {
            let (sum, first) = word.overflowing_add(part);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            *word = sum;
            carry = first | second;
        }
        self.0[8] = self.0[8].wrapping_add(u64::from(carry));
    }

    /// The sum in Montgomery form, as its factors were.
    #[inline(never)]
    pub fn reduce(self) -> Fr {
        let mut words = self.0;
        for i in 0..4 {
            let factor = words[i].wrapping_mul(INVERSE);
            let mut carry = 0u128;
            for j in 0..4 {
                let sum = u128::from(factor) * u128::from(P[j]) + u128::from(words[i + j]) + carry;
                words[i + j] = sum as u64;
                carry = sum >> 64;
            }
            for word in &mut words[i + 4..] {
                let (sum, over) = word.overflowing_add(carry as u64);
                *word = sum;
                carry = u128::from(over);
            }
        }
        // n products leave less than (n/5 + 1)·p here; the states of Poseidon have at most 17 words.
        let mut result = [words[4], words[5], words[6], words[7], words[8]];
        while !below_modulus(&result) {
            subtract_modulus(&mut result);
        }
        Fr::new_unchecked(BigInt([result[0], result[1], result[2], result[3]]))
    }
}

#[inline(always)]
fn below_modulus(value: &[u64; 5]) -> bool {
    if value[4] != 0 {
        return false;
    }
    for i in (0..4).rev() {
        if value[i] != P[i] {
            return value[i] < P[i];
        }
    }
    false
}

#[inline(always)]
fn subtract_modulus(value: &mut [u64; 5]) {
    let mut borrow = false;
    for (word, part) in value.iter_mut().zip([P[0], P[1], P[2], P[3], 0]) {
        let (difference, first) = word.overflowing_sub(part);
        let (difference, second) = difference.overflowing_sub(u64::from(borrow));
        *word = difference;
        borrow = first | second;
    }
}
