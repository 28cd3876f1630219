use anchor_lang::prelude::*;
use node_registry::state::Node;

use crate::{
    constants::{ESCROW_AUTHORITY, NODES_PER_PAGE},
    error::ReputationError,
    events::OutcomeRecorded,
    instructions::no_surplus,
    state::{OutcomeArgs, OutcomeQueue},
};

/// Accounts of `record_outcome`.
#[event_cpi]
#[derive(Accounts)]
pub struct RecordOutcome<'info> {
    /// job-escrow's authority account.
    #[account(address = ESCROW_AUTHORITY @ ReputationError::NotJobEscrow)]
    pub escrow_authority: Signer<'info>,
    /// The node whose job ended.
    pub node: Box<Account<'info, Node>>,
    /// The queue of the node's page; only `init_page` makes such accounts, one for each page.
    #[account(mut, constraint = queue.load()?.page == node.index / NODES_PER_PAGE @ ReputationError::WrongPage)]
    pub queue: AccountLoader<'info, OutcomeQueue>,
}

impl RecordOutcome<'_> {
    fn validate(&self, outcome: &OutcomeArgs, remaining: &[AccountInfo]) -> Result<()> {
        no_surplus(remaining)?;
        outcome.validate()
    }

    /// Appends an outcome.
    #[access_control(ctx.accounts.validate(&outcome, ctx.remaining_accounts))]
    pub fn record_outcome(ctx: Context<Self>, outcome: OutcomeArgs) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let node = &ctx.accounts.node;
        let slot =
            u8::try_from(node.index % NODES_PER_PAGE).map_err(|_| ReputationError::InvariantViolated)?;
        let entry = outcome.at(node.key(), slot, node.last_heartbeat, now);
        let (page, waiting) = {
            let mut queue = ctx.accounts.queue.load_mut()?;
            queue.push(entry)?;
            queue.invariant()?;
            (queue.page, queue.len)
        };
        emit_cpi!(OutcomeRecorded {
            node: entry.node,
            page,
            kind: outcome.kind,
            client: outcome.client,
            price: outcome.price,
            waiting,
        });
        Ok(())
    }
}
