//! What a job's node works for, what of it is earned and paid, and every payout that follows from that.
//!
//! A job has one stage for each node that works on it: the first begins with the whole price, a later one with what
//! was left. Milestones pay parts of a stage ahead of its end. The platform's fee is always that of all that is earned,
//! rounded down once, so neither the number of milestones nor their timing changes what anybody gets.

use crate::{
    error::JobEscrowError,
    math::{share, Payout},
};
use anchor_lang::prelude::*;

/// The stage that a job is in. Amounts are base units; `claimed <= earned <= price`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What the node works for.
    pub price: u64,
    /// The part of it that proven progress has earned.
    pub earned: u64,
    /// The part of it that milestones have paid, with their fee.
    pub claimed: u64,
    /// The platform's fee, bps.
    pub fee_bps: u16,
}

impl Stage {
    /// What is left of the stage, which is what the vault holds for the job.
    pub fn left(&self) -> Result<u64> {
        less(self.price, self.claimed)
    }

    /// Work worth `earned` is paid for, less what milestones have paid: the node gets it, but for the fee.
    pub fn work(&self, earned: u64) -> Result<Payout> {
        let due = less(earned, self.claimed)?;
        let fee = less(share(earned, self.fee_bps)?, share(self.claimed, self.fee_bps)?)?;
        Ok(Payout {
            to_node: less(due, fee)?,
            fee,
            ..Payout::default()
        })
    }

    /// All of the work is done.
    pub fn settlement(&self) -> Result<Payout> {
        self.work(self.price)
    }

    /// What the node has earned and does not have yet; the rest of the stage stays where it is.
    pub fn earnings(&self) -> Result<Payout> {
        self.work(self.earned)
    }

    /// Nothing that is left goes to the node.
    pub fn refund(&self) -> Result<Payout> {
        Ok(Payout {
            to_client: self.left()?,
            ..Payout::default()
        })
    }

    /// The node gets what it earned, the client the rest.
    pub fn split(&self) -> Result<Payout> {
        self.failure(0)
    }

    /// The client stops a running job: of what is not earned the node, which is not at fault, gets `cancel_fee_bps`,
    /// free of the platform's fee. Of the client's part `burn_bps` is destroyed.
    pub fn cancellation(&self, cancel_fee_bps: u16, burn_bps: u16) -> Result<Payout> {
        let unearned = less(self.price, self.earned)?;
        let compensation = share(unearned, cancel_fee_bps)?;
        let paid = Payout {
            to_node: compensation,
            ..refunded(less(unearned, compensation)?, burn_bps)?
        };
        self.earnings()?.and(&paid)
    }

    /// The node failed or never came: of what is not earned `burn_bps` is destroyed, the client gets the rest.
    pub fn failure(&self, burn_bps: u16) -> Result<Payout> {
        let unearned = less(self.price, self.earned)?;
        self.earnings()?.and(&refunded(unearned, burn_bps)?)
    }
}

/// `amount` back to the client, but for the part that is burned.
fn refunded(amount: u64, burn_bps: u16) -> Result<Payout> {
    let burned = share(amount, burn_bps)?;
    Ok(Payout {
        to_client: less(amount, burned)?,
        burned,
        ..Payout::default()
    })
}

fn less(whole: u64, part: u64) -> Result<u64> {
    whole
        .checked_sub(part)
        .ok_or(error!(JobEscrowError::MathOverflow))
}

#[cfg(test)]
mod tests;
