//! The life of a job.
use job_escrow::JobEscrowError as E;
use node_registry::RegistryError;

use super::{
    escrow as no, registry, reputation, Code, JobModel, Model, Order, Payout, Stage, INSUFFICIENT, IN_USE,
    NOT_INITIALIZED,
};

const DAY: i64 = 86_400;
const WEEK: i64 = 7 * DAY;
const MOST_CHECKPOINTS: u32 = 64;
const QUEUE: u16 = 100;

fn check(holds: bool, otherwise: E) -> Result<(), Code> {
    holds.then_some(()).ok_or(no(otherwise))
}

impl JobModel {
    fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Funded | Stage::Running | Stage::Proving)
    }

    fn is_worked_on(&self) -> bool {
        matches!(self.stage, Stage::Running | Stage::Proving)
    }

    /// What proven checkpoints are worth.
    fn earned(&self) -> u64 {
        (u128::from(self.price) * u128::from(self.proven) / u128::from(self.total)) as u64
    }
}

impl Model {
    fn job(&self, at: usize) -> Result<JobModel, Code> {
        self.jobs.get(at).cloned().flatten().ok_or(NOT_INITIALIZED)
    }

    fn vault(&self, job: &JobModel) -> Result<(), Code> {
        job.is_open().then_some(()).ok_or(NOT_INITIALIZED)
    }

    fn is_paused(&self) -> bool {
        self.paused.is_some_and(|until| until == 0 || self.now < until)
    }

    pub(super) fn create(&mut self, order: &Order) -> Result<(), Code> {
        let taken = self
            .jobs
            .iter()
            .flatten()
            .any(|job| job.client == order.client && job.nonce == order.nonce);
        if taken {
            return Err(IN_USE);
        }
        let rules = &self.rules;
        check(!self.is_paused(), E::NewJobsPaused)?;
        check(order.price > 0, E::PriceIsZero)?;
        check(order.audits <= 64, E::TooManyAudits)?;
        check(!order.exact, E::TierNotAvailable)?;
        check(order.sound, E::NotAFieldElement)?;
        check(order.estimate > 0, E::EstimateIsZero)?;
        let least = rules.accept_window + i64::from(order.estimate);
        check(
            (least..=rules.longest).contains(&order.deadline),
            E::DeadlineOutOfRange,
        )?;
        let (day, most) = (self.now.div_euclid(DAY), rules.jobs_a_day);
        let client = &mut self.clients[order.client];
        if client.day != day {
            client.day = day;
            client.today = 0;
        }
        check(client.today < most, E::TooManyJobsToday)?;
        client.today += 1;
        client.created += 1;
        let purse = &mut self.wallets[order.client][order.mint];
        *purse = purse.checked_sub(order.price).ok_or(INSUFFICIENT)?;
        check(order.epochs > 0, E::EpochsIsZero)?;
        let interval = u32::from(order.interval);
        check(
            (1..=order.epochs).contains(&interval),
            E::CheckpointIntervalOutOfRange,
        )?;
        let total = order.epochs / interval + u32::from(order.epochs % interval > 0);
        check(total <= MOST_CHECKPOINTS, E::TooManyCheckpoints)?;
        let job = JobModel {
            client: order.client,
            mint: order.mint,
            nonce: order.nonce,
            price: order.price,
            meant_for: order.node,
            stage: Stage::Funded,
            epochs: order.epochs,
            interval: order.interval,
            total: total as u8,
            estimate: order.estimate,
            created_at: self.now,
            accept_by: self.now + self.rules.accept_window,
            deadline: self.now + order.deadline,
            node: None,
            fee_bps: 0,
            accepted_at: 0,
            anchored: 0,
            anchored_at: 0,
            elapsed_ms: 0,
            proven: 0,
            proofs: 0,
            proven_at: 0,
            waived: false,
            stars: 0,
            ended_at: 0,
            paid: Payout::default(),
        };
        // A closed job leaves its place to the next one of the same name.
        let name = (order.client, order.nonce);
        match self.names.iter().position(|known| *known == name) {
            Some(at) => self.jobs[at] = Some(job),
            None => {
                self.names.push(name);
                self.jobs.push(Some(job));
            }
        }
        Ok(())
    }

