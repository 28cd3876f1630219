//! A dispute from its opening to its end.
use governance::GovernanceError as G;
use job_escrow::JobEscrowError as E;

use super::{
    check, governance as no, Code, DisputeModel, Disputed, JobModel, Model, Outcome, Payout, RoundModel,
    Side, Stage, INSUFFICIENT, NOT_INITIALIZED, WRONG_OWNER,
};
use crate::setup::SUPPLY;

fn allow(holds: bool, otherwise: G) -> Result<(), Code> {
    holds.then_some(()).ok_or(no(otherwise))
}

impl RoundModel {
    /// The side that most are for, if so many ten-thousandths of the supply voted.
    fn majority(&self, supply: u64, quorum_bps: u64) -> Outcome {
        let cast = u128::from(self.for_client) + u128::from(self.for_node);
        let quorum = cast > 0 && cast * 10_000 >= u128::from(supply) * u128::from(quorum_bps);
        match self.for_client.cmp(&self.for_node) {
            _ if !quorum => None,
            std::cmp::Ordering::Greater => Some(Side::Client),
            std::cmp::Ordering::Less => Some(Side::Node),
            std::cmp::Ordering::Equal => None,
        }
    }
}

impl DisputeModel {
    fn side_of(&self, wallet: usize) -> Result<Side, Code> {
        match wallet {
            _ if wallet == self.client => Ok(Side::Client),
            _ if wallet == self.node => Ok(Side::Node),
            _ => Err(no(G::NotAParty)),
        }
    }

    pub(super) fn wallet_of(&self, side: Side) -> usize {
        match side {
            Side::Client => self.client,
            Side::Node => self.node,
        }
    }

    fn evidence_of(&mut self, side: Side) -> &mut u8 {
        &mut self.evidence[usize::from(side == Side::Node)]
    }

    /// The round that is under way or over, counted from 1.
    pub(super) fn round(&self) -> u8 {
        1 + u8::from(self.appellant.is_some())
    }

    pub(super) fn current(&mut self) -> &mut RoundModel {
        let at = usize::from(self.appellant.is_some());
        &mut self.rounds[at]
    }

    pub(super) fn voting_ends(&self) -> i64 {
        self.rounds[usize::from(self.appellant.is_some())].ends
    }

    /// Last second in which the verdict may change.
    pub fn final_after(&self) -> i64 {
        match self.appellant {
            None => self.appeal_ends,
            Some(_) => self.voting_ends(),
        }
    }
}

impl Model {
    /// Never disputed: no address. Closed: an address of nothing.
    pub(super) fn open_dispute(&self, at: usize) -> Result<DisputeModel, Code> {
        match &self.disputes[at] {
            Disputed::Never => Err(WRONG_OWNER),
            Disputed::Closed => Err(NOT_INITIALIZED),
            Disputed::Open(dispute) => Ok(dispute.clone()),
        }
    }

    pub(super) fn store(&mut self, at: usize, dispute: DisputeModel) {
        self.disputes[at] = Disputed::Open(dispute);
    }

    fn first_verdict(&self, dispute: &DisputeModel) -> Outcome {
        dispute.rounds[0].majority(dispute.supply, self.rules.quorum_bps)
    }

    /// What the vote on an appeal says, if it says something.
    pub(super) fn appeal_verdict(&self, dispute: &DisputeModel) -> Outcome {
        dispute
            .appellant
            .and_then(|_| dispute.rounds[1].majority(dispute.supply, self.rules.appeal_quorum_bps))
    }

    pub(super) fn dispute(&mut self, at: usize, by: usize, evidence: u8) -> Result<(), Code> {
        let mut job = self.job(at)?;
        let node = self.named_node(&job)?;
        let opener = match by {
            _ if by == job.client => Side::Client,
            _ if by == node => Side::Node,
            _ => return Err(super::escrow(E::NotAParty)),
        };
        check(job.is_open(), E::JobEnded)?;
        check(job.stage != Stage::Disputed, E::JobIsDisputed)?;
        check(job.is_worked_on(), E::JobNotRunning)?;
        let objection_ends = job.proven_at + self.rules.objection;
        if job.verified() {
            let may_object = !job.waived && self.now <= objection_ends;
            check(may_object, E::ObjectionWindowOver)?;
        } else {
            check(opener == Side::Node || job.passed(), E::AuditsDecide)?;
        }
        check(opener == Side::Client || !self.has_failed(&job), E::NodeHasFailed)?;
        allow(evidence > 0, G::EvidenceMissing)?;
        self.take(by, 0, self.rules.bond)?;
        job.disputed_from = Some(job.stage);
        job.stage = Stage::Disputed;
        let evidence_ends = self.now + self.rules.evidence;
        let ends = evidence_ends + self.rules.vote;
        let mut dispute = DisputeModel {
            client: job.client,
            node,
            opener,
            appellant: None,
            supply: SUPPLY - self.burned[0],
            evidence_ends,
            appeal_ends: ends + self.rules.appeal,
            rounds: [
                RoundModel {
                    begins: evidence_ends + 1,
                    ends,
                    ..RoundModel::default()
                },
                RoundModel::default(),
            ],
            evidence: [0; 2],
            bond: self.rules.bond,
            deposit: 0,
            resolved: None,
            released: false,
            votes: Vec::new(),
        };
        *dispute.evidence_of(opener) = evidence;
        self.store(at, dispute);
        self.jobs[at] = Some(job);
        Ok(())
    }

