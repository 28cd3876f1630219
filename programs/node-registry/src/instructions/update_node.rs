use anchor_lang::prelude::*;

use crate::{
    constants::NODE_SEED,
    error::RegistryError,
    events::NodeUpdated,
    instructions::no_surplus,
    state::{Node, UpdateNodeArgs},
};

/// Accounts of `update_node`.
#[event_cpi]
#[derive(Accounts)]
pub struct UpdateNode<'info> {
    /// The node's owner.
    pub owner: Signer<'info>,
    /// The node.
    #[account(
        mut,
        seeds = [NODE_SEED, node.owner.as_ref()],
        bump = node.bump,
        has_one = owner @ RegistryError::NotOwner,
    )]
    pub node: Box<Account<'info, Node>>,
}

impl UpdateNode<'_> {
    fn validate(&self, args: &UpdateNodeArgs, remaining: &[AccountInfo]) -> Result<()> {
        no_surplus(remaining)?;
        args.validate()
    }

    /// Changes what the owner named.
    #[access_control(ctx.accounts.validate(&args, ctx.remaining_accounts))]
    pub fn update_node(ctx: Context<Self>, args: UpdateNodeArgs) -> Result<()> {
        let node = &mut ctx.accounts.node;
        node.update(&args, Clock::get()?.unix_timestamp)?;
        node.check()?;
        emit_cpi!(NodeUpdated {
            node: ctx.accounts.node.key(),
            tls_key_hash: ctx.accounts.node.tls_key_hash,
            previous_tls_key_hash: ctx.accounts.node.previous_tls_key_hash,
            previous_tls_until: ctx.accounts.node.previous_tls_until,
        });
        Ok(())
    }
}
