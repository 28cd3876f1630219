//! The one public input of a step proof: what it states, hashed as the circuit hashes it.

use crate::{binding::field_element, error::JobEscrowError};
use anchor_lang::prelude::*;
use solana_poseidon::{hashv, Endianness, Parameters};

/// What an audit's proof states; field elements, big endian.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    /// Ties it to job, node, data set, spec and acceptance.
    pub binding: &'a [u8; 32],
    /// Ties it to this audit.
    pub challenge: &'a [u8; 32],
    /// Root over the states between segments.
    pub steps_root: &'a [u8; 32],
    /// State before the first segment.
    pub initial_weights: &'a [u8; 32],
    /// State after the last one.
    pub final_weights: &'a [u8; 32],
    /// Root over the batches.
    pub dataset_root: &'a [u8; 32],
    /// Which segment it is.
    pub segment: u32,
    /// How many there are.
    pub segments: u32,
    /// The batches of its steps, packed.
    pub batches: &'a [u8; 32],
}

impl Statement<'_> {
    /// Poseidon over the eight parts in this order, with segment + 2^32 · segments for the two numbers.
    pub fn hash(&self) -> Result<[u8; 32]> {
        let position = field_element(u64::from(self.segment) | (u64::from(self.segments) << 32));
        let parts: [&[u8]; 8] = [
            self.binding,
            self.challenge,
            self.steps_root,
            self.initial_weights,
            self.final_weights,
            self.dataset_root,
            &position,
            self.batches,
        ];
        hashv(Parameters::Bn254X5, Endianness::BigEndian, &parts)
            .map(|hash| hash.to_bytes())
            .map_err(|_| error!(JobEscrowError::NotAFieldElement))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// poseidon8 of circomlibjs 0.1.7, which tests the circuits.
    const CIRCOMLIB_1_TO_8: [u8; 32] = [
        0x29, 0x21, 0xab, 0x9b, 0xd0, 0x14, 0x0c, 0xbc, 0x98, 0xe4, 0x03, 0x95, 0xc0, 0xfe, 0xfb, 0x40, 0x33,
        0x7a, 0x4d, 0x54, 0xfb, 0xbe, 0xcd, 0x9a, 0x4d, 0x43, 0xb3, 0xd8, 0xd0, 0xc4, 0xd8, 0xd1,
    ];
    const PARTS: [[u8; 32]; 7] = [[1; 32], [2; 32], [3; 32], [4; 32], [5; 32], [6; 32], [7; 32]];

    fn statement(parts: &[[u8; 32]; 7], segment: u32, segments: u32) -> Statement<'_> {
        let [binding, challenge, steps_root, initial_weights, final_weights, dataset_root, batches] = parts;
        Statement {
            binding,
            challenge,
            steps_root,
            initial_weights,
            final_weights,
            dataset_root,
            segment,
            segments,
            batches,
        }
    }

    /// circomlib's Poseidon of 1 to 8, so the syscall's parameters are the circuit's.
    #[test]
    fn poseidon_is_circomlibs() -> Result<()> {
        let inputs: [[u8; 32]; 8] = std::array::from_fn(|at| field_element(at as u64 + 1));
        let parts = inputs.each_ref().map(|input| input.as_slice());
        let hash = hashv(Parameters::Bn254X5, Endianness::BigEndian, &parts)
            .map_err(|_| error!(JobEscrowError::NotAFieldElement))?;
        assert_eq!(hash.to_bytes(), CIRCOMLIB_1_TO_8);
        Ok(())
    }

    #[test]
    fn every_part_changes_the_statement() -> Result<()> {
        let mut all = vec![
            statement(&PARTS, 3, 9).hash()?,
            statement(&PARTS, 4, 9).hash()?,
            statement(&PARTS, 3, 10).hash()?,
            statement(&PARTS, 9, 3).hash()?,
        ];
        for changed in 0..PARTS.len() {
            let mut parts = PARTS;
            parts[changed][31] ^= 1;
            all.push(statement(&parts, 3, 9).hash()?);
        }
        for (i, left) in all.iter().enumerate() {
            assert!(all.iter().skip(i + 1).all(|right| left != right));
        }
        Ok(())
    }

    #[test]
    fn what_is_no_field_element_is_refused() {
        let mut parts = PARTS;
        parts[2] = [0xff; 32];
        assert_eq!(
            statement(&parts, 0, 1).hash(),
            Err(error!(JobEscrowError::NotAFieldElement))
        );
    }
}
