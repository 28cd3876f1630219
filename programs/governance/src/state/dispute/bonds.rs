//! What a verdict means for bond, deposit and voters.
use anchor_lang::prelude::*;

use super::{Dispute, APPEAL_ROUND, FIRST_ROUND};
use crate::{error::GovernanceError, math::proportion, state::Party};

/// Where bond and deposit go, in base units.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Released {
    /// The bond, back to the opener.
    pub opener: u64,
    /// The deposit, back to the appellant.
    pub appellant: u64,
    /// What was lost.
    pub treasury: u64,
}

impl Dispute {
    /// Bond and deposit leave the vault, once. Errors: `NotResolved`, `BondsReleased`.
    pub fn release_bonds(&mut self) -> Result<Released> {
        let verdict = self.resolved()?;
        require!(!self.bonds_released, GovernanceError::BondsReleased);
        let opener_keeps = verdict.winner().is_none_or(|winner| winner == self.opener);
        // Forfeit unless the appeal brought its appellant what the first vote had not.
        let appellant_keeps = self.appellant.is_some() && verdict.winner() == self.appellant;
        let split = |amount, keeps| if keeps { (amount, 0) } else { (0, amount) };
        let (opener, lost_bond) = split(self.bond, opener_keeps);
        let (appellant, lost_deposit) = split(self.deposit, appellant_keeps);
        let released = Released {
            opener,
            appellant,
            treasury: lost_bond
                .checked_add(lost_deposit)
                .ok_or(GovernanceError::Overflow)?,
        };
        self.bond = 0;
        self.deposit = 0;
        self.bonds_released = true;
        Ok(released)
    }

    /// What a vote of `weight` for `side` in `round` is rewarded with: the voter reward, but all of a dispute's voters
    /// together never get more than its bond. Who disputes with itself to farm rewards loses more than that.
    ///
    /// Errors: `NotResolved`, `Overflow`.
    pub fn reward(&self, round: u8, weight: u64, side: Party) -> Result<u64> {
        let winner = self.resolved()?.winner();
        let [first, second] = &self.rounds;
        let (deciding, counted) = match self.appeal_majority() {
            None => (FIRST_ROUND, first),
            Some(_) => (APPEAL_ROUND, second),
        };
        if winner != Some(side) || round != deciding {
            return Ok(0);
        }
        let votes = counted.votes_for(side);
        let part = proportion(self.terms.bond, weight, votes).ok_or(GovernanceError::Overflow)?;
        Ok(part.min(self.terms.voter_reward))
    }

    /// A vote's record is closed. Errors: `NotResolved`, `Overflow`.
    pub fn close_vote(&mut self) -> Result<()> {
        self.resolved()?;
        self.open_votes = self.open_votes.checked_sub(1).ok_or(GovernanceError::Overflow)?;
        Ok(())
    }

    /// Nothing is left to do. Errors: `BondsNotReleased`, `VotesOpen`.
    pub fn require_closable(&self) -> Result<()> {
        require!(self.bonds_released, GovernanceError::BondsNotReleased);
        require!(self.open_votes == 0, GovernanceError::VotesOpen);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
