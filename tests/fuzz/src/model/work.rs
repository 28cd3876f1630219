//! What a node does for a job, and what it is paid on the way.
use job_escrow::JobEscrowError as E;

use super::{check, Code, JobModel, Model, Stage, NOT_INITIALIZED};

impl Model {
    /// Seconds that so many checkpoints must have taken at least.
    pub fn least_time(&self, job: &JobModel, checkpoints: u8) -> i64 {
        let whole = 10_000 * i128::from(job.total);
        let time = i128::from(job.estimate) * i128::from(self.rules.time_min_bps) * i128::from(checkpoints);
        let rounded_up = (time + whole - 1) / whole;
        (rounded_up as i64 - self.rules.grace).max(0)
    }

    /// Checkpoints that an anchor must add.
    pub fn least_step(&self, job: &JobModel) -> u64 {
        let by_epochs = self.rules.anchor_epochs.div_ceil(u64::from(job.interval));
        let by_part = (u64::from(job.total) * self.rules.anchor_bps).div_ceil(10_000);
        by_epochs.min(by_part).max(1)
    }

    pub(super) fn anchor(
        &mut self,
        at: usize,
        by: usize,
        checkpoints: u8,
        elapsed_ms: u64,
        sound: bool,
    ) -> Result<(), Code> {
        let mut job = self.job(at)?;
        let node = job.node.unwrap_or(job.meant_for);
        if self.nodes[node].is_none() {
            return Err(NOT_INITIALIZED);
        }
        check(by == node, E::WrongOperator)?;
        check(job.node.is_some(), E::WrongNode)?;
        check(job.stage == Stage::Running, E::JobNotRunning)?;
        check(self.now <= job.deadline, E::DeadlinePassed)?;
        check(sound, E::NotAFieldElement)?;
        check(checkpoints <= job.total, E::CheckpointsBeyondJob)?;
        check(checkpoints > job.anchored, E::CheckpointsNotIncreasing)?;
        let last = checkpoints == job.total;
        let step = u64::from(checkpoints - job.anchored);
        check(last || step >= self.least_step(&job), E::AnchorStepTooSmall)?;
        check(elapsed_ms > job.elapsed_ms, E::ElapsedNotIncreasing)?;
        let most = (self.now - job.accepted_at + self.rules.tolerance) as u64 * 1_000;
        check(elapsed_ms <= most, E::ElapsedAheadOfClock)?;
        check(
            self.now - job.accepted_at >= self.least_time(&job, checkpoints),
            E::FinishedTooEarly,
        )?;
        job.anchored = checkpoints;
        job.anchored_at = self.now;
        job.elapsed_ms = elapsed_ms;
        if last {
            job.stage = Stage::Proving;
        }
        self.jobs[at] = Some(job);
        Ok(())
    }

    /// Proven checkpoints that the client can no longer object to. Of the proofs that wait, the latest and one earlier
    /// are remembered.
    fn cleared(&self, job: &JobModel) -> u8 {
        let over = |since: i64| self.now > since + self.rules.objection;
        let (clearing, since) = job.clearing;
        if over(job.proven_at) {
            job.proven
        } else if over(since) {
            job.cleared.max(clearing)
        } else {
            job.cleared
        }
    }

    pub(super) fn prove(&mut self, at: usize, holds: bool) -> Result<(), Code> {
        let mut job = self.job(at)?;
        check(job.is_worked_on(), E::JobNotRunning)?;
        check(self.now <= job.deadline, E::DeadlinePassed)?;
        check(job.anchored > job.proven, E::NothingToProve)?;
        check(holds, E::ProofInvalid)?;
        job.cleared = self.cleared(&job);
        if job.clearing.0 <= job.cleared {
            job.clearing = match job.proven > job.cleared {
                true => (job.proven, job.proven_at),
                false => (job.anchored, self.now),
            };
        }
        job.proven = job.anchored;
        job.proofs += 1;
        job.proven_at = self.now;
        self.jobs[at] = Some(job);
        Ok(())
    }

    /// A milestone: what is proven and cleared is paid.
    pub(super) fn claim(&mut self, at: usize) -> Result<(), Code> {
        let mut job = self.job(at)?;
        self.vault(&job)?;
        self.named_node(&job)?;
        check(job.is_worked_on(), E::JobNotRunning)?;
        check(!job.exact, E::NotPaidInParts)?;
        let cleared = self.cleared(&job);
        let worth = job.worth(cleared);
        check(worth > job.claimed, E::NothingToClaim)?;
        let due = job.due(worth);
        job.paid.add(&due);
        job.claimed = worth;
        job.cleared = cleared;
        self.pay(&job, due);
        self.jobs[at] = Some(job);
        Ok(())
    }

    pub(super) fn waive(&mut self, at: usize, by: usize) -> Result<(), Code> {
        let mut job = self.job(at)?;
        check(by == job.client, E::WrongClient)?;
        check(job.stage == Stage::Proving, E::JobNotProving)?;
        check(!job.waived, E::AlreadyWaived)?;
        job.waived = true;
        self.jobs[at] = Some(job);
        Ok(())
    }
}
