//! Instructions of proposals with their right accounts.
use anchor_lang::prelude::Pubkey;
use governance::{
    accounts, instruction, AccountSlot, CreateProposalArgs, Proposal, VoteRecord, CONFIG_ID, EXECUTOR,
    PROPOSAL_ROUND,
};
use solana_instruction::{AccountMeta, Instruction};

use crate::{
    chain::SYSTEM,
    keys::{self, call},
    setup::{Ground, Wallet},
};

const PROGRAM: Pubkey = governance::ID;
const EVENTS: Pubkey = governance::EVENT_AUTHORITY_AND_BUMP.0;

/// Stands for whoever executes a proposal, in the instruction that it is made of.
pub const WHOEVER_PAYS: Pubkey = Pubkey::new_from_array([0xee; 32]);

fn slot(meta: &AccountMeta) -> AccountSlot {
    match meta.pubkey {
        EXECUTOR => AccountSlot::Executor,
        WHOEVER_PAYS => AccountSlot::Payer,
        key => AccountSlot::Account {
            key,
            writable: meta.is_writable,
        },
    }
}

/// Drafts a proposal of what `decision` does.
pub fn create(proposer: Pubkey, number: u64, decision: &Instruction) -> Instruction {
    let accounts = accounts::CreateProposal {
        payer: proposer,
        proposer,
        config: CONFIG_ID,
        proposal: keys::proposal(number),
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    let args = CreateProposalArgs {
        number,
        text_hash: [7; 32],
        program: decision.program_id,
        slots: decision.accounts.iter().map(slot).collect(),
        data_len: decision.data.len() as u16,
    };
    call(PROGRAM, accounts, instruction::CreateProposal { args })
}

pub fn write(key: Pubkey, proposer: Pubkey, offset: u16, bytes: Vec<u8>) -> Instruction {
    let accounts = accounts::WriteProposal {
        proposer,
        proposal: key,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::WriteProposal { offset, bytes })
}

pub fn open(ground: &Ground, key: Pubkey, proposer: Pubkey) -> Instruction {
    let accounts = accounts::OpenProposal {
        proposer,
        config: CONFIG_ID,
        mint: ground.mints[0].key,
        proposal: key,
        lock: keys::lock(&proposer),
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::OpenProposal {})
}

pub fn vote(key: Pubkey, voter: &Wallet, in_favour: bool) -> Instruction {
    let accounts = accounts::VoteProposal {
        payer: voter.key,
        owner: voter.key,
        proposal: key,
        lock: voter.lock,
        vote: keys::vote(&key, PROPOSAL_ROUND, &voter.key),
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::VoteProposal { in_favour })
}

pub fn cancel(key: Pubkey, proposer: Pubkey) -> Instruction {
    let accounts = accounts::CancelProposal {
        proposer,
        proposal: key,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::CancelProposal {})
}

/// By anyone, who stands where the proposal asks for a payer.
pub fn execute(key: Pubkey, proposal: &Proposal, payer: Pubkey) -> Instruction {
    let accounts = accounts::ExecuteProposal {
        payer,
        proposal: key,
        target: proposal.program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    let mut instruction = call(PROGRAM, accounts, instruction::ExecuteProposal {});
    let carried = proposal.instruction(payer);
    instruction
        .accounts
        .extend(carried.accounts.into_iter().map(|meta| AccountMeta {
            // The program signs for the executor.
            is_signer: meta.is_signer && meta.pubkey != EXECUTOR,
            ..meta
        }));
    instruction
}

/// By anyone.
pub fn close(key: Pubkey, proposal: &Proposal) -> Instruction {
    let accounts = accounts::CloseProposal {
        proposal: key,
        rent_payer: proposal.rent_payer,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::CloseProposal {})
}

/// By anyone.
pub fn close_vote(key: Pubkey, vote: &VoteRecord) -> Instruction {
    let accounts = accounts::CloseVote {
        vote: key,
        rent_payer: vote.rent_payer,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::CloseVote {})
}
