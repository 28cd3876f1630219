use crate::{
    constants::{AUTHORITY, INSURANCE, REGISTRY, REGISTRY_EVENTS, REPUTATION_EVENTS},
    error::JobEscrowError,
    events::{emit_by_cpi, JobEnded},
    instructions::no_surplus,
    math::Payout,
    node_side::{needed, score_of, NodeSide, SlashSide},
    payout::VaultAccounts,
    policy::{self, Evidence},
    state::{Job, JobState},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};
use node_registry::{program::NodeRegistry, Node};
use reputation::{program::Reputation, OutcomeKind, ScorePage};

#[event_cpi]
#[derive(Accounts)]
pub struct TimeoutRefund<'info> {
    /// The job. It is closed, unless it was audited: then `close_job` closes both.
    #[account(mut)]
    pub job: Box<Account<'info, Job>>,
    /// Holds the price.
    #[account(mut, address = job.vault @ JobEscrowError::WrongVault)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Mint of the price. Writable, because withheld transfer fees go back to it, and part of a failed job's refund is
    /// burned when it is CYXWIZ.
    #[account(mut, address = job.mint @ JobEscrowError::WrongMint)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// Any token account of the client.
    #[account(
        mut,
        dup,
        constraint = client_token.owner == job.client && client_token.mint == job.mint
            @ JobEscrowError::WrongTokenAccount,
    )]
    pub client_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// CHECK: only receives the rent of job and vault; the job names it.
    #[account(mut, address = job.rent_payer @ JobEscrowError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
    /// Owns mint and vault.
    #[account(constraint = token_program.key() == *vault.to_account_info().owner @ JobEscrowError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,

    // What follows is needed once a node has accepted.
    /// Any token account of the node's owner; needed when proven progress earned something. May be the client's own.
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
    /// Holds the node's score.
    pub score_page: Option<AccountLoader<'info, ScorePage>>,
    /// CHECK: reputation checks that this is the queue of the node's page.
    #[account(mut)]
    pub outcomes: Option<UncheckedAccount<'info>>,
    /// CHECK: signs for this program and holds nothing; its address is the whole check.
    #[account(address = AUTHORITY)]
    pub authority: Option<UncheckedAccount<'info>>,
    /// CHECK: governance's parameters, which node-registry reads; the address is the whole check.
    #[account(address = governance::CONFIG_ID)]
    pub config: Option<UncheckedAccount<'info>>,
    /// CHECK: node-registry reads and checks it; it counts slashed tokens there.
    #[account(mut, address = REGISTRY)]
    pub registry: Option<UncheckedAccount<'info>>,
    /// CHECK: node-registry checks that this holds the node's stake.
    #[account(mut)]
    pub stake_vault: Option<UncheckedAccount<'info>>,
    /// CHECK: node-registry checks it; the part of a slash that is not burned goes there.
    #[account(mut, address = INSURANCE)]
    pub insurance: Option<UncheckedAccount<'info>>,
    /// CHECK: node-registry checks that this is the CYXWIZ mint, which may be the job's own.
    #[account(mut)]
    pub cyxwiz_mint: Option<UncheckedAccount<'info>>,
    /// CHECK: node-registry checks that this is the token program of the CYXWIZ mint.
    pub cyxwiz_token_program: Option<UncheckedAccount<'info>>,
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

/// How a timed-out job ends.
struct Verdict {
    state: JobState,
    payout: Payout,
    /// For the node's record; none when no node accepted.
    outcome: Option<OutcomeKind>,
    score: u16,
}

impl<'info> TimeoutRefund<'info> {
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

    fn slash_side(&self) -> Result<SlashSide<'_, 'info>> {
        Ok(SlashSide {
            config: needed(&self.config)?,
            registry: needed(&self.registry)?,
            stake_vault: needed(&self.stake_vault)?,
            insurance: needed(&self.insurance)?,
            cyxwiz_mint: needed(&self.cyxwiz_mint)?,
            cyxwiz_token_program: needed(&self.cyxwiz_token_program)?,
        })
    }

    /// Errors: `NotTimedOut`, `SettleInstead`, `JobEnded`, `NodeAccountsMissing`, `WrongScorePage`.
    fn verdict(&self, now: i64) -> Result<Verdict> {
        let job = &self.job;
        match job.state {
            JobState::Funded => {
                require!(now > job.deadline, JobEscrowError::NotTimedOut);
                let payout = job.stage()?.failure(job.refund_burn_bps())?;
                Ok(Verdict {
                    state: JobState::Refunded,
                    payout,
                    outcome: None,
                    score: 0,
                })
            }
            JobState::Running | JobState::Proving => {
                let node = needed(&self.node)?;
                require!(
                    job.node_failed(node.last_heartbeat, now),
                    JobEscrowError::NotTimedOut
                );
                let score = score_of(needed(&self.score_page)?, node)?;
                let evidence = Evidence {
                    now,
                    node_score: score,
                };
                require!(!policy::work_holds(job, &evidence), JobEscrowError::SettleInstead);
                let payout = job.stage()?.failure(job.terms.refund_burn_bps)?;
                // Who claims to have finished and cannot show it has failed; who stopped has timed out.
                let kind = match job.state {
                    JobState::Proving => OutcomeKind::Failed,
                    _ => OutcomeKind::TimedOut,
                };
                Ok(Verdict {
                    state: JobState::TimedOut,
                    payout,
                    outcome: Some(kind),
                    score,
                })
            }
            JobState::Disputed => err!(JobEscrowError::JobIsDisputed),
            _ => err!(JobEscrowError::JobEnded),
        }
    }

    /// Refunds what was not earned, slashes a node that failed, closes vault and job. A job with an audit stays until
    /// `close_job`, so that no money waits for accounts that only rents need.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn timeout_refund(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let Verdict {
            state,
            payout,
            outcome,
            score,
        } = accounts.verdict(now)?;

        accounts.job.end(state, &payout, now)?;
        let emptied = accounts.vault_accounts().empty(&payout)?;
        if let Some(kind) = outcome {
            let side = accounts.node_side()?;
            side.slash(&accounts.job, &accounts.slash_side()?)?;
            side.record(&accounts.job, kind)?;
        }
        accounts.job.invariant()?;

        let event = JobEnded::of(&ctx.accounts.job, &payout, &emptied, score)?;
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        let (job, rent_payer) = (&ctx.accounts.job, &ctx.accounts.rent_payer);
        if !job.steps_anchored {
            job.close(rent_payer.to_account_info())?;
        }
        Ok(())
    }
}
