use anchor_lang::prelude::*;
use governance::{
    math::{bps_of, price_band},
    state::StakeParams,
};

use super::Node;
use crate::{
    constants::FAILURES_KEPT,
    error::RegistryError,
    math::{
        extend_lock, failures_within, remember_failure, split_dispute, split_slash, DisputeSplit, SlashSplit,
    },
};

/// How a node failed a job.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It stopped, ran out of time or could not prove its work.
    Failure,
    /// An audit of its work did not hold.
    Audit,
}

/// What a failed job costs its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slash {
    /// Tokens taken from the stake, in base units.
    pub amount: u64,
    /// Where they go.
    pub split: SlashSplit,
    /// Whether the failure was one too many, so that the node is suspended.
    pub repeated: bool,
}

/// What a lost dispute costs its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forfeit {
    /// Tokens taken from the stake, in base units.
    pub amount: u64,
    /// Where they go.
    pub split: DisputeSplit,
}

impl Node {
    /// Takes on a job of `price` (base units of a mint with `decimals`): checks standing and the stake that is not
    /// being withdrawn, extends the lock.
    pub fn begin_job(&mut self, price: u64, decimals: u8, params: &StakeParams, now: i64) -> Result<()> {
        require!(!self.banned, RegistryError::NodeBanned);
        require!(now >= self.suspended_until, RegistryError::NodeSuspended);
        let band =
            price_band(price, decimals, &params.price_limits_tokens).ok_or(RegistryError::TooManyDecimals)?;
        let minimum = params.min_stake.get(band).ok_or(RegistryError::Overflow)?;
        require!(self.staying()? >= *minimum, RegistryError::StakeBelowBand);
        self.active_jobs = self
            .active_jobs
            .checked_add(1)
            .ok_or(RegistryError::TooManyJobs)?;
        self.jobs_accepted = self.jobs_accepted.saturating_add(1);
        self.locked_until = extend_lock(self.locked_until, now, params.lock_per_job, self.active_jobs)
            .ok_or(RegistryError::Overflow)?;
        Ok(())
    }

    /// Lets go of a job that ended without the node's fault.
    pub fn end_job(&mut self) -> Result<()> {
        self.active_jobs = self
            .active_jobs
            .checked_sub(1)
            .ok_or(RegistryError::NoActiveJob)?;
        Ok(())
    }

    /// Lets go of a job that the node failed, and takes the stake that costs. The repeat slash is on what the
    /// first one leaves; it clears the remembered failures, so that the next failure starts a new count.
    pub fn fail_job(
        &mut self,
        price: u64,
        decimals: u8,
        fault: Fault,
        params: &StakeParams,
        now: i64,
    ) -> Result<Slash> {
        self.end_job()?;
        self.reckon_rewards(params, now)?;
        let mut amount = self.take_stake(fault.slash_bps(price, decimals, params)?)?;
        self.recent_failures = remember_failure(self.recent_failures, now);
        let repeated = failures_within(&self.recent_failures, now, params.repeat_window)
            >= usize::from(params.repeat_count);
        if repeated {
            let further = self.take_stake(params.repeat_slash_bps)?;
            amount = amount.checked_add(further).ok_or(RegistryError::Overflow)?;
            let until = now
                .checked_add(params.suspension)
                .ok_or(RegistryError::Overflow)?;
            self.suspended_until = self.suspended_until.max(until);
            self.recent_failures = [0; FAILURES_KEPT];
        }
        self.last_slash = now;
        let split = split_slash(amount, params.insurance_bps).ok_or(RegistryError::Overflow)?;
        Ok(Slash {
            amount,
            split,
            repeated,
        })
    }

    /// Lets go of a job whose dispute the node lost, takes the stake that costs, and shuts the node out for good.
    pub fn lose_dispute(&mut self, params: &StakeParams, now: i64) -> Result<Forfeit> {
        self.end_job()?;
        self.reckon_rewards(params, now)?;
        let amount = self.take_stake(params.dispute_slash_bps)?;
        self.last_slash = now;
        self.banned = true;
        let split = split_dispute(amount, params.dispute_client_bps).ok_or(RegistryError::Overflow)?;
        Ok(Forfeit { amount, split })
    }

    /// Takes a part of the whole stake: first what stays, then what is being withdrawn.
    fn take_stake(&mut self, bps: u16) -> Result<u64> {
        let amount = bps_of(self.stake, bps).ok_or(RegistryError::Overflow)?;
        self.stake = self.stake.checked_sub(amount).ok_or(RegistryError::Overflow)?;
        self.withdrawing = self.withdrawing.min(self.stake);
        if self.withdrawing == 0 {
            self.claimable_at = 0;
        }
        Ok(amount)
    }
}

impl Fault {
    /// Part of the stake that it costs, in bps, for a job of `price` (base units of a mint with `decimals`).
    fn slash_bps(self, price: u64, decimals: u8, params: &StakeParams) -> Result<u16> {
        match self {
            Self::Audit => Ok(params.audit_slash_bps),
            Self::Failure => {
                let band = price_band(price, decimals, &params.price_limits_tokens)
                    .ok_or(RegistryError::TooManyDecimals)?;
                let bps = params
                    .failure_slash_bps
                    .get(band)
                    .ok_or(RegistryError::Overflow)?;
                Ok(*bps)
            }
        }
    }
}
