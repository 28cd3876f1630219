//! What a client fixes about the steps of an exact job, besides the job itself.

use crate::{
    constants::{EXACT_TERMS_DOMAIN, MAX_BATCHES, MAX_SEGMENTS},
    error::JobEscrowError,
};
use anchor_lang::prelude::*;
use governance::VerifyingKey;
use solana_sha256_hasher::hashv;

/// The order of the batches, which no number on chain says otherwise. The job keeps only a hash of it.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExactTerms {
    /// Seed of the order in which each epoch takes the batches.
    pub seed: [u8; 32],
    /// Batches of an epoch, 1 to 256; a multiple of the steps that one proof covers.
    pub batches: u16,
}

impl ExactTerms {
    /// What the job keeps: sha256("cyxwiz:exact-terms:v1" ‖ step key's account ‖ seed ‖ batches u16 little endian).
    pub fn hash(&self, step_key: &Pubkey) -> [u8; 32] {
        hashv(&[
            EXACT_TERMS_DOMAIN,
            step_key.as_ref(),
            &self.seed,
            &self.batches.to_le_bytes(),
        ])
        .to_bytes()
    }

    /// Segments of a training of so many epochs with this key. Errors: `NotAStepKey`, `BatchesOutOfRange`,
    /// `TooManySegments`.
    pub fn segments(&self, key: &VerifyingKey, epochs: u32) -> Result<u32> {
        segments(self.batches, key.steps, epochs)
    }
}

/// Segments of `epochs` epochs of `batches` batches, with `steps` in each segment.
fn segments(batches: u16, steps: u8, epochs: u32) -> Result<u32> {
    require!(steps > 0, JobEscrowError::NotAStepKey);
    require!(
        (1..=MAX_BATCHES).contains(&batches) && batches.is_multiple_of(u16::from(steps)),
        JobEscrowError::BatchesOutOfRange
    );
    // A u32 times a u16 stays inside a u64.
    let count = u64::from(epochs) * u64::from(batches) / u64::from(steps);
    u32::try_from(count)
        .ok()
        .filter(|count| *count <= MAX_SEGMENTS)
        .ok_or(error!(JobEscrowError::TooManySegments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_fill_whole_proofs_and_the_data_sets_tree() {
        for (batches, steps, fits) in [
            (1, 1, true),
            (4, 4, true),
            (256, 4, true),
            (0, 1, false),
            (3, 4, false),
            (6, 4, false),
            (257, 1, false),
            (260, 4, false),
        ] {
            assert_eq!(segments(batches, steps, 1).is_ok(), fits, "{batches} of {steps}");
        }
        assert_eq!(segments(4, 0, 1), Err(error!(JobEscrowError::NotAStepKey)));
        assert_eq!(segments(6, 4, 1), Err(error!(JobEscrowError::BatchesOutOfRange)));
    }

    #[test]
    fn segments_fill_the_tree_of_states_and_no_more() -> Result<()> {
        assert_eq!(segments(8, 4, 50)?, 100);
        assert_eq!(segments(129, 1, 127)?, MAX_SEGMENTS);
        assert_eq!(
            segments(256, 4, 256),
            Err(error!(JobEscrowError::TooManySegments))
        );
        assert_eq!(
            segments(256, 1, u32::MAX),
            Err(error!(JobEscrowError::TooManySegments))
        );
        Ok(())
    }

    #[test]
    fn every_term_changes_the_hash() {
        let keys = [Pubkey::new_from_array([1; 32]), Pubkey::new_from_array([2; 32])];
        let terms = |seed: u8, batches| ExactTerms {
            seed: [seed; 32],
            batches,
        };
        let all = [
            terms(3, 8).hash(&keys[0]),
            terms(3, 8).hash(&keys[1]),
            terms(4, 8).hash(&keys[0]),
            terms(3, 9).hash(&keys[0]),
        ];
        for (i, left) in all.iter().enumerate() {
            assert!(*left != [0; 32]);
            assert!(all.iter().skip(i + 1).all(|right| left != right));
        }
    }
}
