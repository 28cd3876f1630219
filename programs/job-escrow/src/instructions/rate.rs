use crate::{
    constants::{AUTHORITY, REPUTATION_EVENTS},
    error::JobEscrowError,
    events::{emit_by_cpi, JobRated},
    instructions::no_surplus,
    node_side::{record_rating, OutcomeSide},
    payout::info,
    state::Job,
};
use anchor_lang::prelude::*;
use node_registry::Node;
use reputation::program::Reputation;

#[event_cpi]
#[derive(Accounts)]
pub struct Rate<'info> {
    /// The one who paid for the job.
    pub client: Signer<'info>,
    /// The job.
    #[account(mut, has_one = client @ JobEscrowError::WrongClient)]
    pub job: Box<Account<'info, Job>>,
    /// The job's node. One that was closed and registered again stands elsewhere and has earned nothing yet, stars
    /// included.
    #[account(
        address = job.node @ JobEscrowError::WrongNode,
        constraint = node.index == job.node_index @ JobEscrowError::WrongNode,
    )]
    pub node: Box<Account<'info, Node>>,
    /// CHECK: reputation checks that this is the queue of the node's page.
    #[account(mut)]
    pub outcomes: UncheckedAccount<'info>,
    /// CHECK: signs for this program and holds nothing; its address is the whole check.
    #[account(address = AUTHORITY)]
    pub authority: UncheckedAccount<'info>,
    /// Keeps the outcomes.
    pub reputation_program: Program<'info, Reputation>,
    /// CHECK: reputation's event authority; its address is the whole check.
    #[account(address = REPUTATION_EVENTS)]
    pub reputation_events: UncheckedAccount<'info>,
}

impl Rate<'_> {
    /// Keeps the stars in the job and queues them for the node's score.
    ///
    /// Errors: the account names, those of `Job::rate`, and reputation's `QueueFull`, which `apply_outcomes` cures.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn rate(ctx: Context<Self>, stars: u8) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        accounts.job.rate(stars)?;
        record_rating(
            &OutcomeSide {
                node: info(&*accounts.node),
                outcomes: &accounts.outcomes,
                authority: &accounts.authority,
                events: &accounts.reputation_events,
                program: &accounts.reputation_program,
            },
            &accounts.job,
        )?;
        accounts.job.invariant()?;
        let event = JobRated {
            job: accounts.job.key(),
            client: accounts.job.client,
            node: accounts.job.node,
            stars,
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
