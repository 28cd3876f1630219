//! What happens to a job's node: calls to node-registry and reputation, signed by this program's ["authority"].

use crate::{
    constants::{AUTHORITY_BUMP, AUTHORITY_SEED},
    error::JobEscrowError,
    instructions::AcceptJob,
    state::Job,
};
use anchor_lang::{
    prelude::*,
    solana_program::{
        instruction::{AccountMeta, Instruction},
        program::invoke_signed_unchecked,
    },
    Discriminator,
};
use node_registry::Node;
use reputation::{OutcomeArgs, OutcomeKind, ScorePage, NODES_PER_PAGE};

/// Seeds of the signer of every call.
pub(crate) const SIGNER: &[&[&[u8]]] = &[&[AUTHORITY_SEED, &[AUTHORITY_BUMP]]];

/// The accounts that a job's end touches besides its vault. Who has no use for what a node is need not read it.
pub struct NodeSide<'a, 'info, N = Account<'info, Node>> {
    /// The node.
    pub node: &'a N,
    /// Queue of the node's page.
    pub outcomes: &'a AccountInfo<'info>,
    /// Signs for this program.
    pub authority: &'a AccountInfo<'info>,
    /// node-registry's event authority.
    pub registry_events: &'a AccountInfo<'info>,
    /// node-registry.
    pub registry_program: &'a AccountInfo<'info>,
    /// reputation's event authority.
    pub reputation_events: &'a AccountInfo<'info>,
    /// reputation.
    pub reputation_program: &'a AccountInfo<'info>,
}

/// The accounts that an outcome is recorded with.
pub struct OutcomeSide<'a, 'info> {
    /// The node.
    pub node: &'a AccountInfo<'info>,
    /// Queue of the node's page.
    pub outcomes: &'a AccountInfo<'info>,
    /// Signs for this program.
    pub authority: &'a AccountInfo<'info>,
    /// reputation's event authority.
    pub events: &'a AccountInfo<'info>,
    /// reputation.
    pub program: &'a AccountInfo<'info>,
}

/// The accounts that a slash touches besides the node.
pub struct SlashSide<'a, 'info> {
    /// Governance's parameters.
    pub config: &'a AccountInfo<'info>,
    /// Counts slashed tokens.
    pub registry: &'a AccountInfo<'info>,
    /// The node's stake.
    pub stake_vault: &'a AccountInfo<'info>,
    /// Gets the part of a slash that is not burned.
    pub insurance: &'a AccountInfo<'info>,
    /// Mint of stakes.
    pub cyxwiz_mint: &'a AccountInfo<'info>,
    /// Owns that mint.
    pub cyxwiz_token_program: &'a AccountInfo<'info>,
}

/// An account that only jobs with a node need.
pub fn needed<T>(account: &Option<T>) -> Result<&T> {
    account
        .as_ref()
        .ok_or(error!(JobEscrowError::NodeAccountsMissing))
}

/// The node's score now, 0 to 1000. Errors: `WrongScorePage`.
pub fn score_of(page: &AccountLoader<ScorePage>, node: &Account<Node>) -> Result<u16> {
    score_at(page, &node.key(), node.index)
}

/// The same for a node of which address and place are known.
pub fn score_at(page: &AccountLoader<ScorePage>, node: &Pubkey, index: u32) -> Result<u16> {
    let page = page.load()?;
    require!(
        page.page == index / NODES_PER_PAGE,
        JobEscrowError::WrongScorePage
    );
    Ok(page.score_of(node, index))
}

/// Takes a job on at node-registry, which checks the node's standing and stake and locks it.
pub fn begin_job(accounts: &AcceptJob) -> Result<()> {
    let callee = node_registry::cpi::accounts::BeginJob {
        escrow_authority: accounts.authority.to_account_info(),
        config: accounts.config.to_account_info(),
        node: accounts.node.to_account_info(),
        event_authority: accounts.node_registry_events.to_account_info(),
        program: accounts.node_registry_program.to_account_info(),
    };
    let cpi = CpiContext::new_with_signer(node_registry::ID, callee, SIGNER);
    node_registry::cpi::begin_job(cpi, accounts.job.stage_price, accounts.job.decimals)
}

