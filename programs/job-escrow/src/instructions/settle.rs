use crate::{
    constants::{AUTHORITY, REGISTRY_EVENTS, REPUTATION_EVENTS},
    error::JobEscrowError,
    events::{emit_by_cpi, JobEnded},
    instructions::no_surplus,
    node_side::{score_of, NodeSide},
    payout::VaultAccounts,
    policy::{self, Evidence},
    state::{Client, Job, JobState},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};
use node_registry::{program::NodeRegistry, Node};
use reputation::{program::Reputation, OutcomeKind, ScorePage};

#[event_cpi]
#[derive(Accounts)]
pub struct Settle<'info> {
    /// The job.
    #[account(mut)]
    pub job: Box<Account<'info, Job>>,
    /// Counts what its client paid to the end. Only `create_job` makes such accounts, one for each wallet.
    #[account(mut, constraint = client_record.wallet == job.client @ JobEscrowError::WrongClientRecord)]
    pub client_record: Box<Account<'info, Client>>,
    /// Holds what is left of the price.
    #[account(mut, address = job.vault @ JobEscrowError::WrongVault)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Mint of the price. Writable, because withheld transfer fees go back to it.
    #[account(mut, address = job.mint @ JobEscrowError::WrongMint)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// Any token account of the node's owner.
    #[account(
        mut,
        dup,
        constraint = node_token.owner == job.node_owner && node_token.mint == job.mint
            @ JobEscrowError::WrongTokenAccount,
    )]
    pub node_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Gets the platform's fee.
    #[account(mut, address = job.fee_vault @ JobEscrowError::WrongFeeVault)]
    pub fee_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Any token account of the client; gets what was donated to the vault. May be the node owner's own.
    #[account(
        mut,
        dup,
        constraint = client_token.owner == job.client && client_token.mint == job.mint
            @ JobEscrowError::WrongTokenAccount,
    )]
    pub client_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// CHECK: only receives the vault's rent; the job names it.
    #[account(mut, address = job.rent_payer @ JobEscrowError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The job's node.
    #[account(mut, address = job.node @ JobEscrowError::WrongNode)]
    pub node: Box<Account<'info, Node>>,
    /// Holds the node's score.
    pub score_page: AccountLoader<'info, ScorePage>,
    /// CHECK: reputation checks that this is the queue of the node's page.
    #[account(mut)]
    pub outcomes: UncheckedAccount<'info>,
    /// CHECK: signs for this program and holds nothing; its address is the whole check.
    #[account(address = AUTHORITY)]
    pub authority: UncheckedAccount<'info>,
    /// Owns mint and vault.
    #[account(constraint = token_program.key() == *vault.to_account_info().owner @ JobEscrowError::WrongTokenProgram)]
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
    fn vault_accounts(&self) -> VaultAccounts<'_, 'info> {
        VaultAccounts {
            job: &self.job,
            vault: &self.vault,
            mint: &self.mint,
            token_program: &self.token_program,
            node_token: Some(&self.node_token),
            fee_vault: Some(&self.fee_vault),
            client_token: &self.client_token,
            rent_payer: &self.rent_payer,
        }
    }

    fn node_side(&self) -> NodeSide<'_, 'info> {
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
        let score = score_of(&accounts.score_page, &accounts.node)?;
        policy::require_settleable(
            &accounts.job,
            &Evidence {
                now,
                node_score: score,
            },
        )?;

        let payout = accounts.job.stage()?.settlement()?;
        accounts.job.end(JobState::Settled, &payout, now)?;
        let emptied = accounts.vault_accounts().empty(&payout)?;
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
