use anchor_lang::prelude::*;
use governance::state::Config;

use crate::{
    constants::{OUTCOMES_SEED, QUEUE_CAPACITY, SCORES_SEED},
    error::ReputationError,
    events::{FoldRules, OutcomesApplied},
    instructions::no_surplus,
    state::{OutcomeQueue, ScorePage},
};

/// Accounts of `apply_outcomes`. Nobody signs: the result is the same whoever sends it.
#[event_cpi]
#[derive(Accounts)]
#[instruction(page: u32)]
pub struct ApplyOutcomes<'info> {
    /// Parameters.
    #[account(address = governance::CONFIG_ID)]
    pub config: Box<Account<'info, Config>>,
    /// Outcomes that wait.
    #[account(mut, seeds = [OUTCOMES_SEED, &page.to_le_bytes()], bump = queue.load()?.bump)]
    pub queue: AccountLoader<'info, OutcomeQueue>,
    /// Scores of the same page.
    #[account(mut, seeds = [SCORES_SEED, &page.to_le_bytes()], bump = scores.load()?.bump)]
    pub scores: AccountLoader<'info, ScorePage>,
}

impl ApplyOutcomes<'_> {
    fn validate(&self, max: u8, remaining: &[AccountInfo]) -> Result<()> {
        no_surplus(remaining)?;
        require!(
            (1..=QUEUE_CAPACITY).contains(&u16::from(max)),
            ReputationError::BatchOutOfRange
        );
        require!(self.queue.load()?.len > 0, ReputationError::QueueEmpty);
        Ok(())
    }

    fn rules(&self) -> FoldRules {
        let params = &self.config.params;
        FoldRules {
            reputation: params.reputation,
            silence: params.escrow.silence,
            time_grace: params.escrow.time_grace,
        }
    }

    fn fold(&self, page: u32, max: u8) -> Result<OutcomesApplied> {
        let rules = self.rules();
        let mut queue = self.queue.load_mut()?;
        let mut scores = self.scores.load_mut()?;
        let first = queue.first();
        let mut applied = 0u16;
        while applied < u16::from(max) {
            let Some(outcome) = queue.pop() else { break };
            scores.fold(&outcome, &rules)?;
            applied = applied.saturating_add(1);
        }
        queue.invariant()?;
        scores.invariant()?;
        Ok(OutcomesApplied {
            page,
            first,
            applied,
            waiting: queue.len,
            rules,
        })
    }

    /// Folds outcomes into scores.
    #[access_control(ctx.accounts.validate(max, ctx.remaining_accounts))]
    pub fn apply_outcomes(ctx: Context<Self>, page: u32, max: u8) -> Result<()> {
        let event = ctx.accounts.fold(page, max)?;
        emit_cpi!(event);
        Ok(())
    }
}
