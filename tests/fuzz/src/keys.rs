//! Addresses, and instructions from what Anchor generates.
use anchor_lang::{prelude::Pubkey, InstructionData, ToAccountMetas};
use solana_instruction::Instruction;

fn pda(seeds: &[&[u8]], program: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(seeds, program).0
}

pub fn mint_policy(mint: &Pubkey) -> Pubkey {
    pda(&[governance::MINT_POLICY_SEED, mint.as_ref()], &governance::ID)
}

pub fn fee_vault(mint: &Pubkey) -> Pubkey {
    pda(&[governance::FEE_VAULT_SEED, mint.as_ref()], &governance::ID)
}

pub fn verifying_key(circuit: u16, version: u16) -> Pubkey {
    let seeds = [&circuit.to_le_bytes()[..], &version.to_le_bytes()[..]];
    pda(
        &[governance::VERIFYING_KEY_SEED, seeds[0], seeds[1]],
        &governance::ID,
    )
}

pub fn node(owner: &Pubkey) -> Pubkey {
    pda(&[node_registry::NODE_SEED, owner.as_ref()], &node_registry::ID)
}

pub fn operator(key: &Pubkey) -> Pubkey {
    pda(&[node_registry::OPERATOR_SEED, key.as_ref()], &node_registry::ID)
}

pub fn coordinator(authority: &Pubkey) -> Pubkey {
    let seeds = [node_registry::COORDINATOR_SEED, authority.as_ref()];
    pda(&seeds, &node_registry::ID)
}

pub fn stake_vault(node: &Pubkey) -> Pubkey {
    pda(&[node_registry::STAKE_SEED, node.as_ref()], &node_registry::ID)
}

pub fn client(wallet: &Pubkey) -> Pubkey {
    pda(&[job_escrow::CLIENT_SEED, wallet.as_ref()], &job_escrow::ID)
}

pub fn job(client: &Pubkey, nonce: u64) -> Pubkey {
    pda(
        &[job_escrow::JOB_SEED, client.as_ref(), &nonce.to_le_bytes()],
        &job_escrow::ID,
    )
}

pub fn vault(job: &Pubkey) -> Pubkey {
    pda(&[job_escrow::VAULT_SEED, job.as_ref()], &job_escrow::ID)
}

/// Of a job.
pub fn audit(job: &Pubkey) -> Pubkey {
    pda(&[job_escrow::AUDIT_SEED, job.as_ref()], &job_escrow::ID)
}

pub fn outcomes(page: u32) -> Pubkey {
    pda(&[reputation::OUTCOMES_SEED, &page.to_le_bytes()], &reputation::ID)
}

pub fn scores(page: u32) -> Pubkey {
    pda(&[reputation::SCORES_SEED, &page.to_le_bytes()], &reputation::ID)
}

pub fn dispute(job: &Pubkey) -> Pubkey {
    pda(&[governance::DISPUTE_SEED, job.as_ref()], &governance::ID)
}

pub fn dispute_vault(dispute: &Pubkey) -> Pubkey {
    pda(
        &[governance::DISPUTE_VAULT_SEED, dispute.as_ref()],
        &governance::ID,
    )
}

pub fn fund(mint: &Pubkey, kind: u8) -> Pubkey {
    pda(&[governance::FUND_SEED, mint.as_ref(), &[kind]], &governance::ID)
}

pub fn lock(owner: &Pubkey) -> Pubkey {
    pda(&[governance::LOCK_SEED, owner.as_ref()], &governance::ID)
}

pub fn lock_vault(lock: &Pubkey) -> Pubkey {
    pda(&[governance::LOCK_VAULT_SEED, lock.as_ref()], &governance::ID)
}

pub fn vote(subject: &Pubkey, round: u8, owner: &Pubkey) -> Pubkey {
    let seeds = [governance::VOTE_SEED, subject.as_ref(), &[round], owner.as_ref()];
    pda(&seeds, &governance::ID)
}

pub fn proposal(number: u64) -> Pubkey {
    pda(
        &[governance::PROPOSAL_SEED, &number.to_le_bytes()],
        &governance::ID,
    )
}

pub fn vesting(beneficiary: &Pubkey, nonce: u64) -> Pubkey {
    let seeds = [
        governance::VESTING_SEED,
        beneficiary.as_ref(),
        &nonce.to_le_bytes(),
    ];
    pda(&seeds, &governance::ID)
}

pub fn vesting_vault(vesting: &Pubkey) -> Pubkey {
    pda(
        &[governance::VESTING_VAULT_SEED, vesting.as_ref()],
        &governance::ID,
    )
}

/// A key that stands for something; the same on every chain.
pub fn named(name: &str) -> Pubkey {
    Pubkey::from(solana_sha256_hasher::hashv(&[b"fuzz", name.as_bytes()]).to_bytes())
}

/// An instruction of one of the four programs.
pub fn call(program: Pubkey, accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction {
        program_id: program,
        accounts: accounts.to_account_metas(None),
        data: data.data(),
    }
}
