use anchor_lang::prelude::*;

use crate::{
    constants::{ESCROW_AUTHORITY, NODE_SEED},
    error::RegistryError,
    events::JobReleased,
    instructions::no_surplus,
    state::Node,
};

/// Accounts of `end_job`.
#[event_cpi]
#[derive(Accounts)]
pub struct EndJob<'info> {
    /// job-escrow's authority account.
    #[account(address = ESCROW_AUTHORITY @ RegistryError::NotJobEscrow)]
    pub escrow_authority: Signer<'info>,
    /// The node whose job ended.
    #[account(mut, seeds = [NODE_SEED, node.owner.as_ref()], bump = node.bump)]
    pub node: Box<Account<'info, Node>>,
}

impl EndJob<'_> {
    /// Lets go of a job that ended without the node's fault.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn end_job(ctx: Context<Self>) -> Result<()> {
        let node = &mut ctx.accounts.node;
        node.end_job()?;
        node.check()?;
        let active_jobs = node.active_jobs;
        emit_cpi!(JobReleased {
            node: ctx.accounts.node.key(),
            active_jobs
        });
        Ok(())
    }
}
