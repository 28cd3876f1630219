//! What owners do with stakes.
use node_registry::RegistryError as E;

use super::{registry as no, Code, Model, NodeModel, NOT_INITIALIZED};

fn allow(holds: bool, otherwise: E) -> Result<(), Code> {
    holds.then_some(()).ok_or(no(otherwise))
}

impl Model {
    fn machine(&mut self, node: usize) -> Result<&mut NodeModel, Code> {
        self.nodes[node].as_mut().ok_or(NOT_INITIALIZED)
    }

    pub(super) fn add_stake(&mut self, node: usize, amount: u64) -> Result<(), Code> {
        let purse = self.wallets[node][0];
        let machine = self.machine(node)?;
        allow(purse >= amount, E::InsufficientFunds)?;
        allow(amount > 0, E::AmountZero)?;
        allow(!machine.banned, E::NodeBanned)?;
        machine.stake += amount;
        self.wallets[node][0] = purse - amount;
        Ok(())
    }

    pub(super) fn request(&mut self, node: usize, amount: u64) -> Result<(), Code> {
        let (now, least, cooldown) = (self.now, self.rules.least_stake[0], self.rules.cooldown);
        let machine = self.machine(node)?;
        allow(amount > 0, E::AmountZero)?;
        allow(machine.withdrawing == 0, E::WithdrawalPending)?;
        allow(machine.active == 0, E::JobsActive)?;
        allow(now >= machine.locked_until, E::StakeLocked)?;
        let rest = machine.stake.checked_sub(amount).ok_or(no(E::StakeTooSmall))?;
        allow(rest == 0 || rest >= least, E::StakeBelowMinimum)?;
        machine.withdrawing = amount;
        machine.claimable_at = now + cooldown;
        Ok(())
    }

    pub(super) fn recall(&mut self, node: usize) -> Result<(), Code> {
        let machine = self.machine(node)?;
        allow(machine.withdrawing > 0, E::NoWithdrawal)?;
        machine.withdrawing = 0;
        machine.claimable_at = 0;
        Ok(())
    }

    pub(super) fn withdraw(&mut self, node: usize) -> Result<(), Code> {
        let now = self.now;
        let machine = self.machine(node)?;
        allow(machine.withdrawing > 0, E::NoWithdrawal)?;
        allow(now >= machine.claimable_at, E::CooldownRunning)?;
        allow(machine.active == 0, E::JobsActive)?;
        let amount = machine.withdrawing;
        machine.stake -= amount;
        machine.withdrawing = 0;
        machine.claimable_at = 0;
        self.wallets[node][0] += amount;
        Ok(())
    }
}
