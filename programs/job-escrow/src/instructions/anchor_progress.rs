use crate::{
    error::JobEscrowError,
    events::{emit_by_cpi, ProgressAnchored},
    instructions::no_surplus,
    state::{Job, JobState, Progress},
};
use anchor_lang::prelude::*;
use node_registry::Node;

#[event_cpi]
#[derive(Accounts)]
pub struct AnchorProgress<'info> {
    /// The node's hot key.
    pub operator: Signer<'info>,
    /// The job.
    #[account(mut)]
    pub job: Box<Account<'info, Job>>,
    /// The job's node.
    #[account(
        address = job.node @ JobEscrowError::WrongNode,
        has_one = operator @ JobEscrowError::WrongOperator,
    )]
    pub node: Box<Account<'info, Node>>,
}

impl AnchorProgress<'_> {
    /// Anchors the root over the checkpoints so far. Errors: `WrongNode`, `WrongOperator` and those of `Job::anchor`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn anchor_progress(ctx: Context<Self>, progress: Progress) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let job = &mut ctx.accounts.job;
        let checkpoints_before = job.anchored_checkpoints;
        job.anchor(&progress, now)?;
        job.invariant()?;

        let job = &ctx.accounts.job;
        let event = ProgressAnchored {
            job: job.key(),
            node: job.node,
            checkpoints_before,
            checkpoints: job.anchored_checkpoints,
            elapsed_ms: job.anchored_elapsed_ms,
            root: job.anchored_root,
            weights: job.anchored_weights,
            is_final: job.state == JobState::Proving,
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
