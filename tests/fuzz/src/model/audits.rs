//! The audits of an exact job: anchored, chosen, proven.
use job_escrow::JobEscrowError as E;

use super::{check, AuditModel, Code, JobModel, Model, Stage, IN_USE, NOT_INITIALIZED};
use crate::{setup::STEPS, slots};

/// Slots from the anchor to the one whose hash counts.
const DELAY: u64 = 32;
const MOST_AUDITS: u8 = 64;
const MOST_BATCHES: u16 = 256;
const MOST_SEGMENTS: u64 = 16_383;

impl JobModel {
    /// No audit stands between the node and its pay.
    pub(super) fn passed(&self) -> bool {
        !self.exact || (self.due > 0 && self.passes == self.due)
    }

    pub(super) fn verified(&self) -> bool {
        self.proven == self.total && self.passed()
    }

    /// What the node has earned of its part: of an exact job nothing before its audits.
    pub(super) fn earned(&self) -> u64 {
        match self.passed() {
            true => self.worth(self.proven),
            false => 0,
        }
    }
}

impl Model {
    /// Whether a node could ever prove such an order; `stepping`: the key is one of steps.
    pub(super) fn provable(batches: u16, epochs: u32, stepping: bool) -> Result<(), Code> {
        check(stepping, E::NotAStepKey)?;
        let whole = batches.is_multiple_of(STEPS.into());
        check(
            (1..=MOST_BATCHES).contains(&batches) && whole,
            E::BatchesOutOfRange,
        )?;
        let segments = u64::from(epochs) * u64::from(batches) / u64::from(STEPS);
        check(segments <= MOST_SEGMENTS, E::TooManySegments)
    }

    /// Audits for a node of this score: twice as many for a Bronze one.
    pub(super) fn audits_for(&self, job: &JobModel, score: u16) -> u8 {
        let times = match score < self.rules.tier_scores[0] {
            true => self.rules.bronze_audits,
            false => 1,
        };
        match job.exact {
            true => job.audits.saturating_mul(times).min(MOST_AUDITS),
            false => 0,
        }
    }

    fn audit(&self, at: usize) -> Result<AuditModel, Code> {
        self.audits.get(at).cloned().flatten().ok_or(NOT_INITIALIZED)
    }

    fn auditable(&self, job: &JobModel) -> Result<(), Code> {
        check(job.exact, E::NotAnExactJob)?;
        check(job.stage == Stage::Proving, E::JobNotProving)?;
        check(self.now <= job.deadline, E::DeadlinePassed)
    }

    pub(super) fn anchor_steps(
        &mut self,
        at: usize,
        by: usize,
        right: bool,
        sound: bool,
    ) -> Result<(), Code> {
        let mut job = self.job(at)?;
        let node = job.node.unwrap_or(job.meant_for);
        if self.nodes[node].is_none() {
            return Err(NOT_INITIALIZED);
        }
        if self.audits[at].is_some() {
            return Err(IN_USE);
        }
        check(by == node, E::WrongOperator)?;
        check(job.node.is_some(), E::WrongNode)?;
        self.auditable(&job)?;
        check(right, E::WrongExactTerms)?;
        check(sound, E::NotAFieldElement)?;
        self.audits[at] = Some(AuditModel {
            segments: job.epochs * u32::from(job.batches / u16::from(STEPS)),
            anchored_at: self.now,
            challenge_slot: self.slot + DELAY,
            due: job.due,
            ..AuditModel::default()
        });
        job.steps_anchored = true;
        job.deadline = job.deadline.max(self.now + self.rules.reveal + self.rules.prove);
        self.jobs[at] = Some(job);
        Ok(())
    }

    pub(super) fn record(&mut self, at: usize) -> Result<(), Code> {
        let (mut job, mut audit) = (self.job(at)?, self.audit(at)?);
        self.auditable(&job)?;
        check(audit.recorded_at == 0, E::SlotHashRecorded)?;
        check(slots::newest(self.slot) >= audit.challenge_slot, E::SlotAhead)?;
        if slots::oldest(self.slot) > audit.challenge_slot {
            check(!audit.moved, E::SlotMissedTwice)?;
            audit.moved = true;
            audit.challenge_slot = self.slot + DELAY;
        } else {
            audit.found = Some(slots::first_from(audit.challenge_slot));
            audit.recorded_at = self.now;
        }
        job.deadline = job.deadline.max(self.now + self.rules.reveal + self.rules.prove);
        self.audits[at] = Some(audit);
        self.jobs[at] = Some(job);
        Ok(())
    }

    /// `nonce`: the client's own or another one, or none.
    pub(super) fn challenge(&mut self, at: usize, nonce: Option<bool>) -> Result<(), Code> {
        let (mut job, mut audit) = (self.job(at)?, self.audit(at)?);
        self.auditable(&job)?;
        check(audit.recorded_at != 0, E::SlotHashNotRecorded)?;
        check(audit.opened_at == 0, E::ChallengeOpen)?;
        check(nonce != Some(false), E::WrongNonce)?;
        let late = self.now > audit.recorded_at + self.rules.reveal;
        check(nonce.is_some() || late, E::RevealWindowOpen)?;
        audit.revealed = nonce.is_some();
        audit.opened_at = self.now;
        job.deadline = job.deadline.max(self.now + self.rules.prove);
        self.audits[at] = Some(audit);
        self.jobs[at] = Some(job);
        Ok(())
    }

    pub(super) fn prove_audit(&mut self, at: usize, index: u8, holds: bool, keyed: bool) -> Result<(), Code> {
        let (mut job, mut audit) = (self.job(at)?, self.audit(at)?);
        check(keyed, E::WrongVerifyingKey)?;
        self.auditable(&job)?;
        check(audit.opened_at != 0, E::ChallengeNotOpen)?;
        check(index < audit.due, E::AuditOutOfRange)?;
        check(audit.proven >> index & 1 == 0, E::AuditProvenAlready)?;
        check(holds, E::AuditProofInvalid)?;
        audit.proven |= 1 << index;
        job.passes += 1;
        job.proofs += 1;
        job.proven_at = self.now;
        self.audits[at] = Some(audit);
        self.jobs[at] = Some(job);
        Ok(())
    }
}
