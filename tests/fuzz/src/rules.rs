//! Instructions of governance with their right accounts.
use anchor_lang::prelude::Pubkey;
use governance::{accounts, instruction, ConfigParams, CONFIG_ID};
use solana_instruction::Instruction;

use crate::{chain::SYSTEM, keys::call, setup::Mint};

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

pub fn allow_mint(authority: Pubkey, mint: &Mint) -> Instruction {
    let accounts = accounts::AllowMint {
        payer: authority,
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
