//! Instructions of job-escrow with their right accounts.
use anchor_lang::prelude::Pubkey;
use job_escrow::{
    accounts, instruction, CreateJobArgs, Job, JobState, Progress, ReassignArgs, AUTHORITY, REGISTRY_EVENTS,
    REPUTATION_EVENTS,
};
use solana_instruction::Instruction;

use crate::{
    chain::SYSTEM,
    keys::{self, call},
    proofs::{Proof, INPUTS},
    setup::{Ground, Wallet},
};

const PROGRAM: Pubkey = job_escrow::ID;
const EVENTS: Pubkey = job_escrow::EVENT_AUTHORITY_AND_BUMP.0;

/// The salt that a client would have chosen for a job.
pub fn salt(job: &Pubkey) -> [u8; 32] {
    solana_sha256_hasher::hashv(&[b"salt", job.as_ref()]).to_bytes()
}

/// With the key of its steps, if it is an exact order.
pub fn create_job(
    ground: &Ground,
    client: &Wallet,
    mint: usize,
    step_key: Option<Pubkey>,
    args: CreateJobArgs,
) -> Instruction {
    let money = ground.mints[mint];
    let job = keys::job(&client.key, args.nonce);
    let accounts = accounts::CreateJob {
        client: client.key,
        payer: client.key,
        config: governance::CONFIG_ID,
        mint_policy: money.policy,
        verifying_key: ground.verifying_key,
        step_key,
        client_record: client.client_record,
        job,
        mint: money.key,
        vault: keys::vault(&job),
        client_token: client.tokens[mint],
        token_program: money.program,
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::CreateJob { args })
}

pub fn accept_job(
    ground: &Ground,
    job: Pubkey,
    node: &Wallet,
    operator: Pubkey,
    salt: [u8; 32],
) -> Instruction {
    let accounts = accounts::AcceptJob {
        operator,
        job,
        node: node.node,
        score_page: ground.scores,
        config: governance::CONFIG_ID,
        authority: AUTHORITY,
        node_registry_program: node_registry::ID,
        node_registry_events: REGISTRY_EVENTS,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::AcceptJob { salt })
}

pub fn anchor_progress(job: Pubkey, node: Pubkey, operator: Pubkey, progress: Progress) -> Instruction {
    let accounts = accounts::AnchorProgress {
        operator,
        job,
        node,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::AnchorProgress { progress })
}

/// What a proof of the job's latest anchor must show.
pub fn public_inputs(job: &Job) -> [[u8; 32]; INPUTS] {
    let number = |value: u64| {
        let mut bytes = [0; 32];
        bytes[24..].copy_from_slice(&value.to_be_bytes());
        bytes
    };
    [
        job.binding,
        number(u64::from(job.anchored_checkpoints)),
        number(job.anchored_elapsed_ms),
        job.anchored_root,
        job.anchored_weights,
    ]
}

