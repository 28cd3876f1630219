//! Instructions of node-registry and reputation with their right accounts.
use anchor_lang::prelude::Pubkey;
use node_registry::{accounts, instruction, Node, RegisterNodeArgs, UpdateNodeArgs};
use solana_instruction::Instruction;

use crate::{
    chain::SYSTEM,
    keys::{self, call},
    setup::{Ground, Wallet},
};

const PROGRAM: Pubkey = node_registry::ID;
const EVENTS: Pubkey = node_registry::EVENT_AUTHORITY_AND_BUMP.0;

pub fn register_node(ground: &Ground, owner: &Wallet, args: RegisterNodeArgs) -> Instruction {
    let cyxwiz = ground.mints[0];
    let accounts = accounts::RegisterNode {
        owner: owner.key,
        operator: owner.operator,
        operator_account: keys::operator(&owner.operator),
        payer: owner.key,
        config: governance::CONFIG_ID,
        registry: ground.registry,
        node: owner.node,
        stake_vault: owner.stake_vault,
        owner_token: owner.tokens[0],
        mint: cyxwiz.key,
        token_program: cyxwiz.program,
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::RegisterNode { args })
}

pub fn update_node(owner: Pubkey, node: Pubkey, args: UpdateNodeArgs) -> Instruction {
    let accounts = accounts::UpdateNode {
        owner,
        node,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::UpdateNode { args })
}

pub fn heartbeat(operator: Pubkey, node: Pubkey) -> Instruction {
    let accounts = accounts::SendHeartbeat {
        operator,
        config: governance::CONFIG_ID,
        node,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::Heartbeat {})
}

/// Nobody signs.
pub fn apply_outcomes(ground: &Ground, max: u8) -> Instruction {
    let accounts = reputation::accounts::ApplyOutcomes {
        config: governance::CONFIG_ID,
        queue: ground.outcomes,
        scores: ground.scores,
        event_authority: reputation::EVENT_AUTHORITY_AND_BUMP.0,
        program: reputation::ID,
    };
    call(
        reputation::ID,
        accounts,
        reputation::instruction::ApplyOutcomes { page: 0, max },
    )
}

/// The owner pays, as it did for the account of the old key.
pub fn rotate_operator(owner: Pubkey, node: Pubkey, previous: Pubkey, operator: Pubkey) -> Instruction {
    let accounts = accounts::RotateOperator {
        owner,
        operator,
        payer: owner,
        node,
        previous: keys::operator(&previous),
        rent_payer: owner,
        operator_account: keys::operator(&operator),
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::RotateOperator {})
}

/// What an owner does with a stake.
pub fn add_stake(ground: &Ground, owner: &Wallet, amount: u64) -> Instruction {
    let accounts = accounts::AddStake {
        owner: owner.key,
        config: governance::CONFIG_ID,
        node: owner.node,
        stake_vault: owner.stake_vault,
        owner_token: owner.tokens[0],
        mint: ground.mints[0].key,
        token_program: ground.mints[0].program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::AddStake { amount })
}

pub fn request_withdrawal(owner: &Wallet, amount: u64) -> Instruction {
    let accounts = accounts::RequestWithdrawal {
        owner: owner.key,
        config: governance::CONFIG_ID,
        node: owner.node,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::RequestWithdrawal { amount })
}

pub fn cancel_withdrawal(owner: &Wallet) -> Instruction {
    let accounts = accounts::CancelWithdrawal {
        owner: owner.key,
        config: governance::CONFIG_ID,
        node: owner.node,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::CancelWithdrawal {})
}

pub fn claim_withdrawal(ground: &Ground, owner: &Wallet) -> Instruction {
    let accounts = accounts::ClaimWithdrawal {
        owner: owner.key,
        node: owner.node,
        stake_vault: owner.stake_vault,
        owner_token: owner.tokens[0],
        mint: ground.mints[0].key,
        token_program: ground.mints[0].program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::ClaimWithdrawal {})
}

/// By anyone.
pub fn compound_rewards(ground: &Ground, node: &Wallet) -> Instruction {
    let accounts = accounts::CompoundRewards {
        config: governance::CONFIG_ID,
        registry: ground.registry,
        node: node.node,
        stake_vault: node.stake_vault,
        rewards: governance::REWARDS_VAULT,
        mint: ground.mints[0].key,
        token_program: ground.mints[0].program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::CompoundRewards {})
}

pub fn close_node(ground: &Ground, owner: &Wallet, node: &Node, operator_rent_payer: Pubkey) -> Instruction {
    let accounts = accounts::CloseNode {
        owner: owner.key,
        config: governance::CONFIG_ID,
        node: owner.node,
        operator_account: keys::operator(&node.operator),
        stake_vault: owner.stake_vault,
        owner_token: owner.tokens[0],
        rent_payer: node.rent_payer,
        operator_rent_payer,
        mint: ground.mints[0].key,
        token_program: ground.mints[0].program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::CloseNode {})
}
