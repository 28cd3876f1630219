//! Which segments an audit asks for. Neither the node nor the client nor a leader chooses that alone.

use crate::{
    constants::{AUDIT_CHALLENGE_DOMAIN, AUDIT_INDEX_DOMAIN},
    error::JobEscrowError,
};
use anchor_lang::prelude::*;
use solana_sha256_hasher::hashv;

/// sha256("cyxwiz:audit-challenge:v1" ‖ slot hash ‖ client's nonce, or zeros ‖ job), the top three bits cleared, which
/// puts it below the field's modulus.
pub fn challenge_of(slot_hash: &[u8; 32], nonce: Option<&[u8; 32]>, job: &Pubkey) -> [u8; 32] {
    let nonce = nonce.unwrap_or(&[0; 32]);
    let mut hash = hashv(&[AUDIT_CHALLENGE_DOMAIN, slot_hash, nonce, job.as_ref()]).to_bytes();
    hash[0] &= 0b0001_1111;
    hash
}

/// The segment of the audit with this index: u64 LE of sha256("cyxwiz:audit-index:v1" ‖ challenge ‖ index)[0..8] mod
/// segments. With at most 2^14 segments no one of them is likelier than another by more than one part in 2^50.
pub fn segment_of(challenge: &[u8; 32], index: u8, segments: u32) -> Result<u32> {
    let hash = hashv(&[AUDIT_INDEX_DOMAIN, challenge, &[index]]).to_bytes();
    let ([first, ..], _) = hash.as_chunks::<8>() else {
        return err!(JobEscrowError::MathOverflow);
    };
    u64::from_le_bytes(*first)
        .checked_rem(u64::from(segments))
        .and_then(|segment| u32::try_from(segment).ok())
        .ok_or(error!(JobEscrowError::MathOverflow))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binding::require_field_element;

    #[test]
    fn slot_nonce_and_job_change_the_challenge() {
        let jobs = [Pubkey::new_from_array([1; 32]), Pubkey::new_from_array([2; 32])];
        let all = [
            challenge_of(&[3; 32], Some(&[4; 32]), &jobs[0]),
            challenge_of(&[3; 32], Some(&[4; 32]), &jobs[1]),
            challenge_of(&[5; 32], Some(&[4; 32]), &jobs[0]),
            challenge_of(&[3; 32], Some(&[5; 32]), &jobs[0]),
            challenge_of(&[3; 32], None, &jobs[0]),
        ];
        for (i, left) in all.iter().enumerate() {
            assert!(require_field_element(left).is_ok());
            assert!(all.iter().skip(i + 1).all(|right| left != right));
        }
    }

    #[test]
    fn indexes_ask_for_segments_of_their_own() -> Result<()> {
        let challenge = challenge_of(&[3; 32], None, &Pubkey::default());
        let mut counts = [0u32; 8];
        for index in 0..=u8::MAX {
            let segment = segment_of(&challenge, index, 8)?;
            counts[usize::try_from(segment).unwrap_or(usize::MAX)] += 1;
        }
        // 256 draws of 8: each comes 32 times, give or take five times the standard deviation.
        assert!(counts.iter().all(|count| (6..=58).contains(count)), "{counts:?}");
        assert_eq!(segment_of(&challenge, 0, 1)?, 0);
        assert_eq!(
            segment_of(&challenge, 0, 0),
            Err(error!(JobEscrowError::MathOverflow))
        );
        Ok(())
    }
}
