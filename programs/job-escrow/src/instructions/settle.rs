use crate::{
    constants::{AUTHORITY, REGISTRY_EVENTS, REPUTATION_EVENTS},
    error::JobEscrowError,
    events::{emit_by_cpi, JobEnded},
    instructions::no_surplus,
    node_side::{score_at, NodeSide},
    payout::{info, is_token_account, Vault},
    policy::{self, Evidence},
    state::{Client, Job, JobState},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;
use node_registry::program::NodeRegistry;
use reputation::{program::Reputation, OutcomeKind, ScorePage};

#[event_cpi]
#[derive(Accounts)]
pub struct Settle<'info> {
    /// The job. `dup` spares a comparison of accounts that cannot be the same: their types or addresses differ.
    #[account(mut, dup)]
    pub job: Box<Account<'info, Job>>,
    /// Counts what its client paid to the end. Only `create_job` makes such accounts, one for each wallet.
    #[account(mut, dup, constraint = client_record.wallet == job.client @ JobEscrowError::WrongClientRecord)]
    pub client_record: Box<Account<'info, Client>>,
    /// CHECK: holds what is left of the price; `create_job` made it and the job names it.
    #[account(mut, address = job.vault @ JobEscrowError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// CHECK: mint of the price; the job names it. Writable, because withheld transfer fees go back to it.
    #[account(
        mut,
        address = job.mint @ JobEscrowError::WrongMint,
        constraint = *mint.owner == token_program.key() @ JobEscrowError::WrongTokenProgram,
    )]
    pub mint: UncheckedAccount<'info>,
    /// CHECK: any token account of the node's owner; what it is not, the token program refuses to pay.
    #[account(
        mut,
        constraint = is_token_account(&node_token, &job.node_owner, &job.mint, &token_program)?
            @ JobEscrowError::WrongTokenAccount,
    )]
    pub node_token: UncheckedAccount<'info>,
    /// CHECK: gets the platform's fee; governance made it for the mint, and the job names it.
    #[account(
        mut,
        address = job.fee_vault @ JobEscrowError::WrongFeeVault,
        constraint = *fee_vault.owner == token_program.key() @ JobEscrowError::WrongTokenProgram,
    )]
    pub fee_vault: UncheckedAccount<'info>,
    /// CHECK: any token account of the client; gets what was donated to the vault. May be the node owner's own.
    #[account(
        mut,
        constraint = is_token_account(&client_token, &job.client, &job.mint, &token_program)?
            @ JobEscrowError::WrongTokenAccount,
    )]
    pub client_token: UncheckedAccount<'info>,
    /// CHECK: only receives the vault's rent; the job names it.
    #[account(mut, address = job.rent_payer @ JobEscrowError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
    /// CHECK: the job's node, which node-registry reads and lets go.
    #[account(mut, address = job.node @ JobEscrowError::WrongNode)]
    pub node: UncheckedAccount<'info>,
    /// Holds the node's score.
    pub score_page: AccountLoader<'info, ScorePage>,
    /// CHECK: reputation checks that this is the queue of the node's page.
    #[account(mut)]
    pub outcomes: UncheckedAccount<'info>,
    /// CHECK: signs for this program and holds nothing; its address is the whole check.
    #[account(address = AUTHORITY)]
    pub authority: UncheckedAccount<'info>,
    /// Owns mint and vault.
    #[account(constraint = token_program.key() == *vault.owner @ JobEscrowError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
    /// Keeps stake and standing of nodes.
    pub node_registry_program: Program<'info, NodeRegistry>,
    /// CHECK: node-registry's event authority; its address is the whole check.
    #[account(address = REGISTRY_EVENTS)]
    pub node_registry_events: UncheckedAccount<'info>,
    /// Keeps the outcomes.
    pub reputation_program: Program<'info, Reputation>,
    /// CHECK: reputation's event authority; its address is the whole check.
    #[account(address = REPUTATION_EVENTS)]
    pub reputation_events: UncheckedAccount<'info>,
}

impl<'info> Settle<'info> {
    fn vault(&self) -> Vault<'_, 'info> {
        Vault {
            job: &self.job,
            vault: &self.vault,
            mint: &self.mint,
            token_program: info(&self.token_program),
            node_token: Some(&self.node_token),
            fee_vault: Some(&self.fee_vault),
        }
    }

    fn node_side(&self) -> NodeSide<'_, 'info, UncheckedAccount<'info>> {
        NodeSide {
            node: &self.node,
            outcomes: &self.outcomes,
            authority: &self.authority,
            registry_events: &self.node_registry_events,
            registry_program: &self.node_registry_program,
            reputation_events: &self.reputation_events,
            reputation_program: &self.reputation_program,
        }
    }

    /// Pays the node and the fee what milestones have not, releases the node, records the outcome, closes the vault.
    ///
    /// Errors: the account names, `WrongScorePage`, those of `policy::require_settleable`, `VaultShort`, and
    /// reputation's `QueueFull`, which `apply_outcomes` by anyone cures.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn settle(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let job = &accounts.job;
        let score = score_at(&accounts.score_page, &job.node, job.node_index)?;
        policy::require_settleable(
            &accounts.job,
            &Evidence {
                now,
                node_score: score,
            },
        )?;

        let payout = accounts.job.stage()?.settlement()?;
        accounts.job.end(JobState::Settled, &payout, now)?;
        let emptied = accounts
            .vault()
            .empty(&payout, &accounts.client_token, &accounts.rent_payer)?;
        let side = accounts.node_side();
        side.release()?;
        side.record(&accounts.job, OutcomeKind::Settled)?;
        let job = &accounts.job;
        accounts
            .client_record
            .count_settled(job.stage_price, job.decimals)?;
        accounts.client_record.invariant()?;
        accounts.job.invariant()?;

        let event = JobEnded::of(&ctx.accounts.job, &payout, &emptied, score)?;
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
