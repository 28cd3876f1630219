//! Instructions of votes on disputes with their right accounts.
use anchor_lang::prelude::Pubkey;
use governance::{accounts, instruction, Dispute, VoteRecord, CONFIG_ID};
use solana_instruction::Instruction;

use crate::{
    chain::SYSTEM,
    keys::{self, call},
    setup::{Ground, Wallet},
};

const PROGRAM: Pubkey = governance::ID;
const EVENTS: Pubkey = governance::EVENT_AUTHORITY_AND_BUMP.0;

pub fn vote_dispute(key: Pubkey, dispute: &Dispute, voter: &Wallet, for_client: bool) -> Instruction {
    let accounts = accounts::VoteDispute {
        owner: voter.key,
        payer: voter.key,
        dispute: key,
        lock: voter.lock,
        record: keys::vote(&key, dispute.round(), &voter.key),
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::VoteDispute { for_client })
}

/// By the voter itself, or by anyone while the treasury holds enough.
pub fn claim_vote_reward(ground: &Ground, key: Pubkey, vote: &VoteRecord, claimer: Pubkey) -> Instruction {
    let cyxwiz = ground.mints[0];
    let voter_token = ground
        .wallet(&vote.owner)
        .map_or(Pubkey::default(), |wallet| wallet.tokens[0]);
    let accounts = accounts::ClaimVoteReward {
        claimer,
        config: CONFIG_ID,
        dispute: vote.subject,
        record: key,
        treasury: cyxwiz.treasury,
        mint: cyxwiz.key,
        voter_token,
        rent_payer: vote.rent_payer,
        token_program: cyxwiz.program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::ClaimVoteReward {})
}

/// By anyone.
pub fn close_dispute_vote(key: Pubkey, vote: &VoteRecord) -> Instruction {
    let accounts = accounts::CloseDisputeVote {
        dispute: vote.subject,
        record: key,
        rent_payer: vote.rent_payer,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::CloseDisputeVote {})
}
