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
        let entry = outcome.at(node.key(), node, now)?;
        let (page, sequence, waiting) = {
            let mut queue = ctx.accounts.queue.load_mut()?;
            let sequence = queue.push(entry)?;
            queue.invariant()?;
            (queue.page, sequence, queue.len)
        };
        let event = OutcomeRecorded {
            node: entry.node,
            page,
            slot: entry.slot,
            sequence,
            kind: outcome.kind,
            client: outcome.client,
            price: entry.price,
            decimals: entry.decimals,
            estimated_seconds: entry.estimated_seconds,
            actual_seconds: entry.actual_seconds,
            proofs_total: entry.proofs_total,
            proofs_valid: entry.proofs_valid,
            stars: entry.stars,
            age: entry.age,
            uptime: entry.uptime,
            unbroken: entry.unbroken,
            heartbeat_age: entry.heartbeat_age,
            recorded_at: entry.recorded_at,
            waiting,
        };
        let (program, bump) = (&crate::ID_CONST, crate::EVENT_AUTHORITY_AND_BUMP.1);
        governance::emit_by_cpi(program, bump, &event, &ctx.accounts.event_authority)
    }
}