    pub(super) fn submit_evidence(&mut self, at: usize, by: usize, evidence: u8) -> Result<(), Code> {
        let mut dispute = self.open_dispute(at)?;
        let side = dispute.side_of(by)?;
        allow(evidence > 0, G::EvidenceMissing)?;
        allow(self.now <= dispute.evidence_ends, G::EvidenceClosed)?;
        *dispute.evidence_of(side) = evidence;
        self.store(at, dispute);
        Ok(())
    }

    pub(super) fn appeal(&mut self, at: usize, by: usize, evidence: u8) -> Result<(), Code> {
        let mut dispute = self.open_dispute(at)?;
        if dispute.released {
            return Err(NOT_INITIALIZED);
        }
        let side = dispute.side_of(by)?;
        let open = dispute.appellant.is_none() && dispute.resolved.is_none();
        let in_time = self.now > dispute.voting_ends() && self.now <= dispute.appeal_ends;
        allow(open && in_time, G::AppealClosed)?;
        allow(self.first_verdict(&dispute) != Some(side), G::OnlyLoserMayAppeal)?;
        allow(evidence > 0, G::EvidenceMissing)?;
        allow(*dispute.evidence_of(side) != evidence, G::EvidenceNotNew)?;
        let purse = &mut self.wallets[by][0];
        *purse = purse.checked_sub(self.rules.deposit).ok_or(INSUFFICIENT)?;
        *dispute.evidence_of(side) = evidence;
        let ends = self.now + self.rules.vote;
        dispute.evidence_ends = ends.min(self.now + self.rules.evidence);
        dispute.rounds[1] = RoundModel {
            begins: self.now,
            ends,
            ..RoundModel::default()
        };
        dispute.appellant = Some(side);
        dispute.deposit = self.rules.deposit;
        self.store(at, dispute);
        Ok(())
    }

    /// Proven progress is paid and the rest goes back; or the node alone is to blame.
    fn undecided(&mut self, job: &JobModel, dispute: &DisputeModel) -> Result<Payout, Code> {
        let earned = job.earned();
        let mut paid = self.refund(job, job.part - earned, false);
        paid.add(&job.due(earned));
        match dispute.opener == Side::Node && !self.is_done(job) {
            true => self.fail(job)?,
            false => self.end(job)?,
        }
        Ok(paid)
    }

    pub(super) fn resolve(&mut self, at: usize) -> Result<(), Code> {
        let job = self.job(at)?;
        let mut dispute = self.open_dispute(at)?;
        self.vault(&job)?;
        allow(self.now > dispute.final_after(), G::VerdictNotFinal)?;
        let verdict = self
            .appeal_verdict(&dispute)
            .or_else(|| self.first_verdict(&dispute));
        dispute.resolved = Some((verdict, self.now));
        let paid = match verdict {
            Some(Side::Client) => {
                self.lose(&job)?;
                self.refund(&job, job.part - job.claimed, false)
            }
            Some(Side::Node) => {
                self.clients[job.client].disputes_lost += 1;
                self.end(&job)?;
                job.due(job.part)
            }
            None => self.undecided(&job, &dispute)?,
        };
        self.queue()?;
        self.store(at, dispute);
        self.jobs[at] = Some(self.finish(job, Stage::Resolved, paid));
        Ok(())
    }

    /// Bond and deposit go to who won, or to the treasury.
    pub(super) fn release(&mut self, at: usize) -> Result<(), Code> {
        let mut dispute = self.open_dispute(at)?;
        if dispute.released {
            return Err(NOT_INITIALIZED);
        }
        let (verdict, _) = dispute.resolved.ok_or(no(G::NotResolved))?;
        let (opener, appellant) = (dispute.opener, dispute.appellant);
        match verdict.is_none_or(|winner| winner == opener) {
            true => self.wallets[dispute.wallet_of(opener)][0] += dispute.bond,
            false => self.treasury += dispute.bond,
        }
        match appellant.filter(|appellant| verdict == Some(*appellant)) {
            Some(appellant) => self.wallets[dispute.wallet_of(appellant)][0] += dispute.deposit,
            None => self.treasury += dispute.deposit,
        }
        dispute.bond = 0;
        dispute.deposit = 0;
        dispute.released = true;
        self.store(at, dispute);
        Ok(())
    }

    pub(super) fn bury(&mut self, at: usize) -> Result<(), Code> {
        let dispute = self.open_dispute(at)?;
        allow(dispute.released, G::BondsNotReleased)?;
        allow(dispute.votes.is_empty(), G::VotesOpen)?;
        self.disputes[at] = Disputed::Closed;
        Ok(())
    }
}
