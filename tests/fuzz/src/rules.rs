//! What governance's authority, its guardians and its next authority do, with the right accounts.
use anchor_lang::prelude::Pubkey;
use governance::{accounts, instruction, ConfigParams, CONFIG_ID, GUARDIANS};
use solana_instruction::Instruction;

use crate::{
    chain::SYSTEM,
    keys::{self, call},
    proofs::INPUTS,
    setup::{Ground, Mint, STEPS, STEP_CIRCUIT},
};

const PROGRAM: Pubkey = governance::ID;
const EVENTS: Pubkey = governance::EVENT_AUTHORITY_AND_BUMP.0;

pub fn update_config(authority: Pubkey, params: ConfigParams) -> Instruction {
    let accounts = accounts::UpdateConfig {
        authority,
        config: CONFIG_ID,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    let data = instruction::UpdateConfig {
        params,
        allow_development_keys: true,
    };
    call(PROGRAM, accounts, data)
}

pub fn set_pause(authority: Pubkey, paused: bool, until: i64) -> Instruction {
    let accounts = accounts::SetPause {
        authority,
        config: CONFIG_ID,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::SetPause { paused, until })
}

pub fn approve_pause(guardian: Pubkey) -> Instruction {
    let accounts = accounts::ApprovePause {
        guardian,
        config: CONFIG_ID,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::ApprovePause {})
}

pub fn set_guardians(authority: Pubkey, guardians: [Pubkey; GUARDIANS], threshold: u8) -> Instruction {
    let accounts = accounts::SetGuardians {
        authority,
        config: CONFIG_ID,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    let data = instruction::SetGuardians { guardians, threshold };
    call(PROGRAM, accounts, data)
}

pub fn propose_authority(authority: Pubkey, next: Option<Pubkey>) -> Instruction {
    let accounts = accounts::ProposeAuthority {
        authority,
        config: CONFIG_ID,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::ProposeAuthority { next })
}

pub fn accept_authority(next: Pubkey) -> Instruction {
    let accounts = accounts::AcceptAuthority {
        pending_authority: next,
        config: CONFIG_ID,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::AcceptAuthority {})
}

pub fn allow_mint(authority: Pubkey, payer: Pubkey, mint: &Mint) -> Instruction {
    let accounts = accounts::AllowMint {
        payer,
        authority,
        config: CONFIG_ID,
        mint: mint.key,
        policy: mint.policy,
        fee_vault: mint.fee_vault,
        token_program: mint.program,
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::AllowMint {})
}

pub fn disallow_mint(authority: Pubkey, mint: &Mint) -> Instruction {
    let accounts = accounts::DisallowMint {
        authority,
        config: CONFIG_ID,
        policy: mint.policy,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::DisallowMint {})
}

/// The key that can be forged, as one of checkpoints or of training steps.
pub fn add_verifying_key(
    ground: &Ground,
    (authority, payer): (Pubkey, Pubkey),
    circuit: u16,
    key_version: u16,
) -> Instruction {
    let (public_inputs, steps) = match circuit {
        STEP_CIRCUIT => (governance::STEP_INPUTS, STEPS),
        _ => (INPUTS as u8, 0),
    };
    let accounts = accounts::AddVerifyingKey {
        payer,
        authority,
        config: CONFIG_ID,
        verifying_key: keys::verifying_key(circuit, key_version),
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    let data = instruction::AddVerifyingKey {
        circuit,
        key_version,
        development: true,
        public_inputs,
        steps,
        points: ground.forger.points(public_inputs.into()),
    };
    call(PROGRAM, accounts, data)
}

pub fn retire_verifying_key(authority: Pubkey, circuit: u16, key_version: u16) -> Instruction {
    let accounts = accounts::RetireVerifyingKey {
        authority,
        config: CONFIG_ID,
        verifying_key: keys::verifying_key(circuit, key_version),
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::RetireVerifyingKey {})
}

pub fn spend_fund(authority: Pubkey, mint: &Mint, kind: u8, to: Pubkey, amount: u64) -> Instruction {
    let accounts = accounts::SpendFund {
        authority,
        config: CONFIG_ID,
        mint: mint.key,
        fund: keys::fund(&mint.key, kind),
        destination: to,
        token_program: mint.program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::SpendFund { kind, amount })
}

pub fn pay_insurance(ground: &Ground, authority: Pubkey, to: Pubkey, amount: u64) -> Instruction {
    let program = node_registry::ID;
    let accounts = node_registry::accounts::PayInsurance {
        authority,
        config: CONFIG_ID,
        registry: ground.registry,
        insurance: ground.insurance,
        to,
        mint: ground.mints[0].key,
        token_program: ground.mints[0].program,
        event_authority: node_registry::EVENT_AUTHORITY_AND_BUMP.0,
        program,
    };
    call(
        program,
        accounts,
        node_registry::instruction::PayInsurance { amount },
    )
}
