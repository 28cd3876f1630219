use crate::{
    constants::{
        AUTHORITY, CLIENT_SEED, GOVERNANCE_EVENTS, INSURANCE, REGISTRY, REGISTRY_EVENTS, REPUTATION_EVENTS,
    },
    dispute_side::{ForfeitSide, VerdictSide},
    error::JobEscrowError,
    events::{emit_by_cpi, JobEnded},
    instructions::no_surplus,
    node_side::{needed, NodeSide, SlashSide},
    payout::VaultAccounts,
    state::{Client, Job, JobState, NodeFate},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};
use governance::{program::Governance, Dispute, Verdict};
use node_registry::{program::NodeRegistry, Node};
use reputation::program::Reputation;

#[event_cpi]
#[derive(Accounts)]
pub struct ResolveDispute<'info> {
    /// The job.
    #[account(mut)]
    pub job: Box<Account<'info, Job>>,
    /// Its dispute.
    #[account(mut, address = job.dispute @ JobEscrowError::WrongDispute)]
    pub dispute: Box<Account<'info, Dispute>>,
    /// Counts a dispute that the client lost.
    #[account(mut, seeds = [CLIENT_SEED, job.client.as_ref()], bump = client_record.bump)]
    pub client_record: Box<Account<'info, Client>>,
    /// Holds what is left of the price.
    #[account(mut, address = job.vault @ JobEscrowError::WrongVault)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Mint of the price.
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
    /// Any token account of the node's owner. May be the client's own.
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
    /// CHECK: only receives the vault's rent; the job names it.
    #[account(mut, address = job.rent_payer @ JobEscrowError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
    /// Owns mint and vault.
    #[account(constraint = token_program.key() == *vault.to_account_info().owner @ JobEscrowError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
    /// The job's node.
    #[account(mut, address = job.node @ JobEscrowError::WrongNode)]
    pub node: Box<Account<'info, Node>>,
    /// CHECK: reputation checks that this is the queue of the node's page.
    #[account(mut)]
    pub outcomes: UncheckedAccount<'info>,
    /// CHECK: signs for this program and holds nothing; its address is the whole check.
    #[account(address = AUTHORITY)]
    pub authority: UncheckedAccount<'info>,
    /// Keeps disputes.
    pub governance_program: Program<'info, Governance>,
    /// CHECK: governance's event authority; its address is the whole check.
    #[account(address = GOVERNANCE_EVENTS)]
    pub governance_events: UncheckedAccount<'info>,
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

    // What follows is needed when the node loses stake.
    /// CHECK: governance's parameters, which node-registry reads; the address is the whole check.
    #[account(address = governance::CONFIG_ID)]
    pub config: Option<UncheckedAccount<'info>>,
    /// CHECK: node-registry reads and checks it; it counts slashed tokens there.
    #[account(mut, address = REGISTRY)]
    pub registry: Option<UncheckedAccount<'info>>,
    /// CHECK: node-registry checks that this holds the node's stake.
    #[account(mut)]
    pub stake_vault: Option<UncheckedAccount<'info>>,
    /// CHECK: node-registry checks that this is the CYXWIZ mint, which may be the job's own.
    #[account(mut)]
    pub cyxwiz_mint: Option<UncheckedAccount<'info>>,
    /// CHECK: node-registry checks that this is the token program of the CYXWIZ mint.
    pub cyxwiz_token_program: Option<UncheckedAccount<'info>>,
    /// CHECK: node-registry checks it; for a node that opened the dispute and finds no quorum.
    #[account(mut, address = INSURANCE)]
    pub insurance: Option<UncheckedAccount<'info>>,
    /// Any CYXWIZ account of the client, which may be `client_token`; for a node that lost. node-registry checks its
    /// mint.
    #[account(mut, dup, constraint = client_stake_token.owner == job.client @ JobEscrowError::WrongTokenAccount)]
    pub client_stake_token: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// CHECK: node-registry checks that this is governance's treasury; for a node that lost.
    #[account(mut)]
    pub treasury: Option<UncheckedAccount<'info>>,
}

impl<'info> ResolveDispute<'info> {
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

    fn forfeit_side(&self) -> Result<ForfeitSide<'_, 'info>> {
        Ok(ForfeitSide {
            config: needed(&self.config)?,
            registry: needed(&self.registry)?,
            stake_vault: needed(&self.stake_vault)?,
            client_token: needed(&self.client_stake_token)?,
            treasury: needed(&self.treasury)?,
            cyxwiz_mint: needed(&self.cyxwiz_mint)?,
            cyxwiz_token_program: needed(&self.cyxwiz_token_program)?,
        })
    }

    fn end_for_node(&self, fate: NodeFate) -> Result<()> {
        let side = self.node_side();
        match fate {
            NodeFate::Released => side.release(),
            NodeFate::Failed => side.slash(&self.job, &self.slash_side()?),
            NodeFate::Lost => side.forfeit(&self.forfeit_side()?),
        }
    }

    /// Pays the vault out as the final verdict says, and tells governance, node-registry and reputation.
    ///
    /// Errors: the account names, `JobNotDisputed`, governance's `VerdictNotFinal`, `NodeAccountsMissing`, `VaultShort`,
    /// and reputation's `QueueFull`, which `apply_outcomes` by anyone cures.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn resolve_dispute(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        require!(
            accounts.job.state == JobState::Disputed,
            JobEscrowError::JobNotDisputed
        );
        // Governance refuses a verdict that is not final, and one that was executed before.
        VerdictSide {
            dispute: &accounts.dispute,
            authority: &accounts.authority,
            events: &accounts.governance_events,
            program: &accounts.governance_program,
        }
        .execute()?;
        let verdict = accounts.dispute.final_verdict(now)?;
        let resolution = accounts.job.resolution(verdict, accounts.dispute.opener)?;

        accounts.job.end(JobState::Resolved, &resolution.payout, now)?;
        if verdict == Verdict::ForNode {
            accounts.client_record.count_dispute_lost()?;
        }
        let emptied = accounts.vault_accounts().empty(&resolution.payout)?;
        accounts.end_for_node(resolution.fate)?;
        accounts.node_side().record(&accounts.job, resolution.outcome)?;
        accounts.client_record.invariant()?;
        accounts.job.invariant()?;

        let event = JobEnded::of(&ctx.accounts.job, &resolution.payout, &emptied, 0)?;
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
