use crate::{constants::SECONDS_PER_DAY, error::JobEscrowError};
use anchor_lang::prelude::*;
use governance::ReputationParams;
use reputation::math::{client_score, price_weight, ClientConduct};

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
    /// Jobs paid to the end.
    pub jobs_settled: u64,
    /// Disputes lost.
    pub disputes_lost: u32,
    /// Jobs paid to the end by price, in bps of a job that counts fully.
    pub settled_weight: u64,
    /// Running jobs that the client cancelled, by price.
    pub cancelled_weight: u64,
    /// What nodes look at before they accept, 0–1,000.
    pub score: u16,
    /// The rules of that score, as they were when the client last created a job.
    pub rules: ClientRules,
}

/// What a client's score depends on of governance's parameters.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientRules {
    /// Price, in whole tokens, from which a job counts fully.
    pub trust_price_tokens: u64,
    /// Jobs at which a client is trusted half.
    pub confidence: u16,
    /// Points that a lost dispute costs.
    pub dispute_penalty: u16,
}

impl ClientRules {
    /// The rules of the day.
    pub fn of(params: &ReputationParams) -> Self {
        Self {
            trust_price_tokens: params.trust_price_tokens,
            confidence: params.confidence,
            dispute_penalty: params.penalties.client_dispute_lost,
        }
    }
}

impl Client {
    /// Counts a new job at `now` (unix seconds); the score follows the rules of the day.
    ///
    /// Errors: `TooManyJobsToday`, `MathOverflow`.
    pub fn count_created(&mut self, now: i64, max_per_day: u8, rules: ClientRules) -> Result<()> {
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
        if self.rules != rules {
            self.rules = rules;
            self.judge();
        }
        Ok(())
    }

    /// Counts a job of `price` (base units of a mint with `decimals`) that was paid to the end.
    pub fn count_settled(&mut self, price: u64, decimals: u8) -> Result<()> {
        self.jobs_settled = self
            .jobs_settled
            .checked_add(1)
            .ok_or(JobEscrowError::MathOverflow)?;
        let weight = price_weight(price, decimals, self.rules.trust_price_tokens);
        self.settled_weight = self.settled_weight.saturating_add(weight);
        self.judge();
        Ok(())
    }

    /// Counts a running job of `price` (base units of a mint with `decimals`) that its client stopped.
    pub fn count_cancelled(&mut self, price: u64, decimals: u8) -> Result<()> {
        self.jobs_cancelled = self
            .jobs_cancelled
            .checked_add(1)
            .ok_or(JobEscrowError::MathOverflow)?;
        let weight = price_weight(price, decimals, self.rules.trust_price_tokens);
        self.cancelled_weight = self.cancelled_weight.saturating_add(weight);
        self.judge();
        Ok(())
    }

    /// Counts a dispute that the client lost.
    pub fn count_dispute_lost(&mut self) -> Result<()> {
        self.disputes_lost = self
            .disputes_lost
            .checked_add(1)
            .ok_or(JobEscrowError::MathOverflow)?;
        self.judge();
        Ok(())
    }

    fn judge(&mut self) {
        let conduct = ClientConduct {
            settled_weight: self.settled_weight,
            cancelled_weight: self.cancelled_weight,
            disputes_lost: self.disputes_lost,
        };
        self.score = client_score(&conduct, self.rules.confidence, self.rules.dispute_penalty);
    }

    /// Holds after every instruction.
    pub fn invariant(&self) -> Result<()> {
        let ended = self.jobs_settled.saturating_add(self.jobs_cancelled);
        require!(
            u64::from(self.jobs_today) <= self.jobs_created
                && ended <= self.jobs_created
                && u64::from(self.disputes_lost) <= self.jobs_created
                && self.score <= governance::MAX_SCORE,
            JobEscrowError::InvariantViolated
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: ClientRules = ClientRules {
        trust_price_tokens: 5,
        confidence: 10,
        dispute_penalty: 10,
    };
    const FIVE: u64 = 5_000_000_000;

    fn client() -> Client {
        Client {
            bump: 255,
            wallet: Pubkey::default(),
            day: 0,
            jobs_today: 0,
            jobs_created: 0,
            jobs_cancelled: 0,
            rent_payer: Pubkey::default(),
            jobs_settled: 0,
            disputes_lost: 0,
            settled_weight: 0,
            cancelled_weight: 0,
            score: 0,
            rules: ClientRules::default(),
        }
    }

    #[test]
    fn the_count_starts_again_at_midnight() {
        let mut client = client();
        let midnight = 20_000 * SECONDS_PER_DAY;
        for _ in 0..10 {
            assert!(client.count_created(midnight - 1, 10, RULES).is_ok());
        }
        assert!(client.count_created(midnight - 1, 10, RULES).is_err());
        assert!(client.count_created(midnight, 10, RULES).is_ok());
        assert_eq!((client.jobs_today, client.jobs_created), (1, 11));
        assert!(client.invariant().is_ok());
    }

    #[test]
    fn a_score_is_earned_by_paying_and_lost_by_stopping_and_losing() {
        let mut client = client();
        for _ in 0..10 {
            assert!(client.count_created(0, 255, RULES).is_ok());
            assert!(client.count_settled(FIVE, 9).is_ok());
        }
        assert_eq!(client.score, 500);
        assert!(client.count_created(0, 255, RULES).is_ok());
        assert!(client.count_cancelled(FIVE * 2, 9).is_ok());
        assert_eq!(client.score, 454);
        assert!(client.count_dispute_lost().is_ok());
        assert_eq!(client.score, 449);
        assert_eq!(
            (client.jobs_settled, client.jobs_cancelled, client.disputes_lost),
            (10, 1, 1)
        );
        assert!(client.invariant().is_ok());
    }

    #[test]
    fn dust_earns_a_client_nothing() {
        let mut client = client();
        for _ in 0..200 {
            assert!(client.count_created(0, 255, RULES).is_ok());
            assert!(client.count_settled(1, 9).is_ok());
        }
        assert_eq!((client.score, client.settled_weight), (0, 0));
    }

    #[test]
    fn new_rules_judge_again() {
        let mut client = client();
        assert!(client.count_created(0, 10, RULES).is_ok());
        assert!(client.count_settled(FIVE, 9).is_ok());
        assert_eq!(client.score, 90);
        let stricter = ClientRules {
            confidence: 99,
            ..RULES
        };
        assert!(client.count_created(0, 10, stricter).is_ok());
        assert_eq!(client.score, 10);
    }

    #[test]
    fn more_ended_than_created_is_a_contradiction() {
        for count in [Client::count_cancelled, Client::count_settled] {
            let mut client = client();
            assert!(count(&mut client, 1, 9).is_ok());
            assert!(client.invariant().is_err());
        }
        let mut client = client();
        assert!(client.count_dispute_lost().is_ok());
        assert!(client.invariant().is_err());
    }
}
