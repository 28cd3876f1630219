use crate::{constants::SECONDS_PER_DAY, error::JobEscrowError};
use anchor_lang::prelude::*;

/// What is counted for one client wallet. PDA ["client", wallet]; made with the wallet's first job and kept.
#[account]
#[derive(InitSpace, Debug)]
pub struct Client {
    /// Canonical bump.
    pub bump: u8,
    /// The wallet.
    pub wallet: Pubkey,
    /// Day of UTC (unix seconds / 86,400) that `jobs_today` counts.
    pub day: i64,
    /// Jobs created on `day`.
    pub jobs_today: u8,
    /// Jobs ever created.
    pub jobs_created: u64,
    /// Running jobs that the client cancelled.
    pub jobs_cancelled: u64,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
}

impl Client {
    /// Counts a new job at `now` (unix seconds).
    ///
    /// Errors: `TooManyJobsToday`, `MathOverflow`.
    pub fn count_created(&mut self, now: i64, max_per_day: u8) -> Result<()> {
        let day = now.div_euclid(SECONDS_PER_DAY);
        if self.day != day {
            self.day = day;
            self.jobs_today = 0;
        }
        require!(self.jobs_today < max_per_day, JobEscrowError::TooManyJobsToday);
        self.jobs_today = self
            .jobs_today
            .checked_add(1)
            .ok_or(JobEscrowError::MathOverflow)?;
        self.jobs_created = self
            .jobs_created
            .checked_add(1)
            .ok_or(JobEscrowError::MathOverflow)?;
        Ok(())
    }

    /// Counts a running job that its client stopped.
    pub fn count_cancelled(&mut self) -> Result<()> {
        self.jobs_cancelled = self
            .jobs_cancelled
            .checked_add(1)
            .ok_or(JobEscrowError::MathOverflow)?;
        Ok(())
    }

    /// Holds after every instruction.
    pub fn invariant(&self) -> Result<()> {
        require!(
            u64::from(self.jobs_today) <= self.jobs_created && self.jobs_cancelled <= self.jobs_created,
            JobEscrowError::InvariantViolated
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client() -> Client {
        Client {
            bump: 255,
            wallet: Pubkey::default(),
            day: 0,
            jobs_today: 0,
            jobs_created: 0,
            jobs_cancelled: 0,
            rent_payer: Pubkey::default(),
        }
    }

    #[test]
    fn the_count_starts_again_at_midnight() {
        let mut client = client();
        let midnight = 20_000 * SECONDS_PER_DAY;
        for _ in 0..10 {
            assert!(client.count_created(midnight - 1, 10).is_ok());
        }
        assert!(client.count_created(midnight - 1, 10).is_err());
        assert!(client.count_created(midnight, 10).is_ok());
        assert_eq!((client.jobs_today, client.jobs_created), (1, 11));
        assert!(client.invariant().is_ok());
    }

    #[test]
    fn more_cancelled_than_created_is_a_contradiction() {
        let mut client = client();
        assert!(client.count_cancelled().is_ok());
        assert!(client.invariant().is_err());
    }
}
