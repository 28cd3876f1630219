use anchor_lang::prelude::*;
use governance::state::Config;

use crate::{
    constants::{ESCROW_AUTHORITY, NODE_SEED},
    error::RegistryError,
    events::JobBegun,
    instructions::no_surplus,
    state::Node,
};

/// Accounts of `begin_job`.
#[event_cpi]
#[derive(Accounts)]
pub struct BeginJob<'info> {
    /// job-escrow's authority account.
    #[account(address = ESCROW_AUTHORITY @ RegistryError::NotJobEscrow)]
    pub escrow_authority: Signer<'info>,
    /// Parameters.
    #[account(address = governance::CONFIG_ID)]
    pub config: Box<Account<'info, Config>>,
    /// The node that accepts.
    #[account(mut, seeds = [NODE_SEED, node.owner.as_ref()], bump = node.bump)]
    pub node: Box<Account<'info, Node>>,
}

impl BeginJob<'_> {
    /// Takes on a job.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn begin_job(ctx: Context<Self>, price: u64, decimals: u8) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        accounts
            .node
            .begin_job(price, decimals, &accounts.config.params.stake, now)?;
        accounts.node.check()?;
        emit_cpi!(JobBegun {
            node: ctx.accounts.node.key(),
            active_jobs: ctx.accounts.node.active_jobs,
            locked_until: ctx.accounts.node.locked_until,
        });
        Ok(())
    }
}
