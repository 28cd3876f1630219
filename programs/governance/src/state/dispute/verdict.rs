//! Appeal and verdict.
use anchor_lang::prelude::*;

use super::{after, Dispute};
use crate::{
    error::GovernanceError,
    state::{Party, Round, Verdict},
};

impl Dispute {
    /// What the first vote says once it is over.
    fn first_verdict(&self) -> Verdict {
        let [first, _] = &self.rounds;
        Verdict::of(first.majority(self.supply, self.terms.quorum_bps))
    }

    /// What the vote on the appeal says once it is over; none: too few voted or nobody has the majority, so the first
    /// verdict stands.
    pub(super) fn appeal_majority(&self) -> Option<Party> {
        let [_, second] = &self.rounds;
        self.appellant
            .and_then(|_| second.majority(self.supply, self.terms.appeal_quorum_bps))
    }

    /// A second vote with new evidence, for who lost the first, once. Without a quorum in the first, either has lost.
    ///
    /// Errors: `AppealClosed`, `OnlyLoserMayAppeal`, `EvidenceMissing`, `EvidenceNotNew`, `Overflow`.
    pub fn appeal(&mut self, by: Party, evidence_hash: [u8; 32], now: i64) -> Result<()> {
        let open = self.appellant.is_none() && self.verdict.is_none();
        require!(
            open && now > self.voting_ends() && now <= self.appeal_ends,
            GovernanceError::AppealClosed
        );
        require!(
            self.first_verdict().winner() != Some(by),
            GovernanceError::OnlyLoserMayAppeal
        );
        require!(evidence_hash != [0; 32], GovernanceError::EvidenceMissing);
        let evidence = self.evidence_of(by);
        require!(*evidence != evidence_hash, GovernanceError::EvidenceNotNew);
        *evidence = evidence_hash;
        let ends = after(now, self.terms.vote)?;
        self.evidence_ends = ends.min(after(now, self.terms.evidence)?);
        let [_, second] = &mut self.rounds;
        *second = Round::over(now, ends);
        self.appellant = Some(by);
        self.deposit = self.terms.appeal_deposit;
        Ok(())
    }

    /// Last second in which the verdict may still change.
    pub fn final_after(&self) -> i64 {
        match self.appellant {
            None => self.appeal_ends,
            Some(_) => self.voting_ends(),
        }
    }

    /// The verdict that nothing changes any more. Errors: `VerdictNotFinal`.
    pub fn final_verdict(&self, now: i64) -> Result<Verdict> {
        require!(now > self.final_after(), GovernanceError::VerdictNotFinal);
        Ok(self
            .appeal_majority()
            .map_or(self.first_verdict(), |side| Verdict::of(Some(side))))
    }

    /// Notes that job-escrow executes the verdict. Errors: `VerdictNotFinal`, `AlreadyResolved`.
    pub fn resolve(&mut self, now: i64) -> Result<Verdict> {
        require!(self.verdict.is_none(), GovernanceError::AlreadyResolved);
        let verdict = self.final_verdict(now)?;
        self.verdict = Some(verdict);
        self.resolved_at = now;
        Ok(verdict)
    }

    /// The executed verdict. Errors: `NotResolved`.
    pub fn resolved(&self) -> Result<Verdict> {
        self.verdict.ok_or(error!(GovernanceError::NotResolved))
    }
}
