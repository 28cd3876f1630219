use anchor_lang::prelude::*;

use crate::error::GovernanceError;

/// Tokens that vote, at ["lock", owner]; they lie in ["lock_vault", lock]. One token is one vote in every matter that
/// was opened after it was locked, and it stays locked until the last of those matters is decided.
#[account]
#[derive(InitSpace, Debug)]
pub struct TokenLock {
    /// Canonical bump of this account.
    pub bump: u8,
    /// Canonical bump of the vault.
    pub vault_bump: u8,
    /// Whose tokens they are; the only one who votes with them or takes them out.
    pub owner: Pubkey,
    /// Locked tokens in base units; what else the vault holds is a gift to the owner.
    pub amount: u64,
    /// When tokens were last added, in unix seconds: adding tokens makes all of them wait for the next matter.
    pub since: i64,
    /// Until when they stay, in unix seconds: the end of the last vote they were cast in.
    pub locked_until: i64,
    /// Who paid for the accounts, and gets that back.
    pub rent_payer: Pubkey,
}

impl TokenLock {
    /// The state of a fresh account.
    pub fn new(bump: u8, vault_bump: u8, owner: Pubkey, rent_payer: Pubkey) -> Self {
        Self {
            bump,
            vault_bump,
            owner,
            amount: 0,
            since: 0,
            locked_until: 0,
            rent_payer,
        }
    }

    /// Adds tokens (base units). All of them vote only on what is opened after `now`.
    pub fn lock(&mut self, amount: u64, now: i64) -> Result<()> {
        require!(amount > 0, GovernanceError::ZeroAmount);
        self.amount = self.amount.checked_add(amount).ok_or(GovernanceError::Overflow)?;
        self.since = now;
        Ok(())
    }

    /// Takes tokens out (base units), once no vote needs them any more.
    pub fn unlock(&mut self, amount: u64, now: i64) -> Result<()> {
        require!(amount > 0, GovernanceError::ZeroAmount);
        require!(now >= self.locked_until, GovernanceError::StillLocked);
        self.amount = self
            .amount
            .checked_sub(amount)
            .ok_or(GovernanceError::LockTooSmall)?;
        Ok(())
    }

    /// Casts the tokens in a vote opened at `opened` that ends at `ends` (unix seconds): how many count (base units),
    /// all of which stay until the end. Tokens locked in the second of the opening, or later, do not count.
    pub fn cast(&mut self, opened: i64, ends: i64) -> Result<u64> {
        require!(self.since < opened, GovernanceError::LockedTooLate);
        require!(self.amount > 0, GovernanceError::LockTooSmall);
        self.locked_until = self.locked_until.max(ends);
        Ok(self.amount)
    }

    /// Holds after every instruction: the vault covers the lock (base units).
    pub fn invariant(&self, vault: u64) -> Result<()> {
        require!(vault >= self.amount, GovernanceError::InvariantViolated);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
