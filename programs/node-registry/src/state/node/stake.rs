use anchor_lang::prelude::*;
use governance::state::StakeParams;

use super::Node;
use crate::{error::RegistryError, math::reward};

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
}
