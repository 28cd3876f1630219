use anchor_lang::prelude::*;

use crate::{
    constants::{MAX_PAGE, OUTCOMES_SEED, SCORES_SEED},
    error::ReputationError,
    events::PageInitialized,
    instructions::no_surplus,
    state::{OutcomeQueue, ScorePage},
};

/// Accounts of `init_page`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(page: u32)]
pub struct InitPage<'info> {
    /// Pays rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The new queue.
    #[account(init, payer = payer, space = OutcomeQueue::SPACE, seeds = [OUTCOMES_SEED, &page.to_le_bytes()], bump)]
    pub queue: AccountLoader<'info, OutcomeQueue>,
    /// The new scores.
    #[account(init, payer = payer, space = ScorePage::SPACE, seeds = [SCORES_SEED, &page.to_le_bytes()], bump)]
    pub scores: AccountLoader<'info, ScorePage>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

impl InitPage<'_> {
    fn validate(&self, page: u32, remaining: &[AccountInfo]) -> Result<()> {
        no_surplus(remaining)?;
        require!(page <= MAX_PAGE, ReputationError::PageOutOfRange);
        Ok(())
    }

    /// Creates a page.
    #[access_control(ctx.accounts.validate(page, ctx.remaining_accounts))]
    pub fn init_page(ctx: Context<Self>, page: u32) -> Result<()> {
        {
            let mut queue = ctx.accounts.queue.load_init()?;
            queue.init(page, ctx.bumps.queue);
            queue.invariant()?;
            let mut scores = ctx.accounts.scores.load_init()?;
            scores.init(page, ctx.bumps.scores);
            scores.invariant()?;
        }
        emit_cpi!(PageInitialized { page });
        Ok(())
    }
}
