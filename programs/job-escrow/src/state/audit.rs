use crate::{
    binding::require_field_element,
    constants::{AUDIT_DELAY_SLOTS, MAX_AUDITS, MAX_SEGMENTS},
    error::JobEscrowError,
    exact::{batches_of, challenge_of, segment_of, ExactTerms, Lookup, Statement},
    state::Job,
};
use anchor_lang::prelude::*;
use solana_sha256_hasher::hash;

/// What an exact job's node has committed to and what it is asked about. PDA ["audit", job], from `anchor_steps` until
/// the job is closed.
///
/// Times are unix seconds of the chain's clock; 0 or zero bytes mean "not yet".
#[account]
#[derive(InitSpace, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Canonical bump of this account.
    pub bump: u8,
    /// The job.
    pub job: Pubkey,
    /// Who paid the rent of this account, and gets it back.
    pub rent_payer: Pubkey,
    /// The `VerifyingKey` account that proofs of steps are checked with.
    pub step_key: Pubkey,
    /// Training steps that one proof covers.
    pub steps: u8,
    /// Order and number of the batches.
    pub terms: ExactTerms,
    /// Segments of the training.
    pub segments: u32,
    /// Root over the states between them; a field element, big endian.
    pub steps_root: [u8; 32],
    /// When it was anchored.
    pub anchored_at: i64,
    /// The hash of the first block from this slot on chooses the audits.
    pub challenge_slot: u64,
    /// That slot was missed once, so that it is a later one now.
    pub moved: bool,
    /// The slot whose hash was recorded.
    pub slot: u64,
    /// Its hash.
    pub slot_hash: [u8; 32],
    /// When it was recorded.
    pub recorded_at: i64,
    /// What the audited segments follow from; a field element, big endian.
    pub challenge: [u8; 32],
    /// The client's nonce is part of it.
    pub nonce_revealed: bool,
    /// When it was opened.
    pub opened_at: i64,
    /// Audits to prove.
    pub audits: u8,
    /// Which of them are: bit i stands for audit i.
    pub proven: u64,
}

/// What is fixed when a node anchors its steps.
pub struct StepsAnchor {
    /// Canonical bump of the account.
    pub bump: u8,
    /// The job.
    pub job: Pubkey,
    /// Pays the rent.
    pub rent_payer: Pubkey,
    /// The `VerifyingKey` account.
    pub step_key: Pubkey,
    /// Training steps that one proof covers.
    pub steps: u8,
    /// Order and number of the batches.
    pub terms: ExactTerms,
    /// Segments of the training.
    pub segments: u32,
    /// Root over the states between them.
    pub steps_root: [u8; 32],
    /// Audits to prove.
    pub audits: u8,
    /// This slot.
    pub slot: u64,
    /// Now, unix seconds.
    pub now: i64,
}

impl Audit {
    /// The audit of steps that are anchored now. Errors: `NotAFieldElement`.
    pub fn new(anchor: &StepsAnchor) -> Result<Self> {
        require_field_element(&anchor.steps_root)?;
        Ok(Self {
            bump: anchor.bump,
            job: anchor.job,
            rent_payer: anchor.rent_payer,
            step_key: anchor.step_key,
            steps: anchor.steps,
            terms: anchor.terms,
            segments: anchor.segments,
            steps_root: anchor.steps_root,
            anchored_at: anchor.now,
            challenge_slot: later(anchor.slot)?,
            audits: anchor.audits,
            ..Self::default()
        })
    }

    /// The slot's hash is recorded, or, if nobody did in time, the slot moves, once.
    ///
    /// `slot` is this slot, `now` this moment. Errors: `SlotHashRecorded`, `SlotAhead`, `SlotMissedTwice`.
    pub fn record(&mut self, lookup: &Lookup, slot: u64, now: i64) -> Result<()> {
        require!(self.recorded_at == 0, JobEscrowError::SlotHashRecorded);
        match lookup {
            Lookup::Ahead => err!(JobEscrowError::SlotAhead),
            Lookup::Found(found) => {
                self.slot = found.slot;
                self.slot_hash = found.hash;
                self.recorded_at = now;
                Ok(())
            }
            Lookup::Gone => {
                require!(!self.moved, JobEscrowError::SlotMissedTwice);
                self.moved = true;
                self.challenge_slot = later(slot)?;
                Ok(())
            }
        }
    }