pub fn prove_checkpoints(job: Pubkey, verifying_key: Pubkey, proof: Proof) -> Instruction {
    let accounts = accounts::ProveCheckpoints {
        job,
        verifying_key,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    let data = instruction::ProveCheckpoints {
        proof_a: proof.a,
        proof_b: proof.b,
        proof_c: proof.c,
    };
    call(PROGRAM, accounts, data)
}

pub fn waive_objection(job: Pubkey, client: Pubkey) -> Instruction {
    let accounts = accounts::WaiveObjection {
        client,
        job,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::WaiveObjection {})
}

/// The token account of a wallet in a job's mint.
fn tokens_of(ground: &Ground, owner: &Pubkey, mint: usize) -> Pubkey {
    ground
        .wallet(owner)
        .map_or(Pubkey::default(), |wallet| wallet.tokens[mint])
}

/// By anyone.
pub fn claim_progress(ground: &Ground, key: Pubkey, job: &Job) -> Instruction {
    let mint = ground.mint(&job.mint);
    let accounts = accounts::ClaimProgress {
        job: key,
        vault: keys::vault(&key),
        mint: job.mint,
        node_token: tokens_of(ground, &job.node_owner, mint),
        fee_vault: job.fee_vault,
        token_program: ground.mints[mint].program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::ClaimProgress {})
}

pub fn reassign(ground: &Ground, key: Pubkey, job: &Job, client: Pubkey, args: ReassignArgs) -> Instruction {
    let (mint, cyxwiz) = (ground.mint(&job.mint), ground.mints[0]);
    let accounts = accounts::Reassign {
        client,
        job: key,
        vault: keys::vault(&key),
        mint: job.mint,
        node_token: Some(tokens_of(ground, &job.node_owner, mint)),
        fee_vault: Some(job.fee_vault),
        token_program: ground.mints[mint].program,
        config: governance::CONFIG_ID,
        node: job.node,
        outcomes: ground.outcomes,
        authority: AUTHORITY,
        registry: ground.registry,
        stake_vault: keys::stake_vault(&job.node),
        insurance: ground.insurance,
        cyxwiz_mint: cyxwiz.key,
        cyxwiz_token_program: cyxwiz.program,
        node_registry_program: node_registry::ID,
        node_registry_events: REGISTRY_EVENTS,
        reputation_program: reputation::ID,
        reputation_events: REPUTATION_EVENTS,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::Reassign { args })
}

/// By anyone.
pub fn settle(ground: &Ground, key: Pubkey, job: &Job) -> Instruction {
    let mint = ground.mint(&job.mint);
    let accounts = accounts::Settle {
        job: key,
        client_record: keys::client(&job.client),
        vault: keys::vault(&key),
        mint: job.mint,
        node_token: tokens_of(ground, &job.node_owner, mint),
        fee_vault: job.fee_vault,
        client_token: tokens_of(ground, &job.client, mint),
        rent_payer: job.rent_payer,
        node: job.node,
        score_page: ground.scores,
        outcomes: ground.outcomes,
        authority: AUTHORITY,
        token_program: ground.mints[mint].program,
        node_registry_program: node_registry::ID,
        node_registry_events: REGISTRY_EVENTS,
        reputation_program: reputation::ID,
        reputation_events: REPUTATION_EVENTS,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::Settle {})
}

pub fn cancel(ground: &Ground, key: Pubkey, job: &Job, client: Pubkey) -> Instruction {
    let mint = ground.mint(&job.mint);
    let node = job.state != JobState::Funded;
    let accounts = accounts::Cancel {
        client,
        client_record: keys::client(&client),
        job: key,
        vault: keys::vault(&key),
        mint: job.mint,
        client_token: tokens_of(ground, &job.client, mint),
        rent_payer: job.rent_payer,
        token_program: ground.mints[mint].program,
        node_token: node.then(|| tokens_of(ground, &job.node_owner, mint)),
        fee_vault: node.then_some(job.fee_vault),
        node: node.then_some(job.node),
        outcomes: node.then_some(ground.outcomes),
        authority: node.then_some(AUTHORITY),
        node_registry_program: node.then_some(node_registry::ID),
        node_registry_events: node.then_some(REGISTRY_EVENTS),
        reputation_program: node.then_some(reputation::ID),
        reputation_events: node.then_some(REPUTATION_EVENTS),
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::Cancel {})
}

/// By anyone.
pub fn timeout_refund(ground: &Ground, key: Pubkey, job: &Job) -> Instruction {
    let mint = ground.mint(&job.mint);
    let node = job.state != JobState::Funded;
    let cyxwiz = ground.mints[0];
    let accounts = accounts::TimeoutRefund {
        job: key,
        vault: keys::vault(&key),
        mint: job.mint,
        client_token: tokens_of(ground, &job.client, mint),
        rent_payer: job.rent_payer,
        token_program: ground.mints[mint].program,
        node_token: node.then(|| tokens_of(ground, &job.node_owner, mint)),
        fee_vault: node.then_some(job.fee_vault),
        node: node.then_some(job.node),
        score_page: node.then_some(ground.scores),
        outcomes: node.then_some(ground.outcomes),
        authority: node.then_some(AUTHORITY),
        config: node.then_some(governance::CONFIG_ID),
        registry: node.then_some(ground.registry),
        stake_vault: node.then(|| keys::stake_vault(&job.node)),
        insurance: node.then_some(ground.insurance),
        cyxwiz_mint: node.then_some(cyxwiz.key),
        cyxwiz_token_program: node.then_some(cyxwiz.program),
        node_registry_program: node.then_some(node_registry::ID),
        node_registry_events: node.then_some(REGISTRY_EVENTS),
        reputation_program: node.then_some(reputation::ID),
        reputation_events: node.then_some(REPUTATION_EVENTS),
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::TimeoutRefund {})
}

pub fn rate(ground: &Ground, key: Pubkey, job: &Job, client: Pubkey, stars: u8) -> Instruction {
    let accounts = accounts::Rate {
        client,
        job: key,
        node: job.node,
        outcomes: ground.outcomes,
        authority: AUTHORITY,
        reputation_program: reputation::ID,
        reputation_events: REPUTATION_EVENTS,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::Rate { stars })
}

/// With the job's audit and who paid for that, if it has one.
pub fn close_job(key: Pubkey, job: &Job, closer: Pubkey, audit_payer: Option<Pubkey>) -> Instruction {
    let accounts = accounts::CloseJob {
        closer,
        job: key,
        rent_payer: job.rent_payer,
        dispute: (job.dispute != Pubkey::default()).then_some(job.dispute),
        audit: audit_payer.map(|_| keys::audit(&key)),
        audit_rent_payer: audit_payer,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::CloseJob {})
}