impl<'info, N: AsRef<AccountInfo<'info>>> NodeSide<'_, 'info, N> {
    /// The job ended without the node's fault.
    pub fn release(&self) -> Result<()> {
        let accounts = node_registry::cpi::accounts::EndJob {
            escrow_authority: self.authority.clone(),
            node: self.node.as_ref().clone(),
        };
        node_registry::cpi::end_job(CpiContext::new_with_signer(node_registry::ID, accounts, SIGNER))
    }

    /// The node failed the job and loses stake.
    pub fn slash(&self, job: &Job, side: &SlashSide<'_, 'info>) -> Result<()> {
        let accounts = node_registry::cpi::accounts::FailJob {
            escrow_authority: self.authority.clone(),
            config: side.config.clone(),
            registry: side.registry.clone(),
            node: self.node.as_ref().clone(),
            stake_vault: side.stake_vault.clone(),
            insurance: side.insurance.clone(),
            cyxwiz_mint: side.cyxwiz_mint.clone(),
            token_program: side.cyxwiz_token_program.clone(),
            event_authority: self.registry_events.clone(),
            program: self.registry_program.clone(),
        };
        let cpi = CpiContext::new_with_signer(node_registry::ID, accounts, SIGNER);
        node_registry::cpi::fail_job(cpi, job.stage_price, job.decimals, job.fault())
    }

    /// Appends the job's outcome to the queue that scores are derived from.
    pub fn record(&self, job: &Job, kind: OutcomeKind) -> Result<()> {
        let settled = kind == OutcomeKind::Settled;
        let took = if settled {
            job.anchored_at.saturating_sub(job.accepted_at)
        } else {
            0
        };
        // A final root or an audit that nobody could prove in time is a proof that did not hold.
        let owed = u16::from(kind == OutcomeKind::Failed && !job.is_verified());
        record_outcome(
            &self.outcome_side(),
            OutcomeArgs {
                kind,
                client: job.client,
                price: job.stage_price,
                decimals: job.decimals,
                estimated_seconds: job.estimated_seconds,
                actual_seconds: u32::try_from(took).unwrap_or(u32::MAX),
                proofs_total: u16::from(job.proofs).saturating_add(owed),
                proofs_valid: u16::from(job.proofs),
                stars: 0,
            },
        )
    }

    fn outcome_side(&self) -> OutcomeSide<'_, 'info> {
        OutcomeSide {
            node: self.node.as_ref(),
            outcomes: self.outcomes,
            authority: self.authority,
            events: self.reputation_events,
            program: self.reputation_program,
        }
    }
}

/// Appends the stars that a client gave to the queue that scores are derived from.
pub fn record_rating(side: &OutcomeSide, job: &Job) -> Result<()> {
    record_outcome(
        side,
        OutcomeArgs {
            kind: OutcomeKind::Rated,
            client: job.client,
            price: job.stage_price,
            decimals: job.decimals,
            estimated_seconds: job.estimated_seconds,
            actual_seconds: 0,
            proofs_total: 0,
            proofs_valid: 0,
            stars: job.stars,
        },
    )
}

/// As Anchor's own client would call it, without what that spends on looking for borrowed accounts: none is.
fn record_outcome(side: &OutcomeSide, outcome: OutcomeArgs) -> Result<()> {
    let accounts = [
        side.authority,
        side.node,
        side.outcomes,
        side.events,
        side.program,
    ];
    let mut data = Vec::with_capacity(128);
    data.extend_from_slice(reputation::instruction::RecordOutcome::DISCRIMINATOR);
    outcome.serialize(&mut data)?;
    let call = Instruction {
        program_id: reputation::ID_CONST,
        accounts: vec![
            AccountMeta::new_readonly(*side.authority.key, true),
            AccountMeta::new_readonly(*side.node.key, false),
            AccountMeta::new(*side.outcomes.key, false),
            AccountMeta::new_readonly(*side.events.key, false),
            AccountMeta::new_readonly(*side.program.key, false),
        ],
        data,
    };
    invoke_signed_unchecked(&call, &accounts.map(Clone::clone), SIGNER)?;
    Ok(())
}
