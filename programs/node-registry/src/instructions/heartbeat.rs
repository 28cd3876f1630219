use anchor_lang::prelude::*;
use governance::state::Config;

use crate::{
    constants::NODE_SEED, error::RegistryError, events::Heartbeat, instructions::no_surplus, state::Node,
};

/// Accounts of `heartbeat`.
#[event_cpi]
#[derive(Accounts)]
pub struct SendHeartbeat<'info> {
    /// The node's hot key.
    pub operator: Signer<'info>,
    /// Says how long a node may be silent.
    #[account(address = governance::CONFIG_ID)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(
        mut,
        seeds = [NODE_SEED, node.owner.as_ref()],
        bump = node.bump,
        has_one = operator @ RegistryError::NotOperator,
    )]
    pub node: Box<Account<'info, Node>>,
}

impl SendHeartbeat<'_> {
    /// Notes a sign of life. Suspended and banned nodes may too: they may have jobs to finish.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn heartbeat(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let silence = ctx.accounts.config.params.escrow.silence;
        let node = &mut ctx.accounts.node;
        node.heartbeat(now, silence);
        node.check()?;
        emit_cpi!(Heartbeat {
            node: ctx.accounts.node.key(),
            at: now,
            uptime_seconds: ctx.accounts.node.uptime_seconds,
            alive_since: ctx.accounts.node.alive_since,
        });
        Ok(())
    }
}
