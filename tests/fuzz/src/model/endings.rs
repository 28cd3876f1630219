//! How a job ends, and what is done after that.
use job_escrow::JobEscrowError as E;

use super::{
    check, escrow as no, Code, Disputed, JobModel, Model, Payout, Stage, NOT_INITIALIZED, NOT_WRITABLE,
    WRONG_OWNER,
};

const WEEK: i64 = 7 * 86_400;

impl Model {
    /// All is proven, audits included, and the final root came in time.
    pub(super) fn is_done(&self, job: &JobModel) -> bool {
        job.verified() && self.in_time(job)
    }

    fn in_time(&self, job: &JobModel) -> bool {
        let most = (u128::from(job.estimate) * u128::from(self.rules.time_max_bps) / 10_000) as i64;
        job.anchored_at - job.accepted_at <= most + self.rules.grace
    }

    /// Whether the work is done, shown, and in plausible time.
    fn work(&self, job: &JobModel) -> Result<(), Code> {
        check(job.is_open(), E::JobEnded)?;
        check(job.stage == Stage::Proving, E::JobNotProving)?;
        check(job.proven == job.total, E::FinalRootNotProven)?;
        check(self.in_time(job), E::FinishedTooLate)?;
        check(job.passed(), E::AuditsNotProven)
    }

    pub(super) fn pay(&mut self, job: &JobModel, paid: Payout) {
        if let Some(node) = job.node {
            self.wallets[node][job.mint] += self.arrives(paid.node, job.mint);
        }
        self.wallets[job.client][job.mint] += self.arrives(paid.client, job.mint);
        self.fees[job.mint] += self.arrives(paid.fee, job.mint);
        self.burned[job.mint] += paid.burned;
    }

    /// Back to the client goes what is not earned, but for what is burned of CYXWIZ.
    pub(super) fn refund(&self, job: &JobModel, amount: u64, burns: bool) -> Payout {
        let bps = if burns && job.mint == 0 {
            self.rules.burn_bps
        } else {
            0
        };
        let burned = Self::part(amount, bps);
        Payout {
            client: amount - burned,
            burned,
            ..Payout::default()
        }
    }

    pub(super) fn finish(&mut self, mut job: JobModel, stage: Stage, paid: Payout) -> JobModel {
        job.paid.add(&paid);
        job.stage = stage;
        job.ended_at = self.now;
        self.pay(&job, paid);
        job
    }

    pub(super) fn settle(&mut self, at: usize) -> Result<(), Code> {
        let job = self.job(at)?;
        // A job without a node names nobody to pay, an address that cannot be written; and the vault of an ended job
        // has no token program.
        if job.node.is_none() {
            return Err(NOT_WRITABLE);
        }
        check(job.is_open(), E::WrongTokenProgram)?;
        self.work(&job)?;
        check(
            job.waived || self.now > job.proven_at + self.rules.objection,
            E::ObjectionWindowOpen,
        )?;
        let paid = job.due(job.part);
        self.clients[job.client].settled += 1;
        self.end(&job)?;
        self.queue()?;
        self.jobs[at] = Some(self.finish(job, Stage::Settled, paid));
        Ok(())
    }

    pub(super) fn cancel(&mut self, at: usize, by: usize) -> Result<(), Code> {
        let job = self.job(at)?;
        if self.clients[by].created == 0 {
            return Err(NOT_INITIALIZED);
        }
        self.vault(&job)?;
        check(by == job.client, E::WrongClient)?;
        // Whoever has put another node to work and gives up all the same loses what a failure would have burned.
        let burns = job.reassigned > 0;
        let paid = match job.stage {
            Stage::Funded => {
                check(self.now > job.accept_by, E::AcceptWindowOpen)?;
                self.refund(&job, job.part, burns)
            }
            Stage::Running => {
                check(!self.has_failed(&job), E::TimeoutRefundInstead)?;
                let earned = job.earned();
                let compensation = Self::part(job.part - earned, self.rules.cancel_bps);
                let mut paid = self.refund(&job, job.part - earned - compensation, burns);
                paid.add(&job.due(earned));
                paid.node += compensation;
                self.end(&job)?;
                self.queue()?;
                self.clients[by].cancelled += 1;
                paid
            }
            Stage::Proving => return Err(no(E::JobIsProving)),
            Stage::Disputed => return Err(no(E::JobIsDisputed)),
            _ => return Err(no(E::JobEnded)),
        };
        self.jobs[at] = Some(self.finish(job, Stage::Cancelled, paid));
        Ok(())
    }

    pub(super) fn has_failed(&self, job: &JobModel) -> bool {
        let heartbeat = job
            .node
            .and_then(|node| self.nodes[node].as_ref())
            .map_or(0, |node| node.heartbeat);
        let heard = job.accepted_at.max(job.anchored_at).max(heartbeat);
        job.is_worked_on() && (self.now > job.deadline || self.now > heard + self.rules.silence)
    }

    pub(super) fn timeout(&mut self, at: usize) -> Result<(), Code> {
        let job = self.job(at)?;
        self.vault(&job)?;
        let paid = match job.stage {
            Stage::Funded => {
                check(self.now > job.deadline, E::NotTimedOut)?;
                self.refund(&job, job.part, job.reassigned > 0)
            }
            Stage::Running | Stage::Proving => {
                check(self.has_failed(&job), E::NotTimedOut)?;
                check(self.work(&job).is_err(), E::SettleInstead)?;
                let earned = job.earned();
                let mut paid = self.refund(&job, job.part - earned, true);
                paid.add(&job.due(earned));
                paid
            }
            Stage::Disputed => return Err(no(E::JobIsDisputed)),
            _ => return Err(no(E::JobEnded)),
        };
        if job.node.is_some() {
            self.fail(&job)?;
            self.queue()?;
        }
        let ended = self.finish(job, Stage::TimedOut, paid);
        self.jobs[at] = Some(ended).filter(|job| job.steps_anchored);
        Ok(())
    }

    pub(super) fn close(&mut self, at: usize, by: Option<usize>, whole: bool) -> Result<(), Code> {
        let job = self.job(at)?;
        check(!job.is_open(), E::JobStillOpen)?;
        let anyone = self.now - job.ended_at > WEEK;
        check(anyone || by == Some(job.client), E::TooEarlyToClose)?;
        let buried = !matches!(self.disputes[at], Disputed::Open(_));
        check(buried, E::DisputeNotClosed)?;
        check(whole || !job.steps_anchored, E::AuditMissing)?;
        self.jobs[at] = None;
        self.audits[at] = None;
        Ok(())
    }

    pub(super) fn rate(&mut self, at: usize, by: usize, stars: u8) -> Result<(), Code> {
        let mut job = self.job(at)?;
        // A job without a node cannot name one.
        if job.node.is_none() {
            return Err(WRONG_OWNER);
        }
        check(by == job.client, E::WrongClient)?;
        check(job.stage == Stage::Settled, E::JobNotSettled)?;
        check(job.stars == 0, E::AlreadyRated)?;
        check((1..=5).contains(&stars), E::StarsOutOfRange)?;
        job.stars = stars;
        self.queue()?;
        self.jobs[at] = Some(job);
        Ok(())
    }
}
