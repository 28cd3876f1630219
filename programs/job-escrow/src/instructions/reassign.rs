use crate::{
    constants::{AUTHORITY, INSURANCE, REGISTRY, REGISTRY_EVENTS, REPUTATION_EVENTS},
    error::JobEscrowError,
    events::{emit_by_cpi, JobReassigned},
    instructions::no_surplus,
    math::require_deadline,
    node_side::{NodeSide, SlashSide},
    payout::{info, Vault},
    state::{Job, Reassignment},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};
use governance::Config;
use node_registry::{program::NodeRegistry, Node};
use reputation::{program::Reputation, OutcomeKind};

/// What the client fixes for the rest of the job.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub struct ReassignArgs {
    /// sha256("cyxwiz:assignment:v1" ‖ node account ‖ salt).
    pub assignment_hash: [u8; 32],
    /// Seconds that the rest of the training should take.
    pub estimated_seconds: u32,
    /// Seconds from now to the deadline.
    pub deadline_seconds: i64,
}

#[event_cpi]
#[derive(Accounts)]
pub struct Reassign<'info> {
    /// The one who ordered the job.
    pub client: Signer<'info>,
    /// The job.
    #[account(mut, has_one = client @ JobEscrowError::WrongClient)]
    pub job: Box<Account<'info, Job>>,
    /// Holds what is left of the price.
    #[account(mut, address = job.vault @ JobEscrowError::WrongVault)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Mint of the price.
    #[account(address = job.mint @ JobEscrowError::WrongMint)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// Any token account of the failed node's owner; needed when proven progress earned something.
    #[account(
        mut,
        constraint = node_token.owner == job.node_owner && node_token.mint == job.mint
            @ JobEscrowError::WrongTokenAccount,
    )]
    pub node_token: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// Gets the platform's fee.
    #[account(mut, address = job.fee_vault @ JobEscrowError::WrongFeeVault)]
    pub fee_vault: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// Owns mint and vault.
    #[account(constraint = token_program.key() == *vault.to_account_info().owner @ JobEscrowError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
    /// Parameters: the pause, the bounds of the deadline, the slash.
    #[account(address = governance::CONFIG_ID)]
    pub config: Box<Account<'info, Config>>,
    /// The node that failed.
    #[account(mut, address = job.node @ JobEscrowError::WrongNode)]
    pub node: Box<Account<'info, Node>>,
    /// CHECK: reputation checks that this is the queue of the node's page.
    #[account(mut)]
    pub outcomes: UncheckedAccount<'info>,
    /// CHECK: signs for this program and holds nothing; its address is the whole check.
    #[account(address = AUTHORITY)]
    pub authority: UncheckedAccount<'info>,
    /// CHECK: node-registry reads and checks it; it counts slashed tokens there.
    #[account(mut, address = REGISTRY)]
    pub registry: UncheckedAccount<'info>,
    /// CHECK: node-registry checks that this holds the node's stake.
    #[account(mut)]
    pub stake_vault: UncheckedAccount<'info>,
    /// CHECK: node-registry checks it; the part of a slash that is not burned goes there.
    #[account(mut, address = INSURANCE)]
    pub insurance: UncheckedAccount<'info>,
    /// CHECK: node-registry checks that this is the CYXWIZ mint, which may be the job's own.
    #[account(mut)]
    pub cyxwiz_mint: UncheckedAccount<'info>,
    /// CHECK: node-registry checks that this is the token program of the CYXWIZ mint.
    pub cyxwiz_token_program: UncheckedAccount<'info>,
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

impl Reassign<'_> {
    /// The bounds of a new job hold for the rest of this one, too, and so does the pause.
    fn validate(&self, args: &ReassignArgs, now: i64) -> Result<()> {
        require!(!self.config.is_paused(now), JobEscrowError::NewJobsPaused);
        let escrow = &self.config.params.escrow;
        require_deadline(
            args.deadline_seconds,
            args.estimated_seconds,
            escrow.accept_window,
            escrow.max_deadline,
        )?;
        self.job.require_reassignable(self.node.last_heartbeat, now)
    }

    fn reassignment(&self, args: &ReassignArgs, now: i64) -> Result<Reassignment> {
        let after = |seconds: i64| {
            now.checked_add(seconds)
                .ok_or(error!(JobEscrowError::MathOverflow))
        };
        Ok(Reassignment {
            assignment_hash: args.assignment_hash,
            estimated_seconds: args.estimated_seconds,
            accept_by: after(self.config.params.escrow.accept_window)?,
            deadline: after(args.deadline_seconds)?,
        })
    }

    /// Slashes the node that failed and records it, as `timeout_refund` would.
    fn punish(&self, failed: &Job) -> Result<()> {
        let side = NodeSide {
            node: &*self.node,
            outcomes: &self.outcomes,
            authority: &self.authority,
            registry_events: &self.node_registry_events,
            registry_program: &self.node_registry_program,
            reputation_events: &self.reputation_events,
            reputation_program: &self.reputation_program,
        };
        let slash = SlashSide {
            config: &self.config.to_account_info(),
            registry: &self.registry,
            stake_vault: &self.stake_vault,
            insurance: &self.insurance,
            cyxwiz_mint: &self.cyxwiz_mint,
            cyxwiz_token_program: &self.cyxwiz_token_program,
        };
        side.slash(failed, &slash)?;
        side.record(failed, OutcomeKind::TimedOut)
    }

    /// Pays a node that failed what it has proven, slashes it, and lets another one go on for the rest of the price.
    ///
    /// Errors: `NewJobsPaused`, `EstimateIsZero`, `DeadlineOutOfRange`, those of `Job::require_reassignable`, the account
    /// names, `NodeAccountsMissing`, `VaultShort`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn reassign(ctx: Context<Self>, args: ReassignArgs) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        accounts.validate(&args, now)?;
        let to = accounts.reassignment(&args, now)?;
        let failed = Job::clone(&accounts.job);

        let payout = accounts.job.reassign(&to)?;
        let vault = Vault {
            job: &accounts.job,
            vault: info(&*accounts.vault),
            mint: info(&*accounts.mint),
            token_program: info(&accounts.token_program),
            node_token: accounts.node_token.as_deref().map(info),
            fee_vault: accounts.fee_vault.as_deref().map(info),
        };
        let before = vault.pay_node(&payout, accounts.job.stage_price)?;
        accounts.punish(&failed)?;
        accounts.job.invariant()?;

        let job = &ctx.accounts.job;
        let event = JobReassigned {
            job: job.key(),
            client: job.client,
            failed_node: failed.node,
            failed_owner: failed.node_owner,
            mint: job.mint,
            payout,
            before,
            stage_price: job.stage_price,
            checkpoints: job.checkpoints,
            epochs_done: job.epochs_done,
            assignment_hash: job.assignment_hash,
            initial_weights: job.initial_weights,
            accept_by: job.accept_by,
            deadline: job.deadline,
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
