//! The hashes that tie a job, its node and its proof together.

use crate::{
    constants::{ASSIGNMENT_DOMAIN, BINDING_DOMAIN},
    error::JobEscrowError,
};
use anchor_lang::prelude::*;
use solana_sha256_hasher::hashv;

/// The modulus of BN254's scalar field, big endian.
const SCALAR_MODULUS: [u8; 32] = [
    0x30, 0x64, 0x4e, 0x72, 0xe1, 0x31, 0xa0, 0x29, 0xb8, 0x50, 0x45, 0xb6, 0x81, 0x81, 0x58, 0x5d, 0x28,
    0x33, 0xe8, 0x48, 0x79, 0xb9, 0x70, 0x91, 0x43, 0xe1, 0xf5, 0x93, 0xf0, 0x00, 0x00, 0x01,
];

/// Refuses what is not the canonical form of a field element: a proof over `x` would also verify for `x + modulus`.
pub fn require_field_element(value: &[u8; 32]) -> Result<()> {
    require!(*value < SCALAR_MODULUS, JobEscrowError::NotAFieldElement);
    Ok(())
}

/// A number as a field element: 32 bytes, big endian.
pub fn field_element(value: u64) -> [u8; 32] {
    let mut bytes = [0u8; 32];
    bytes[24..].copy_from_slice(&value.to_be_bytes());
    bytes
}

/// What the client publishes instead of the node it chose: nobody without the salt learns or takes the assignment.
pub fn assignment_hash(node: &Pubkey, salt: &[u8; 32]) -> [u8; 32] {
    hashv(&[ASSIGNMENT_DOMAIN, node.as_ref(), salt]).to_bytes()
}

/// What a proof is made for: the first public input of `checkpoint_chain`.
pub struct BindingParts<'a> {
    /// The `Job` account.
    pub job: &'a Pubkey,
    /// The `Node` account.
    pub node: &'a Pubkey,
    /// Commitment to the data set.
    pub dataset_root: &'a [u8; 32],
    /// Commitment to the weights before the first step.
    pub initial_weights: &'a [u8; 32],
    /// sha256 of the job spec's canonical JSON.
    pub spec_hash: &'a [u8; 32],
    /// Slot in which the node accepted: a job that is created again at the same address gets another binding.
    pub accepted_slot: u64,
}

impl BindingParts<'_> {
    /// sha256 over the parts with the top three bits cleared, which puts it below the field's modulus.
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = hashv(&[
            BINDING_DOMAIN,
            crate::ID_CONST.as_ref(),
            self.job.as_ref(),
            self.node.as_ref(),
            self.dataset_root,
            self.initial_weights,
            self.spec_hash,
            &self.accepted_slot.to_le_bytes(),
        ])
        .to_bytes();
        hash[0] &= 0b0001_1111;
        hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_modulus_is_the_first_value_that_is_no_field_element() {
        let mut below = SCALAR_MODULUS;
        below[31] -= 1;
        let mut above = SCALAR_MODULUS;
        above[31] += 1;
        assert!(require_field_element(&[0; 32]).is_ok());
        assert!(require_field_element(&below).is_ok());
        assert!(require_field_element(&SCALAR_MODULUS).is_err());
        assert!(require_field_element(&above).is_err());
        assert!(require_field_element(&[0xff; 32]).is_err());
    }

    #[test]
    fn every_part_changes_the_binding() {
        let [a, b] = [Pubkey::new_from_array([1; 32]), Pubkey::new_from_array([2; 32])];
        let [x, y] = [[3u8; 32], [4u8; 32]];
        let parts = |job, node, dataset_root, initial_weights, spec_hash, accepted_slot| {
            BindingParts {
                job,
                node,
                dataset_root,
                initial_weights,
                spec_hash,
                accepted_slot,
            }
            .hash()
        };
        let all = [
            parts(&a, &a, &x, &x, &x, 1),
            parts(&b, &a, &x, &x, &x, 1),
            parts(&a, &b, &x, &x, &x, 1),
            parts(&a, &a, &y, &x, &x, 1),
            parts(&a, &a, &x, &y, &x, 1),
            parts(&a, &a, &x, &x, &y, 1),
            parts(&a, &a, &x, &x, &x, 2),
        ];
        for (i, left) in all.iter().enumerate() {
            assert!(require_field_element(left).is_ok());
            assert!(all.iter().skip(i + 1).all(|right| left != right));
        }
    }

    #[test]
    fn numbers_are_big_endian() {
        assert_eq!(field_element(0x0102)[30..], [1, 2]);
        assert_eq!(field_element(u64::MAX)[..24], [0; 24]);
    }
}
