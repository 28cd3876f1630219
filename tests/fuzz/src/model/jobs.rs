//! How a job begins, again when its node has failed.
use job_escrow::JobEscrowError as E;

use super::{
    check, registry, reputation, Code, Disputed, JobModel, Model, Order, Payout, Stage, INSUFFICIENT, IN_USE,
    NOT_INITIALIZED, WRONG_OWNER,
};

const DAY: i64 = 86_400;
const MOST_CHECKPOINTS: u32 = 64;
const QUEUE: u16 = 100;

impl JobModel {
    pub(super) fn is_open(&self) -> bool {
        self.is_worked_on() || matches!(self.stage, Stage::Funded | Stage::Disputed)
    }

    pub(super) fn is_worked_on(&self) -> bool {
        matches!(self.stage, Stage::Running | Stage::Proving)
    }

    /// What so many checkpoints are worth.
    pub(super) fn worth(&self, checkpoints: u8) -> u64 {
        (u128::from(self.part) * u128::from(checkpoints) / u128::from(self.total)) as u64
    }

    /// What work worth `worth` still earns. The fee is always that of all that is earned, rounded down once.
    pub(super) fn due(&self, worth: u64) -> Payout {
        let fee = Model::part(worth, self.fee_bps) - Model::part(self.claimed, self.fee_bps);
        Payout {
            node: worth - self.claimed - fee,
            fee,
            ..Payout::default()
        }
    }
}

impl Model {
    pub(super) fn job(&self, at: usize) -> Result<JobModel, Code> {
        self.jobs.get(at).cloned().flatten().ok_or(NOT_INITIALIZED)
    }

    /// The vault of an ended job is gone.
    pub(super) fn vault(&self, job: &JobModel) -> Result<(), Code> {
        job.is_open().then_some(()).ok_or(NOT_INITIALIZED)
    }

    /// A job without a node cannot name one.
    pub(super) fn named_node(&self, job: &JobModel) -> Result<usize, Code> {
        job.node.ok_or(WRONG_OWNER)
    }

    fn is_paused(&self) -> bool {
        self.paused.is_some_and(|until| until == 0 || self.now < until)
    }

    fn deadline(&self, estimate: u32, deadline: i64) -> Result<(), Code> {
        check(estimate > 0, E::EstimateIsZero)?;
        let least = self.rules.accept_window + i64::from(estimate);
        check(
            (least..=self.rules.longest).contains(&deadline),
            E::DeadlineOutOfRange,
        )
    }

    /// A wallet pays; what arrives is returned.
    pub(super) fn take(&mut self, wallet: usize, mint: usize, amount: u64) -> Result<u64, Code> {
        let purse = &mut self.wallets[wallet][mint];
        *purse = purse.checked_sub(amount).ok_or(INSUFFICIENT)?;
        Ok(self.arrives(amount, mint))
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
        check(!self.is_paused(), E::NewJobsPaused)?;
        check(order.price > 0, E::PriceIsZero)?;
        check(order.audits <= 64, E::TooManyAudits)?;
        let named = (order.batches.is_some(), order.step_key.is_some());
        check(named == (order.exact, order.exact), E::ExactTermsMismatch)?;
        check(order.sound, E::NotAFieldElement)?;
        self.deadline(order.estimate, order.deadline)?;
        if let (Some(batches), Some(stepping)) = (order.batches, order.step_key) {
            Self::provable(batches, order.epochs, stepping)?;
        }
        self.count(order.client)?;
        let price = self.take(order.client, order.mint, order.price)?;
        check(price > 0, E::PriceIsZero)?;
        check(order.epochs > 0, E::EpochsIsZero)?;
        let interval = u32::from(order.interval);
        check(
            (1..=order.epochs).contains(&interval),
            E::CheckpointIntervalOutOfRange,
        )?;
        let total = order.epochs / interval + u32::from(!order.epochs.is_multiple_of(interval));
        check(total <= MOST_CHECKPOINTS, E::TooManyCheckpoints)?;
        let job = self.ordered(order, price, total as u8);
        // A closed job leaves its place to the next one of the same name.
        let name = (order.client, order.nonce);
        match self.names.iter().position(|known| *known == name) {
            Some(at) => {
                self.jobs[at] = Some(job);
                self.disputes[at] = Disputed::Never;
                self.audits[at] = None;
            }
            None => {
                self.names.push(name);
                self.jobs.push(Some(job));
                self.disputes.push(Disputed::Never);
                self.audits.push(None);
            }
        }
        Ok(())
    }

