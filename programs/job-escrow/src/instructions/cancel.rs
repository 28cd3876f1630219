use crate::{
    constants::{AUTHORITY, CLIENT_SEED, REGISTRY_EVENTS, REPUTATION_EVENTS},
    error::JobEscrowError,
    events::{emit_by_cpi, JobEnded},
    instructions::no_surplus,
    math::Payout,
    node_side::{needed, NodeSide},
    payout::VaultAccounts,
    state::{Client, Job, JobState},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};
use node_registry::{program::NodeRegistry, Node};
use reputation::{program::Reputation, OutcomeKind};

#[event_cpi]
#[derive(Accounts)]
pub struct Cancel<'info> {
    /// The one who ordered the job.
    pub client: Signer<'info>,
    /// Counts the cancellation of a running job.
    #[account(mut, seeds = [CLIENT_SEED, client.key().as_ref()], bump = client_record.bump)]
    pub client_record: Box<Account<'info, Client>>,
    /// The job.
    #[account(mut, has_one = client @ JobEscrowError::WrongClient)]
    pub job: Box<Account<'info, Job>>,
    /// Holds the price.
    #[account(mut, address = job.vault @ JobEscrowError::WrongVault)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Mint of the price. Writable, because withheld transfer fees go back to it, and part of a failed job's refund is
    /// burned.
    #[account(mut, address = job.mint @ JobEscrowError::WrongMint)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The client's token account.
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
    /// Owns mint and vault.
    #[account(constraint = token_program.key() == *vault.to_account_info().owner @ JobEscrowError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,

    // What follows is needed once a node has accepted.
    /// Any token account of the node's owner. May be the client's own.
    #[account(
        mut,
        dup,
        constraint = node_token.owner == job.node_owner && node_token.mint == job.mint
            @ JobEscrowError::WrongTokenAccount,
    )]
    pub node_token: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// Gets the platform's fee.
    #[account(mut, address = job.fee_vault @ JobEscrowError::WrongFeeVault)]
    pub fee_vault: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// The job's node.
    #[account(mut, address = job.node @ JobEscrowError::WrongNode)]
    pub node: Option<Box<Account<'info, Node>>>,
    /// CHECK: reputation checks that this is the queue of the node's page.
    #[account(mut)]
    pub outcomes: Option<UncheckedAccount<'info>>,
    /// CHECK: signs for this program and holds nothing; its address is the whole check.
    #[account(address = AUTHORITY)]
    pub authority: Option<UncheckedAccount<'info>>,
    /// Keeps stake and standing of nodes.
    pub node_registry_program: Option<Program<'info, NodeRegistry>>,
    /// CHECK: node-registry's event authority; its address is the whole check.
    #[account(address = REGISTRY_EVENTS)]
    pub node_registry_events: Option<UncheckedAccount<'info>>,
    /// Keeps the outcomes.
    pub reputation_program: Option<Program<'info, Reputation>>,
    /// CHECK: reputation's event authority; its address is the whole check.
    #[account(address = REPUTATION_EVENTS)]
    pub reputation_events: Option<UncheckedAccount<'info>>,
}

impl<'info> Cancel<'info> {
    fn vault_accounts(&self) -> VaultAccounts<'_, 'info> {
        VaultAccounts {
            job: &self.job,
            vault: &self.vault,
            mint: &self.mint,
            token_program: &self.token_program,
            node_token: self.node_token.as_deref(),
            fee_vault: self.fee_vault.as_deref(),
            client_token: &self.client_token,
            rent_payer: &self.rent_payer,
        }
    }

    fn node_side(&self) -> Result<NodeSide<'_, 'info>> {
        Ok(NodeSide {
            node: needed(&self.node)?,
            outcomes: needed(&self.outcomes)?,
            authority: needed(&self.authority)?,
            registry_events: needed(&self.node_registry_events)?,
            registry_program: needed(&self.node_registry_program)?,
            reputation_events: needed(&self.reputation_events)?,
            reputation_program: needed(&self.reputation_program)?,
        })
    }

    /// What the client's cancellation costs now, in base units.
    ///
    /// Errors: `AcceptWindowOpen`, `TimeoutRefundInstead`, `JobIsProving`, `JobEnded`, `NodeAccountsMissing`.
    fn payout(&self, now: i64) -> Result<Payout> {
        let job = &self.job;
        match job.state {
            JobState::Funded => {
                require!(now > job.accept_by, JobEscrowError::AcceptWindowOpen);
                job.stage()?.failure(job.refund_burn_bps())
            }
            JobState::Running => {
                let failed = job.node_failed(needed(&self.node)?.last_heartbeat, now);
                require!(!failed, JobEscrowError::TimeoutRefundInstead);
                job.stage()?
                    .cancellation(job.terms.cancel_fee_bps, job.refund_burn_bps())
            }
            JobState::Proving => err!(JobEscrowError::JobIsProving),
            JobState::Disputed => err!(JobEscrowError::JobIsDisputed),
            _ => err!(JobEscrowError::JobEnded),
        }
    }

    /// Pays a working node what it earned and its compensation, and the client the rest; closes the vault.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn cancel(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let payout = accounts.payout(now)?;
        let was_running = accounts.job.state == JobState::Running;

        accounts.job.end(JobState::Cancelled, &payout, now)?;
        let emptied = accounts.vault_accounts().empty(&payout)?;
        if was_running {
            let (price, decimals) = (accounts.job.stage_price, accounts.job.decimals);
            accounts.client_record.count_cancelled(price, decimals)?;
            let side = accounts.node_side()?;
            side.release()?;
            side.record(&accounts.job, OutcomeKind::Cancelled)?;
        }
        accounts.client_record.invariant()?;
        accounts.job.invariant()?;

        let event = JobEnded::of(&ctx.accounts.job, &payout, &emptied, 0)?;
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
