use crate::{
    binding::{assignment_hash, BindingParts},
    constants::{AUTHORITY, REGISTRY_EVENTS},
    error::JobEscrowError,
    events::{emit_by_cpi, JobAccepted},
    instructions::no_surplus,
    node_side::{begin_job, score_of},
    state::{Acceptance, Job},
};
use anchor_lang::prelude::*;
use node_registry::{program::NodeRegistry, Node};
use reputation::ScorePage;

#[event_cpi]
#[derive(Accounts)]
pub struct AcceptJob<'info> {
    /// The node's hot key.
    pub operator: Signer<'info>,
    /// The job.
    #[account(mut)]
    pub job: Box<Account<'info, Job>>,
    /// The node that the assignment hash hides.
    #[account(mut, has_one = operator @ JobEscrowError::WrongOperator)]
    pub node: Box<Account<'info, Node>>,
    /// Holds the node's score.
    pub score_page: AccountLoader<'info, ScorePage>,
    /// CHECK: governance's parameters, which node-registry reads; the address is the whole check.
    #[account(address = governance::CONFIG_ID)]
    pub config: UncheckedAccount<'info>,
    /// CHECK: signs for this program and holds nothing; its address is the whole check.
    #[account(address = AUTHORITY)]
    pub authority: UncheckedAccount<'info>,
    /// Keeps stake and standing of nodes.
    pub node_registry_program: Program<'info, NodeRegistry>,
    /// CHECK: node-registry's event authority; its address is the whole check.
    #[account(address = REGISTRY_EVENTS)]
    pub node_registry_events: UncheckedAccount<'info>,
}

impl AcceptJob<'_> {
    fn validate(&self, salt: &[u8; 32], now: i64) -> Result<()> {
        self.job.require_acceptable(now)?;
        require!(
            assignment_hash(&self.node.key(), salt) == self.job.assignment_hash,
            JobEscrowError::WrongAssignment
        );
        Ok(())
    }

    fn binding(&self, slot: u64) -> [u8; 32] {
        BindingParts {
            job: &self.job.key(),
            node: &self.node.key(),
            dataset_root: &self.job.dataset_root,
            initial_weights: &self.job.initial_weights,
            spec_hash: &self.job.spec_hash,
            accepted_slot: slot,
        }
        .hash()
    }

    /// Takes the job on: node-registry checks standing and stake and locks it.
    ///
    /// Errors: `WrongOperator`, `JobNotFunded`, `AcceptWindowClosed`, `WrongAssignment`, `WrongScorePage`,
    /// `ScoreTooLow`, `PriceAboveTier`, and those of node-registry's begin_job.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn accept_job(ctx: Context<Self>, salt: [u8; 32]) -> Result<()> {
        let clock = Clock::get()?;
        let accounts = &mut *ctx.accounts;
        accounts.validate(&salt, clock.unix_timestamp)?;
        let score = score_of(&accounts.score_page, &accounts.node)?;
        let acceptance = Acceptance {
            node: accounts.node.key(),
            node_index: accounts.node.index,
            node_owner: accounts.node.owner,
            score,
            binding: accounts.binding(clock.slot),
            slot: clock.slot,
            now: clock.unix_timestamp,
        };
        accounts.job.accept(&acceptance)?;
        begin_job(accounts)?;
        accounts.job.invariant()?;

        let job = &ctx.accounts.job;
        let event = JobAccepted {
            job: job.key(),
            node: job.node,
            node_owner: job.node_owner,
            score,
            fee_bps: job.fee_bps,
            price: job.price,
            binding: job.binding,
            audits_due: job.audits_due,
            slot: job.accepted_slot,
            at: job.accepted_at,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
