use anchor_lang::prelude::*;

use crate::{constants::ESCROW_AUTHORITY, error::RegistryError, instructions::no_surplus, state::Node};

/// Accounts of `end_job`. It runs inside every settlement, so it is kept cheap: job-escrow's own event says that the
/// job ended, and only this program creates a `Node`, at its one address.
#[derive(Accounts)]
pub struct EndJob<'info> {
    /// job-escrow's authority account.
    #[account(address = ESCROW_AUTHORITY @ RegistryError::NotJobEscrow)]
    pub escrow_authority: Signer<'info>,
    /// The node whose job ended.
    #[account(mut)]
    pub node: Box<Account<'info, Node>>,
}

impl EndJob<'_> {
    /// Lets go of a job that ended without the node's fault.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn end_job(ctx: Context<Self>) -> Result<()> {
        let node = &mut ctx.accounts.node;
        node.end_job()?;
        node.check()
    }
}
