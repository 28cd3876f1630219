//! Instructions of node-registry and reputation with their right accounts.
use anchor_lang::prelude::Pubkey;
use node_registry::{accounts, instruction, RegisterNodeArgs, UpdateNodeArgs};
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
        payer: owner.key,
        config: governance::CONFIG_ID,
        registry: ground.registry,
        node: owner.node,
        operator_account: keys::operator(&owner.operator),
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
