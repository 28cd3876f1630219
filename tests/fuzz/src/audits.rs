//! Instructions of the exact tier with their right accounts, and what a client and a node of a job would have chosen.
use anchor_lang::prelude::Pubkey;
use job_escrow::{accounts, instruction, Audit, ExactTerms, Job};
use solana_instruction::Instruction;
use solana_sha256_hasher::hashv;

use crate::{
    chain::SYSTEM,
    keys::{self, call},
    proofs::Proof,
    setup::STEPS,
};

const PROGRAM: Pubkey = job_escrow::ID;
const EVENTS: Pubkey = job_escrow::EVENT_AUTHORITY_AND_BUMP.0;

/// The client's share of a job's challenge.
pub fn secret(job: &Pubkey) -> [u8; 32] {
    hashv(&[b"secret", job.as_ref()]).to_bytes()
}

/// What the client of an exact job keeps to itself until the slot's hash is recorded, hashed.
pub fn secret_hash(job: &Pubkey) -> [u8; 32] {
    hashv(&[&secret(job)]).to_bytes()
}

/// The terms with which a job is ordered if it is an exact one: one to three proofs cover an epoch.
pub fn terms(job: &Pubkey) -> ExactTerms {
    ExactTerms {
        seed: hashv(&[b"seed", job.as_ref()]).to_bytes(),
        batches: u16::from(STEPS) * (1 + u16::from(job.as_array()[0] % 3)),
    }
}

/// By the node's operator; `payer` pays for the audit's account.
pub fn anchor_steps(
    (key, job): (Pubkey, &Job),
    (operator, payer): (Pubkey, Pubkey),
    step_key: Pubkey,
    root: [u8; 32],
    terms: ExactTerms,
) -> Instruction {
    let accounts = accounts::AnchorSteps {
        operator,
        payer,
        job: key,
        node: job.node,
        step_key,
        audit: keys::audit(&key),
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    let data = instruction::AnchorSteps {
        steps_root: root,
        terms,
    };
    call(PROGRAM, accounts, data)
}

/// By anyone.
pub fn record_slot_hash(job: Pubkey) -> Instruction {
    let accounts = accounts::RecordSlotHash {
        job,
        audit: keys::audit(&job),
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::RecordSlotHash {})
}

/// By anyone who knows the nonce, or without it.
pub fn open_challenge(job: Pubkey, nonce: Option<[u8; 32]>) -> Instruction {
    let accounts = accounts::OpenChallenge {
        job,
        audit: keys::audit(&job),
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::OpenChallenge { nonce })
}

/// By anyone.
pub fn prove_audit(job: Pubkey, step_key: Pubkey, index: u8, proof: Proof) -> Instruction {
    let accounts = accounts::ProveAudit {
        job,
        audit: keys::audit(&job),
        step_key,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    let data = instruction::ProveAudit {
        index,
        proof_a: proof.a,
        proof_b: proof.b,
        proof_c: proof.c,
    };
    call(PROGRAM, accounts, data)
}

/// What a proof for the audit of this index must show; anything as long as nothing is asked.
pub fn statement(job: &Job, audit: &Audit, index: u8) -> [u8; 32] {
    let segment = audit.segment(index);
    segment
        .and_then(|segment| audit.statement(job, segment))
        .unwrap_or_default()
}

/// The audits that are not proven.
pub fn open(audit: &Audit) -> Vec<u8> {
    (0..audit.audits)
        .filter(|index| audit.proven >> index & 1 == 0)
        .collect()
}
