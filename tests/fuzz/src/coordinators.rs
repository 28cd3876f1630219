//! Instructions about coordinators with their right accounts.
use anchor_lang::prelude::Pubkey;
use node_registry::{accounts, instruction, Coordinator};
use solana_instruction::Instruction;

use crate::{
    chain::SYSTEM,
    keys::{self, call},
};

const PROGRAM: Pubkey = node_registry::ID;
const EVENTS: Pubkey = node_registry::EVENT_AUTHORITY_AND_BUMP.0;

/// The authority pays.
pub fn register(authority: Pubkey, keys: Vec<Pubkey>) -> Instruction {
    let accounts = accounts::RegisterCoordinator {
        authority,
        payer: authority,
        coordinator: keys::coordinator(&authority),
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::RegisterCoordinator { keys })
}

pub fn set_keys(authority: Pubkey, coordinator: Pubkey, keys: Vec<Pubkey>) -> Instruction {
    let accounts = accounts::SetCoordinatorKeys {
        authority,
        coordinator,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::SetCoordinatorKeys { keys })
}

pub fn close(authority: Pubkey, key: Pubkey, coordinator: &Coordinator) -> Instruction {
    let accounts = accounts::CloseCoordinator {
        authority,
        coordinator: key,
        rent_payer: coordinator.rent_payer,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::CloseCoordinator {})
}
