//! What happens to the funds and to what vests.

use anchor_lang::prelude::*;

/// A fund has an account in a mint.
#[event]
pub struct FundCreated {
    /// The mint.
    pub mint: Pubkey,
    /// 0: treasury, 1: liquidity.
    pub kind: u8,
    /// The token account.
    pub fund: Pubkey,
}

/// Collected fees were distributed. Amounts are base units of the mint.
#[event]
pub struct FeesDistributed {
    /// The mint.
    pub mint: Pubkey,
    /// To the rewards of stakes.
    pub rewards: u64,
    /// To the treasury.
    pub treasury: u64,
    /// To the liquidity fund.
    pub liquidity: u64,
    /// Burned.
    pub burned: u64,
}

/// A fund paid.
#[event]
pub struct FundSpent {
    /// The mint.
    pub mint: Pubkey,
    /// 0: treasury, 1: liquidity.
    pub kind: u8,
    /// The token account that was paid.
    pub destination: Pubkey,
    /// How much, in base units.
    pub amount: u64,
}

/// Tokens began to vest.
#[event]
pub struct VestingCreated {
    /// Its account.
    pub vesting: Pubkey,
    /// A wallet, or one token account.
    pub beneficiary: Pubkey,
    /// All tokens, in base units.
    pub total: u64,
    /// When it begins, in unix seconds.
    pub start: i64,
    /// Seconds before which nothing is paid.
    pub cliff: i64,
    /// Seconds after which everything is.
    pub duration: i64,
}

/// Vested tokens were paid out.
#[event]
pub struct VestingClaimed {
    /// Its account.
    pub vesting: Pubkey,
    /// The token account that was paid.
    pub destination: Pubkey,
    /// How much, in base units.
    pub amount: u64,
    /// How much was paid so far, in base units.
    pub claimed: u64,
}
