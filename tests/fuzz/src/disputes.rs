//! Instructions of disputes, funds and token locks with their right accounts.
use anchor_lang::prelude::Pubkey;
use governance::{accounts, instruction, Dispute, Party, CONFIG_ID};
use job_escrow::{Job, AUTHORITY, GOVERNANCE_EVENTS, REGISTRY_EVENTS, REPUTATION_EVENTS};
use solana_instruction::Instruction;

use crate::{
    chain::SYSTEM,
    keys::{self, call},
    setup::{Ground, Wallet},
};

const PROGRAM: Pubkey = governance::ID;
const EVENTS: Pubkey = governance::EVENT_AUTHORITY_AND_BUMP.0;
const ESCROW_EVENTS: Pubkey = job_escrow::EVENT_AUTHORITY_AND_BUMP.0;

fn cyxwiz_of(ground: &Ground, owner: &Pubkey) -> Pubkey {
    ground
        .wallet(owner)
        .map_or(Pubkey::default(), |wallet| wallet.tokens[0])
}

pub fn open_dispute(ground: &Ground, key: Pubkey, job: &Job, opener: Pubkey, hash: [u8; 32]) -> Instruction {
    let dispute = keys::dispute(&key);
    let accounts = job_escrow::accounts::OpenDispute {
        opener,
        payer: opener,
        job: key,
        node: job.node,
        dispute,
        dispute_vault: keys::dispute_vault(&dispute),
        opener_token: cyxwiz_of(ground, &opener),
        cyxwiz_mint: ground.mints[0].key,
        cyxwiz_token_program: ground.mints[0].program,
        config: CONFIG_ID,
        authority: AUTHORITY,
        governance_program: PROGRAM,
        governance_events: GOVERNANCE_EVENTS,
        system_program: SYSTEM,
        event_authority: ESCROW_EVENTS,
        program: job_escrow::ID,
    };
    let data = job_escrow::instruction::OpenDispute { evidence_hash: hash };
    call(job_escrow::ID, accounts, data)
}

pub fn submit_evidence(party: Pubkey, dispute: Pubkey, hash: [u8; 32]) -> Instruction {
    let accounts = accounts::SubmitEvidence {
        party,
        dispute,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(
        PROGRAM,
        accounts,
        instruction::SubmitEvidence { evidence_hash: hash },
    )
}

pub fn appeal(ground: &Ground, appellant: Pubkey, dispute: Pubkey, hash: [u8; 32]) -> Instruction {
    let accounts = accounts::Appeal {
        appellant,
        dispute,
        vault: keys::dispute_vault(&dispute),
        mint: ground.mints[0].key,
        appellant_token: cyxwiz_of(ground, &appellant),
        token_program: ground.mints[0].program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::Appeal { evidence_hash: hash })
}

/// By anyone.
pub fn resolve_dispute(ground: &Ground, key: Pubkey, job: &Job) -> Instruction {
    let (mint, cyxwiz) = (ground.mint(&job.mint), ground.mints[0]);
    let tokens = |owner: &Pubkey| {
        ground
            .wallet(owner)
            .map_or(Pubkey::default(), |wallet| wallet.tokens[mint])
    };
    let accounts = job_escrow::accounts::ResolveDispute {
        job: key,
        dispute: job.dispute,
        client_record: keys::client(&job.client),
        vault: keys::vault(&key),
        mint: job.mint,
        client_token: tokens(&job.client),
        node_token: tokens(&job.node_owner),
        fee_vault: job.fee_vault,
        rent_payer: job.rent_payer,
        token_program: ground.mints[mint].program,
        node: job.node,
        outcomes: ground.outcomes,
        authority: AUTHORITY,
        governance_program: PROGRAM,
        governance_events: GOVERNANCE_EVENTS,
        node_registry_program: node_registry::ID,
        node_registry_events: REGISTRY_EVENTS,
        reputation_program: reputation::ID,
        reputation_events: REPUTATION_EVENTS,
        config: Some(CONFIG_ID),
        registry: Some(ground.registry),
        stake_vault: Some(keys::stake_vault(&job.node)),
        cyxwiz_mint: Some(cyxwiz.key),
        cyxwiz_token_program: Some(cyxwiz.program),
        insurance: Some(ground.insurance),
        client_stake_token: Some(cyxwiz_of(ground, &job.client)),
        treasury: Some(cyxwiz.treasury),
        event_authority: ESCROW_EVENTS,
        program: job_escrow::ID,
    };
    call(
        job_escrow::ID,
        accounts,
        job_escrow::instruction::ResolveDispute {},
    )
}

/// By anyone.
pub fn release_bonds(ground: &Ground, key: Pubkey, dispute: &Dispute) -> Instruction {
    let wallet = |party: Party| cyxwiz_of(ground, &dispute.wallet_of(party));
    let accounts = accounts::ReleaseBonds {
        dispute: key,
        vault: keys::dispute_vault(&key),
        mint: ground.mints[0].key,
        opener_token: wallet(dispute.opener),
        appellant_token: dispute.appellant.map(wallet),
        treasury: ground.mints[0].treasury,
        rent_payer: dispute.rent_payer,
        token_program: ground.mints[0].program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::ReleaseBonds {})
}

/// By anyone.
pub fn close_dispute(key: Pubkey, dispute: &Dispute) -> Instruction {
    let accounts = accounts::CloseDispute {
        dispute: key,
        rent_payer: dispute.rent_payer,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::CloseDispute {})
}

pub fn init_fund(ground: &Ground, mint: usize, kind: u8) -> Instruction {
    let money = ground.mints[mint];
    let accounts = accounts::InitFund {
        payer: ground.authority,
        config: CONFIG_ID,
        mint: money.key,
        policy: money.policy,
        fund: keys::fund(&money.key, kind),
        token_program: money.program,
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::InitFund { kind })
}

/// By anyone.
pub fn distribute_fees(ground: &Ground, mint: usize) -> Instruction {
    let money = ground.mints[mint];
    let accounts = accounts::DistributeFees {
        config: CONFIG_ID,
        mint: money.key,
        policy: money.policy,
        fee_vault: money.fee_vault,
        treasury: money.treasury,
        liquidity: money.liquidity,
        rewards: (mint == 0).then_some(governance::REWARDS_VAULT),
        token_program: money.program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::DistributeFees {})
}

pub fn lock_tokens(ground: &Ground, owner: &Wallet, amount: u64) -> Instruction {
    let lock = keys::lock(&owner.key);
    let accounts = accounts::LockTokens {
        payer: owner.key,
        owner: owner.key,
        config: CONFIG_ID,
        mint: ground.mints[0].key,
        owner_token: owner.tokens[0],
        lock,
        vault: keys::lock_vault(&lock),
        token_program: ground.mints[0].program,
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::LockTokens { amount })
}

pub fn unlock_tokens(ground: &Ground, owner: &Wallet, rent_payer: Pubkey, amount: u64) -> Instruction {
    let lock = keys::lock(&owner.key);
    let accounts = accounts::UnlockTokens {
        owner: owner.key,
        config: CONFIG_ID,
        mint: ground.mints[0].key,
        lock,
        vault: keys::lock_vault(&lock),
        destination: owner.tokens[0],
        rent_payer,
        token_program: ground.mints[0].program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::UnlockTokens { amount })
}
