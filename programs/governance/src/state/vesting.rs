use anchor_lang::prelude::*;

use crate::{error::GovernanceError, math::proportion};

/// Tokens that become the beneficiary's with time, at ["vesting", beneficiary, nonce]; they lie in
/// ["vesting_vault", vesting].
#[account]
#[derive(InitSpace, Debug)]
pub struct Vesting {
    /// Canonical bump of this account.
    pub bump: u8,
    /// Canonical bump of the vault.
    pub vault_bump: u8,
    /// A wallet, or one token account that alone is paid.
    pub beneficiary: Pubkey,
    /// Tells a beneficiary's vestings apart.
    pub nonce: u64,
    /// All tokens, in base units.
    pub total: u64,
    /// Tokens paid out, in base units.
    pub claimed: u64,
    /// When it begins, in unix seconds.
    pub start: i64,
    /// Seconds from the start before which nothing is paid.
    pub cliff: i64,
    /// Seconds from the start after which everything is.
    pub duration: i64,
    /// Who paid for the accounts, and gets that back.
    pub rent_payer: Pubkey,
    /// Whether the beneficiary is a token account and not a wallet.
    pub to_account: bool,
}

/// Terms of a vesting.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub struct VestingArgs {
    /// A wallet, or one token account that alone is paid.
    pub beneficiary: Pubkey,
    /// Tells a beneficiary's vestings apart.
    pub nonce: u64,
    /// All tokens, in base units.
    pub total: u64,
    /// When it begins, in unix seconds; may lie in the past.
    pub start: i64,
    /// Seconds from the start before which nothing is paid.
    pub cliff: i64,
    /// Seconds from the start after which everything is.
    pub duration: i64,
    /// Whether the beneficiary is a token account and not a wallet.
    pub to_account: bool,
}

impl Vesting {
    /// The state of a fresh account.
    pub fn new(bump: u8, vault_bump: u8, rent_payer: Pubkey, args: VestingArgs) -> Result<Self> {
        require!(args.total > 0, GovernanceError::ZeroAmount);
        let sound = args.start >= 0
            && args.duration > 0
            && (0..=args.duration).contains(&args.cliff)
            && args.start.checked_add(args.duration).is_some();
        require!(sound, GovernanceError::VestingTermsInvalid);
        Ok(Self {
            bump,
            vault_bump,
            beneficiary: args.beneficiary,
            nonce: args.nonce,
            total: args.total,
            claimed: 0,
            start: args.start,
            cliff: args.cliff,
            duration: args.duration,
            rent_payer,
            to_account: args.to_account,
        })
    }

    /// What has vested at `now` (unix seconds), in base units, paid out or not. Linear, rounded down.
    pub fn vested(&self, now: i64) -> Result<u64> {
        let elapsed = now.saturating_sub(self.start);
        if elapsed < self.cliff || elapsed <= 0 {
            return Ok(0);
        }
        if elapsed >= self.duration {
            return Ok(self.total);
        }
        let part = proportion(self.total, elapsed.unsigned_abs(), self.duration.unsigned_abs());
        Ok(part.ok_or(GovernanceError::Overflow)?)
    }

    /// Books what can be paid at `now` (unix seconds) and returns it, in base units.
    pub fn claim(&mut self, now: i64) -> Result<u64> {
        let vested = self.vested(now)?;
        let amount = vested.saturating_sub(self.claimed);
        require!(amount > 0, GovernanceError::NothingVested);
        self.claimed = vested;
        Ok(amount)
    }

    /// Whether a token account at `key` that belongs to `owner` may be paid. Anyone claims, and anyone can make an account
    /// that belongs to a token account, out of which nobody could ever pay: so only a wallet's accounts are as good as it.
    pub fn pays(&self, key: &Pubkey, owner: &Pubkey) -> bool {
        self.beneficiary == *(if self.to_account { key } else { owner })
    }

    /// Whether everything was paid out.
    pub fn is_complete(&self) -> bool {
        self.claimed == self.total
    }

    /// Holds after every instruction: the vault covers what is still owed (base units).
    pub fn invariant(&self, vault: u64) -> Result<()> {
        let owed = self.total.checked_sub(self.claimed);
        require!(
            owed.is_some_and(|owed| vault >= owed),
            GovernanceError::InvariantViolated
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests;
