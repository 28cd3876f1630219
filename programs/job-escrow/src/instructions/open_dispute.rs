use crate::{
    constants::{AUTHORITY, GOVERNANCE_EVENTS},
    error::JobEscrowError,
    events::{emit_by_cpi, JobDisputed},
    instructions::no_surplus,
    node_side::SIGNER,
    state::Job,
};
use anchor_lang::prelude::*;
use governance::{program::Governance, OpenDisputeArgs, Party};
use node_registry::Node;

#[event_cpi]
#[derive(Accounts)]
pub struct OpenDispute<'info> {
    /// The client, or the node's owner; puts down the bond.
    pub opener: Signer<'info>,
    /// Pays the dispute's rent, and gets it back when it is closed.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The job.
    #[account(mut)]
    pub job: Box<Account<'info, Job>>,
    /// The job's node.
    #[account(address = job.node @ JobEscrowError::WrongNode)]
    pub node: Box<Account<'info, Node>>,
    /// CHECK: governance makes it, at the only address it can have.
    #[account(
        mut,
        seeds = [governance::DISPUTE_SEED, job.key().as_ref()],
        bump,
        seeds::program = governance::ID,
    )]
    pub dispute: UncheckedAccount<'info>,
    /// CHECK: governance makes it, at the only address it can have.
    #[account(mut)]
    pub dispute_vault: UncheckedAccount<'info>,
    /// CHECK: governance checks that it is the opener's and holds CYXWIZ; the bond comes from it.
    #[account(mut)]
    pub opener_token: UncheckedAccount<'info>,
    /// CHECK: governance checks that this is the CYXWIZ mint.
    pub cyxwiz_mint: UncheckedAccount<'info>,
    /// CHECK: governance checks that this is the token program of the CYXWIZ mint.
    pub cyxwiz_token_program: UncheckedAccount<'info>,
    /// CHECK: governance's parameters, which governance reads; the address is the whole check.
    #[account(address = governance::CONFIG_ID)]
    pub config: UncheckedAccount<'info>,
    /// CHECK: signs for this program and holds nothing; its address is the whole check.
    #[account(address = AUTHORITY)]
    pub authority: UncheckedAccount<'info>,
    /// Keeps disputes.
    pub governance_program: Program<'info, Governance>,
    /// CHECK: governance's event authority; its address is the whole check.
    #[account(address = GOVERNANCE_EVENTS)]
    pub governance_events: UncheckedAccount<'info>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

impl OpenDispute<'_> {
    fn call_governance(&self, opener: Party, evidence_hash: [u8; 32]) -> Result<()> {
        let accounts = governance::cpi::accounts::OpenDispute {
            escrow_authority: self.authority.to_account_info(),
            opener: self.opener.to_account_info(),
            payer: self.payer.to_account_info(),
            config: self.config.to_account_info(),
            job: self.job.to_account_info(),
            mint: self.cyxwiz_mint.to_account_info(),
            dispute: self.dispute.to_account_info(),
            vault: self.dispute_vault.to_account_info(),
            opener_token: self.opener_token.to_account_info(),
            token_program: self.cyxwiz_token_program.to_account_info(),
            system_program: self.system_program.to_account_info(),
            event_authority: self.governance_events.to_account_info(),
            program: self.governance_program.to_account_info(),
        };
        let args = OpenDisputeArgs {
            node: self.job.node,
            client: self.job.client,
            node_owner: self.job.node_owner,
            operator: self.node.operator,
            opener,
            evidence_hash,
        };
        governance::cpi::open_dispute(
            CpiContext::new_with_signer(governance::ID, accounts, SIGNER),
            args,
        )
    }

    /// Freezes the vault and opens a dispute at governance, which takes the bond.
    ///
    /// Errors: `WrongNode`, `NotAParty`, those of `Job::require_disputable` and of governance's open_dispute.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn open_dispute(ctx: Context<Self>, evidence_hash: [u8; 32]) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let opener = accounts.job.party_of(accounts.opener.key)?;
        let heartbeat = accounts.node.last_heartbeat;
        accounts.job.require_disputable(opener, heartbeat, now)?;
        accounts.job.freeze(accounts.dispute.key());
        accounts.call_governance(opener, evidence_hash)?;
        accounts.job.invariant()?;

        let job = &ctx.accounts.job;
        let event = JobDisputed {
            job: job.key(),
            dispute: job.dispute,
            opener,
            disputed_from: job.disputed_from,
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
