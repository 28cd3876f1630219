use anchor_lang::prelude::*;
use governance::state::StakeParams;

use super::Node;
use crate::{
    error::RegistryError,
    math::{failures_within, reward},
};

impl Node {
    /// The stake that backs jobs and earns: all but what is being withdrawn, in base units.
    pub fn staying(&self) -> Result<u64> {
        let staying = self.stake.checked_sub(self.withdrawing);
        Ok(staying.ok_or(RegistryError::InvariantViolated)?)
    }

    /// Reckons what the stake has earned until `now` (unix seconds), from `reward_clean` seconds after registration
    /// or the last slash. Comes before every change of the stake, so that nobody earns for time in which it was not
    /// there.
    pub fn reckon_rewards(&mut self, params: &StakeParams, now: i64) -> Result<()> {
        let clean_since = self.registered_at.max(self.last_slash);
        let from = clean_since
            .saturating_add(params.reward_clean)
            .max(self.rewards_until);
        if !self.banned {
            let earned = reward(self.staying()?, params.reward_apy_bps, now.saturating_sub(from))
                .ok_or(RegistryError::Overflow)?;
            self.rewards = self.rewards.checked_add(earned).ok_or(RegistryError::Overflow)?;
        }
        self.rewards_until = self.rewards_until.max(now);
        Ok(())
    }

    /// Adds `amount` to the stake.
    pub fn add_stake(&mut self, amount: u64, params: &StakeParams, now: i64) -> Result<()> {
        require!(amount > 0, RegistryError::AmountZero);
        require!(!self.banned, RegistryError::NodeBanned);
        self.reckon_rewards(params, now)?;
        self.stake = self.stake.checked_add(amount).ok_or(RegistryError::Overflow)?;
        Ok(())
    }

    /// Starts the cooldown of `amount`. What stays is nothing or enough for the lowest price band.
    pub fn request_withdrawal(&mut self, amount: u64, params: &StakeParams, now: i64) -> Result<()> {
        require!(amount > 0, RegistryError::AmountZero);
        require!(self.withdrawing == 0, RegistryError::WithdrawalPending);
        require!(self.active_jobs == 0, RegistryError::JobsActive);
        require!(now >= self.locked_until, RegistryError::StakeLocked);
        let rest = self
            .stake
            .checked_sub(amount)
            .ok_or(RegistryError::StakeTooSmall)?;
        let [minimum, ..] = params.min_stake;
        require!(rest == 0 || rest >= minimum, RegistryError::StakeBelowMinimum);
        self.reckon_rewards(params, now)?;
        self.withdrawing = amount;
        self.claimable_at = now
            .checked_add(params.withdraw_cooldown)
            .ok_or(RegistryError::Overflow)?;
        Ok(())
    }

    /// Puts what was being withdrawn back to work; returns how much that is, in base units.
    pub fn cancel_withdrawal(&mut self, params: &StakeParams, now: i64) -> Result<u64> {
        require!(self.withdrawing > 0, RegistryError::NoWithdrawal);
        self.reckon_rewards(params, now)?;
        self.claimable_at = 0;
        Ok(std::mem::take(&mut self.withdrawing))
    }

    /// Takes what has cooled down out of the stake; returns how much that is, in base units. While a job is in
    /// progress it waits: a slash is a part of the whole stake, and must not find it smaller than at acceptance.
    pub fn claim_withdrawal(&mut self, now: i64) -> Result<u64> {
        require!(self.withdrawing > 0, RegistryError::NoWithdrawal);
        require!(now >= self.claimable_at, RegistryError::CooldownRunning);
        require!(self.active_jobs == 0, RegistryError::JobsActive);
        let amount = std::mem::take(&mut self.withdrawing);
        self.stake = self.stake.checked_sub(amount).ok_or(RegistryError::Overflow)?;
        self.claimable_at = 0;
        Ok(amount)
    }

    /// Moves rewards into the stake, as far as `vault` (base units) holds them; returns how much that is. When all
    /// of the stake is being withdrawn, so are they: nobody keeps a node from leaving by compounding.
    pub fn compound_rewards(&mut self, vault: u64, params: &StakeParams, now: i64) -> Result<u64> {
        self.reckon_rewards(params, now)?;
        let amount = self.rewards.min(vault);
        require!(amount > 0, RegistryError::NothingToCompound);
        let leaving = self.withdrawing > 0 && self.withdrawing == self.stake;
        self.rewards = self.rewards.checked_sub(amount).ok_or(RegistryError::Overflow)?;
        self.stake = self.stake.checked_add(amount).ok_or(RegistryError::Overflow)?;
        if leaving {
            self.withdrawing = self.stake;
        }
        Ok(amount)
    }

    /// Refuses to close a node that has something left, or something to escape from by registering anew.
    pub fn require_closable(&self, params: &StakeParams, now: i64) -> Result<()> {
        require!(!self.banned, RegistryError::NodeBanned);
        require!(self.active_jobs == 0, RegistryError::JobsActive);
        require!(self.stake == 0, RegistryError::StakeLeft);
        require!(now >= self.suspended_until, RegistryError::NodeSuspended);
        require!(
            failures_within(&self.recent_failures, now, params.repeat_window) == 0,
            RegistryError::RecentFailure
        );
        Ok(())
    }
}
