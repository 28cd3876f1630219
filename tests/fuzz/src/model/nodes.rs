//! Nodes: stake, lock, slashes.
use node_registry::RegistryError as E;

use super::{registry as no, Code, JobModel, Model, NodeModel, IN_USE, NOT_INITIALIZED};

impl NodeModel {
    /// First what stays is lost, then what is being withdrawn.
    fn slash(&mut self, lost: u64, now: i64) {
        self.stake -= lost;
        self.withdrawing = self.withdrawing.min(self.stake);
        if self.withdrawing == 0 {
            self.claimable_at = 0;
        }
        self.last_slash = now;
    }
}

impl Model {
    /// Which of the four price bands a price is in.
    fn band(&self, price: u64, mint: usize) -> usize {
        let [first, second, third] = self.rules.bands.map(|tokens| self.units(tokens, mint));
        match u128::from(price) {
            price if price < first => 0,
            price if price < second => 1,
            price if price <= third => 2,
            _ => 3,
        }
    }

    pub(super) fn register(&mut self, wallet: usize, stake: u64, sound: bool) -> Result<(), Code> {
        if self.nodes[wallet].is_some() {
            return Err(IN_USE);
        }
        if !sound {
            return Err(no(E::InvalidHardware));
        }
        if stake < self.rules.least_stake[0] {
            return Err(no(E::StakeBelowMinimum));
        }
        let purse = &mut self.wallets[wallet][0];
        *purse = purse.checked_sub(stake).ok_or(no(E::InsufficientFunds))?;
        self.nodes[wallet] = Some(NodeModel {
            stake,
            locked_until: self.now + self.rules.lock,
            registered_at: self.now,
            heartbeat: self.now,
            ..NodeModel::default()
        });
        Ok(())
    }

    pub(super) fn heartbeat(&mut self, node: usize, by: usize) -> Result<(), Code> {
        let now = self.now;
        let machine = self.nodes[node].as_mut().ok_or(NOT_INITIALIZED)?;
        if by != node {
            return Err(no(E::NotOperator));
        }
        machine.heartbeat = now;
        Ok(())
    }

    pub(super) fn begin(&mut self, node: usize, price: u64, mint: usize) -> Result<(), Code> {
        let least = self.rules.least_stake[self.band(price, mint)];
        let (now, longer) = (self.now, self.rules.lock_per_job);
        let machine = self.nodes[node].as_mut().ok_or(NOT_INITIALIZED)?;
        if machine.banned {
            return Err(no(E::NodeBanned));
        }
        if now < machine.suspended_until {
            return Err(no(E::NodeSuspended));
        }
        if machine.stake - machine.withdrawing < least {
            return Err(no(E::StakeBelowBand));
        }
        machine.active += 1;
        machine.accepted += 1;
        machine.locked_until = machine.locked_until.max(now + longer * i64::from(machine.active));
        Ok(())
    }

    /// The node of a job has failed: it is slashed, and suspended when that was once too often.
    pub(super) fn fail(&mut self, job: &JobModel) -> Result<(), Code> {
        let bps = match job.steps_anchored && !job.passed() {
            true => self.rules.audit_bps,
            false => self.rules.slash_bps[self.band(job.part, job.mint)],
        };
        let (now, rules) = (self.now, self.rules.clone());
        let machine = job
            .node
            .and_then(|node| self.nodes[node].as_mut())
            .ok_or(NOT_INITIALIZED)?;
        machine.active = machine.active.checked_sub(1).ok_or(no(E::NoActiveJob))?;
        let mut lost = Self::part(machine.stake, bps);
        machine.failures.push(now);
        if machine.failures.len() > rules.repeat_count {
            machine.failures.remove(0);
        }
        let recent = machine
            .failures
            .iter()
            .filter(|at| now - **at < rules.repeat_window)
            .count();
        if recent >= rules.repeat_count {
            lost += Self::part(machine.stake - lost, rules.repeat_bps);
            machine.suspended_until = machine.suspended_until.max(now + rules.suspension);
            machine.failures.clear();
        }
        machine.slash(lost, now);
        let insured = Self::part(lost, rules.insured_bps);
        self.insured += insured;
        self.burned[0] += lost - insured;
        Ok(())
    }

    /// The node of a job has lost its dispute: half its stake goes to client and treasury, and it is out for good.
    pub(super) fn lose(&mut self, job: &JobModel) -> Result<(), Code> {
        let (now, bps, client_bps) = (self.now, self.rules.forfeit_bps, self.rules.forfeit_client_bps);
        let machine = job
            .node
            .and_then(|node| self.nodes[node].as_mut())
            .ok_or(NOT_INITIALIZED)?;
        machine.active = machine.active.checked_sub(1).ok_or(no(E::NoActiveJob))?;
        let lost = Self::part(machine.stake, bps);
        machine.slash(lost, now);
        machine.banned = true;
        let to_client = Self::part(lost, client_bps);
        self.wallets[job.client][0] += to_client;
        self.treasury += lost - to_client;
        Ok(())
    }
}
