use anchor_lang::prelude::*;

use crate::error::RegistryError;

/// Totals over all nodes, at ["registry"]; authority of the insurance vault at ["insurance"] and of the rewards
/// vault at ["rewards"].
#[account]
#[derive(InitSpace, Debug)]
pub struct Registry {
    /// Canonical bump of this account.
    pub bump: u8,
    /// Canonical bump of the insurance vault.
    pub insurance_bump: u8,
    /// Canonical bump of the rewards vault.
    pub rewards_bump: u8,
    /// The CYXWIZ mint, as Config named it when the registry was made.
    pub mint: Pubkey,
    /// Nodes ever registered; the next one's index.
    pub node_count: u32,
    /// Slashed tokens ever sent to the insurance vault, in base units.
    pub insured: u64,
    /// Slashed tokens ever burned, in base units.
    pub burned: u64,
    /// Tokens ever paid out of the insurance vault, in base units.
    pub insurance_paid: u64,
    /// Stake ever lost with disputes, in base units.
    pub disputed: u64,
    /// Rewards ever paid into stakes, in base units.
    pub rewards_paid: u64,
}

impl Registry {
    /// The state of a fresh account.
    pub fn new(bump: u8, insurance_bump: u8, rewards_bump: u8, mint: Pubkey) -> Self {
        Self {
            bump,
            insurance_bump,
            rewards_bump,
            mint,
            node_count: 0,
            insured: 0,
            burned: 0,
            insurance_paid: 0,
            disputed: 0,
            rewards_paid: 0,
        }
    }

    /// Hands out the next node index.
    pub fn next_index(&mut self) -> Result<u32> {
        let index = self.node_count;
        self.node_count = index.checked_add(1).ok_or(RegistryError::Overflow)?;
        Ok(index)
    }

    /// Counts slashed tokens, in base units.
    pub fn record_slash(&mut self, insured: u64, burned: u64) -> Result<()> {
        self.insured = self.insured.checked_add(insured).ok_or(RegistryError::Overflow)?;
        self.burned = self.burned.checked_add(burned).ok_or(RegistryError::Overflow)?;
        Ok(())
    }

    /// Counts stake lost with a dispute, in base units.
    pub fn record_dispute(&mut self, amount: u64) -> Result<()> {
        self.disputed = self.disputed.checked_add(amount).ok_or(RegistryError::Overflow)?;
        Ok(())
    }

    /// Counts tokens to be paid out of the insurance vault, in base units.
    pub fn pay_insurance(&mut self, amount: u64) -> Result<()> {
        require!(amount > 0, RegistryError::AmountZero);
        require!(amount <= self.insurance()?, RegistryError::InsuranceTooSmall);
        self.insurance_paid = self
            .insurance_paid
            .checked_add(amount)
            .ok_or(RegistryError::Overflow)?;
        Ok(())
    }

    /// Counts rewards paid into a stake, in base units.
    pub fn record_rewards(&mut self, amount: u64) -> Result<()> {
        self.rewards_paid = self
            .rewards_paid
            .checked_add(amount)
            .ok_or(RegistryError::Overflow)?;
        Ok(())
    }

    /// What the insurance still owes to those whom governance names, in base units. Gifts do not count.
    pub fn insurance(&self) -> Result<u64> {
        let left = self.insured.checked_sub(self.insurance_paid);
        Ok(left.ok_or(RegistryError::InvariantViolated)?)
    }

    /// Holds after every instruction: what was insured and not yet paid out lies in the vault (in base units).
    pub fn invariant(&self, insurance: u64) -> Result<()> {
        require!(insurance >= self.insurance()?, RegistryError::InvariantViolated);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