    /// The challenge opens with the client's nonce, or without it once the client had `reveal_window` seconds for it.
    ///
    /// Errors: `SlotHashNotRecorded`, `ChallengeOpen`, `WrongNonce`, `RevealWindowOpen`.
    pub fn open(
        &mut self,
        nonce: Option<&[u8; 32]>,
        nonce_hash: &[u8; 32],
        reveal_window: i64,
        now: i64,
    ) -> Result<()> {
        require!(self.recorded_at != 0, JobEscrowError::SlotHashNotRecorded);
        require!(self.opened_at == 0, JobEscrowError::ChallengeOpen);
        match nonce {
            Some(nonce) => require!(hash(nonce).to_bytes() == *nonce_hash, JobEscrowError::WrongNonce),
            None => require!(
                now > self.recorded_at.saturating_add(reveal_window),
                JobEscrowError::RevealWindowOpen
            ),
        }
        self.challenge = challenge_of(&self.slot_hash, nonce, &self.job);
        self.nonce_revealed = nonce.is_some();
        self.opened_at = now;
        Ok(())
    }

    /// Whether a proof of this audit is wanted. Errors: `ChallengeNotOpen`, `AuditOutOfRange`, `AuditProvenAlready`.
    pub fn require_wanted(&self, index: u8) -> Result<()> {
        require!(self.opened_at != 0, JobEscrowError::ChallengeNotOpen);
        require!(index < self.audits, JobEscrowError::AuditOutOfRange);
        require!(self.proven & bit(index)? == 0, JobEscrowError::AuditProvenAlready);
        Ok(())
    }

    /// The segment that an audit asks for.
    pub fn segment(&self, index: u8) -> Result<u32> {
        segment_of(&self.challenge, index, self.segments)
    }

    /// The one public input of a proof for `segment`. Its prover chooses no part of it.
    pub fn statement(&self, job: &Job, segment: u32) -> Result<[u8; 32]> {
        Statement {
            binding: &job.binding,
            challenge: &self.challenge,
            steps_root: &self.steps_root,
            initial_weights: &job.initial_weights,
            final_weights: &job.anchored_weights,
            dataset_root: &job.dataset_root,
            segment,
            segments: self.segments,
            batches: &batches_of(&self.terms, self.steps, segment)?,
        }
        .hash()
    }

    /// The audit is proven. The caller has asked `require_wanted` and checked the proof.
    pub fn prove(&mut self, index: u8) -> Result<()> {
        self.proven |= bit(index)?;
        Ok(())
    }

    /// Holds after every instruction.
    pub fn invariant(&self) -> Result<()> {
        let recorded = self.recorded_at != 0;
        let opened = self.opened_at != 0;
        let sound = (1..=MAX_AUDITS).contains(&self.audits)
            && (1..=MAX_SEGMENTS).contains(&self.segments)
            && self.steps > 0
            && self.job != Pubkey::default()
            && (self.audits == MAX_AUDITS || self.proven >> self.audits == 0)
            && recorded == (self.slot != 0)
            && (!recorded || self.slot >= self.challenge_slot)
            && (recorded || !opened)
            && (opened || (self.proven == 0 && !self.nonce_revealed && self.challenge == [0; 32]));
        require!(sound, JobEscrowError::InvariantViolated);
        Ok(())
    }
}

fn later(slot: u64) -> Result<u64> {
    slot.checked_add(AUDIT_DELAY_SLOTS)
        .ok_or(error!(JobEscrowError::MathOverflow))
}

fn bit(index: u8) -> Result<u64> {
    1u64.checked_shl(u32::from(index))
        .ok_or(error!(JobEscrowError::MathOverflow))
}

#[cfg(test)]
mod tests;