    fn count(&mut self, client: usize) -> Result<(), Code> {
        let (day, most) = (self.now.div_euclid(DAY), self.rules.jobs_a_day);
        let client = &mut self.clients[client];
        if client.day != day {
            client.day = day;
            client.today = 0;
        }
        check(client.today < most, E::TooManyJobsToday)?;
        client.today += 1;
        client.created += 1;
        Ok(())
    }

    fn ordered(&self, order: &Order, price: u64, total: u8) -> JobModel {
        JobModel {
            client: order.client,
            mint: order.mint,
            nonce: order.nonce,
            price,
            part: price,
            claimed: 0,
            meant_for: order.node,
            stage: Stage::Funded,
            disputed_from: None,
            epochs: order.epochs,
            epochs_done: 0,
            reassigned: 0,
            interval: order.interval,
            total,
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
            cleared: 0,
            clearing: (0, 0),
            waived: false,
            stars: 0,
            ended_at: 0,
            paid: Payout::default(),
            exact: order.exact,
            audits: match order.audits {
                0 => self.rules.audits,
                audits => audits,
            },
            due: 0,
            passes: 0,
            steps_anchored: false,
            batches: order.batches.unwrap_or(0),
        }
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
                u128::from(job.part) < self.units(*limit, job.mint),
                E::PriceAboveTier,
            )?;
        }
        job.fee_bps = if tier == 3 {
            rules.diamond_fee_bps
        } else {
            rules.fee_bps
        };
        job.due = self.audits_for(&job, machine.score);
        job.stage = Stage::Running;
        job.node = Some(node);
        job.accepted_at = self.now;
        self.begin(node, job.part, job.mint)?;
        self.jobs[at] = Some(job);
        Ok(())
    }

    /// The node that failed leaves with what it has proven; another one works for the rest.
    pub(super) fn reassign(
        &mut self,
        at: usize,
        by: usize,
        node: usize,
        estimate: u32,
        deadline: i64,
    ) -> Result<(), Code> {
        let failed = self.job(at)?;
        self.vault(&failed)?;
        self.named_node(&failed)?;
        check(by == failed.client, E::WrongClient)?;
        check(!self.is_paused(), E::NewJobsPaused)?;
        self.deadline(estimate, deadline)?;
        check(failed.stage == Stage::Running, E::JobNotRunning)?;
        check(self.has_failed(&failed), E::NotTimedOut)?;
        let worth = failed.earned();
        let due = failed.due(worth);
        let mut paid = failed.paid;
        paid.add(&due);
        self.pay(&failed, due);
        self.fail(&failed)?;
        self.queue()?;
        // The next node of an exact job begins anew.
        let proven = if failed.exact { 0 } else { failed.proven };
        let epochs = u32::from(proven) * u32::from(failed.interval);
        let order = Order {
            client: failed.client,
            mint: failed.mint,
            nonce: failed.nonce,
            price: 0,
            node,
            epochs: failed.epochs - epochs,
            interval: failed.interval,
            estimate,
            deadline,
            audits: failed.audits,
            exact: failed.exact,
            batches: Some(failed.batches),
            step_key: None,
            sound: true,
        };
        self.jobs[at] = Some(JobModel {
            price: failed.price,
            created_at: failed.created_at,
            epochs_done: failed.epochs_done + epochs,
            reassigned: failed.reassigned + 1,
            paid,
            ..self.ordered(&order, failed.part - worth, failed.total - proven)
        });
        Ok(())
    }

    pub(super) fn queue(&mut self) -> Result<(), Code> {
        if self.waiting == QUEUE {
            return Err(reputation(reputation::ReputationError::QueueFull));
        }
        self.waiting += 1;
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

    pub(super) fn pause(&mut self, on: bool, until: i64) -> Result<(), Code> {
        if on && until != 0 && until <= self.now {
            return Err(governance::GovernanceError::PauseEndsInThePast.into());
        }
        self.paused = on.then_some(until);
        Ok(())
    }

    /// Lets the node of a job go.
    pub(super) fn end(&mut self, job: &JobModel) -> Result<(), Code> {
        let node = job
            .node
            .and_then(|node| self.nodes[node].as_mut())
            .ok_or(NOT_INITIALIZED)?;
        node.active = node
            .active
            .checked_sub(1)
            .ok_or(registry(node_registry::RegistryError::NoActiveJob))?;
        Ok(())
    }
}
