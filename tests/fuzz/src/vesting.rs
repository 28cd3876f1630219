//! Instructions of vestings with their right accounts.
use anchor_lang::prelude::Pubkey;
use governance::{accounts, instruction, Vesting, VestingArgs, CONFIG_ID};
use solana_instruction::Instruction;

use crate::{
    chain::SYSTEM,
    keys::{self, call},
    setup::{Ground, Wallet},
};

const PROGRAM: Pubkey = governance::ID;
const EVENTS: Pubkey = governance::EVENT_AUTHORITY_AND_BUMP.0;

pub fn create(ground: &Ground, funder: &Wallet, args: VestingArgs) -> Instruction {
    let vesting = keys::vesting(&args.beneficiary, args.nonce);
    let accounts = accounts::CreateVesting {
        payer: funder.key,
        funder: funder.key,
        config: CONFIG_ID,
        mint: ground.mints[0].key,
        funder_token: funder.tokens[0],
        vesting,
        vault: keys::vesting_vault(&vesting),
        token_program: ground.mints[0].program,
        system_program: SYSTEM,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::CreateVesting { args })
}

/// By anyone.
pub fn claim(ground: &Ground, key: Pubkey, vesting: &Vesting) -> Instruction {
    // What is no wallet is the account to pay.
    let destination = ground
        .wallet(&vesting.beneficiary)
        .map_or(vesting.beneficiary, |wallet| wallet.tokens[0]);
    let accounts = accounts::ClaimVesting {
        config: CONFIG_ID,
        mint: ground.mints[0].key,
        vesting: key,
        vault: keys::vesting_vault(&key),
        destination,
        rent_payer: vesting.rent_payer,
        token_program: ground.mints[0].program,
        event_authority: EVENTS,
        program: PROGRAM,
    };
    call(PROGRAM, accounts, instruction::ClaimVesting {})
}