    pub(super) fn accept(&mut self, at: usize, node: usize, by: usize, salted: bool) -> Result<(), Code> {
        let mut job = self.job(at)?;
        let machine = self.nodes[node].clone().ok_or(NOT_INITIALIZED)?;
        check(by == node, E::WrongOperator)?;
        check(job.stage == Stage::Funded, E::JobNotFunded)?;
        check(self.now <= job.accept_by, E::AcceptWindowClosed)?;
        check(salted && node == job.meant_for, E::WrongAssignment)?;
        let rules = &self.rules;
        let tier = rules
            .tier_scores
            .iter()
            .filter(|score| machine.score >= **score)
            .count();
        if let Some(limit) = rules.tier_prices.get(tier) {
            check(
                u128::from(job.price) < self.units(*limit, job.mint),
                E::PriceAboveTier,
            )?;
        }
        job.fee_bps = if tier == 3 {
            rules.diamond_fee_bps
        } else {
            rules.fee_bps
        };
        job.stage = Stage::Running;
        job.node = Some(node);
        job.accepted_at = self.now;
        self.begin(node, job.price, job.mint)?;
        self.jobs[at] = Some(job);
        Ok(())
    }

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

    pub(super) fn prove(&mut self, at: usize, holds: bool) -> Result<(), Code> {
        let mut job = self.job(at)?;
        check(job.is_worked_on(), E::JobNotRunning)?;
        check(self.now <= job.deadline, E::DeadlinePassed)?;
        check(job.anchored > job.proven, E::NothingToProve)?;
        check(holds, E::ProofInvalid)?;
        job.proven = job.anchored;
        job.proofs += 1;
        job.proven_at = self.now;
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

    /// Whether the work is done, shown, and in plausible time.
    fn work(&self, job: &JobModel) -> Result<(), Code> {
        check(job.is_open(), E::JobEnded)?;
        check(job.stage == Stage::Proving, E::JobNotProving)?;
        check(job.proven == job.total, E::FinalRootNotProven)?;
        let most = (u128::from(job.estimate) * u128::from(self.rules.time_max_bps) / 10_000) as i64;
        let took = job.anchored_at - job.accepted_at;
        check(took <= most + self.rules.grace, E::FinishedTooLate)
    }

    fn queue(&mut self) -> Result<(), Code> {
        if self.waiting == QUEUE {
            return Err(reputation(reputation::ReputationError::QueueFull));
        }
        self.waiting += 1;
        Ok(())
    }

    fn pay(&mut self, job: &JobModel, paid: Payout) {
        if let Some(node) = job.node {
            self.wallets[node][job.mint] += paid.node;
        }
        self.wallets[job.client][job.mint] += paid.client;
        self.fees[job.mint] += paid.fee;
        self.burned[job.mint] += paid.burned;
    }

    fn share(amount: u64, fee_bps: u64) -> Payout {
        let fee = Self::part(amount, fee_bps);
        Payout {
            node: amount - fee,
            fee,
            ..Payout::default()
        }
    }

    pub(super) fn settle(&mut self, at: usize) -> Result<(), Code> {
        let mut job = self.job(at)?;
        // A job without a node names nobody to pay, an address that cannot be written; and the vault of an ended job
        // has no token program.
        if job.node.is_none() {
            return Err(super::NOT_WRITABLE);
        }
        check(job.is_open(), E::WrongTokenProgram)?;
        self.work(&job)?;
        check(
            job.waived || self.now > job.proven_at + self.rules.objection,
            E::ObjectionWindowOpen,
        )?;
        job.paid = Self::share(job.price, job.fee_bps);
        job.stage = Stage::Settled;
        job.ended_at = self.now;
        self.clients[job.client].settled += 1;
        self.pay(&job, job.paid);
        self.end(&job)?;
        self.queue()?;
        self.jobs[at] = Some(job);
        Ok(())
    }

    pub(super) fn cancel(&mut self, at: usize, by: usize) -> Result<(), Code> {
        let mut job = self.job(at)?;
        if self.clients[by].created == 0 {
            return Err(NOT_INITIALIZED);
        }
        self.vault(&job)?;
        check(by == job.client, E::WrongClient)?;
        match job.stage {
            Stage::Funded => {
                check(self.now > job.accept_by, E::AcceptWindowOpen)?;
                job.paid.client = job.price;
            }
            Stage::Running => {
                check(!self.has_failed(&job), E::TimeoutRefundInstead)?;
                let earned = job.earned();
                job.paid = Self::share(earned, job.fee_bps);
                let compensation = Self::part(job.price - earned, self.rules.cancel_bps);
                job.paid.node += compensation;
                job.paid.client = job.price - earned - compensation;
                self.end(&job)?;
                self.queue()?;
                self.clients[by].cancelled += 1;
            }
            Stage::Proving => return Err(no(E::JobIsProving)),
            _ => return Err(no(E::JobEnded)),
        }
        job.stage = Stage::Cancelled;
        job.ended_at = self.now;
        self.pay(&job, job.paid);
        self.jobs[at] = Some(job);
        Ok(())
    }

    fn has_failed(&self, job: &JobModel) -> bool {
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
                Payout {
                    client: job.price,
                    ..Payout::default()
                }
            }
            Stage::Running | Stage::Proving => {
                check(self.has_failed(&job), E::NotTimedOut)?;
                check(self.work(&job).is_err(), E::SettleInstead)?;
                let earned = job.earned();
                let unearned = job.price - earned;
                let burn_bps = if job.mint == 0 { self.rules.burn_bps } else { 0 };
                let burned = Self::part(unearned, burn_bps);
                Payout {
                    client: unearned - burned,
                    burned,
                    ..Self::share(earned, job.fee_bps)
                }
            }
            _ => return Err(no(E::JobEnded)),
        };
        self.pay(&job, paid);
        if job.node.is_some() {
            self.fail(&job)?;
            self.queue()?;
        }
        self.jobs[at] = None;
        Ok(())
    }

    pub(super) fn close(&mut self, at: usize, by: Option<usize>) -> Result<(), Code> {
        let job = self.job(at)?;
        check(!job.is_open(), E::JobStillOpen)?;
        let anyone = self.now - job.ended_at > WEEK;
        check(anyone || by == Some(job.client), E::TooEarlyToClose)?;
        self.jobs[at] = None;
        Ok(())
    }

    pub(super) fn rate(&mut self, at: usize, by: usize, stars: u8) -> Result<(), Code> {
        let mut job = self.job(at)?;
        // A job without a node cannot name one.
        if job.node.is_none() {
            return Err(super::WRONG_OWNER);
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

    pub(super) fn pause(&mut self, on: bool, until: i64) -> Result<(), Code> {
        if on && until != 0 && until <= self.now {
            return Err(governance::GovernanceError::PauseEndsInThePast.into());
        }
        self.paused = on.then_some(until);
        Ok(())
    }

    /// The queue empties into scores.
    pub(super) fn apply_outcomes(&mut self, max: u8) -> Result<(), Code> {
        let most = u16::from(max);
        if !(1..=QUEUE).contains(&most) {
            return Err(reputation(reputation::ReputationError::BatchOutOfRange));
        }
        if self.waiting == 0 {
            return Err(reputation(reputation::ReputationError::QueueEmpty));
        }
        self.waiting -= self.waiting.min(most);
        Ok(())
    }

    fn end(&mut self, job: &JobModel) -> Result<(), Code> {
        let node = job
            .node
            .and_then(|node| self.nodes[node].as_mut())
            .ok_or(NOT_INITIALIZED)?;
        node.active = node
            .active
            .checked_sub(1)
            .ok_or(registry(RegistryError::NoActiveJob))?;
        Ok(())
    }
}
