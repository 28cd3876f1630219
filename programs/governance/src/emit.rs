//! Events by CPI, as all programs of this house send them where compute units count.
use anchor_lang::{
    event::EVENT_IX_TAG_LE,
    prelude::*,
    solana_program::{
        instruction::{AccountMeta, Instruction},
        program::invoke_signed,
    },
    Event,
};

/// Seed of the account that signs events, as Anchor has it.
const EVENT_AUTHORITY_SEED: &[u8] = b"__event_authority";
/// Bytes of the longest event, with room.
const EVENT_CAPACITY: usize = 640;

/// Sends an event from `program` to itself, as `emit_cpi!` does and with the same bytes, which are written once instead
/// of three times: that saves about a tenth of an instruction's compute units. `bump` is that of its event authority.
pub fn emit_by_cpi<E: Event + AnchorSerialize>(
    program: &Pubkey,
    bump: u8,
    event: &E,
    event_authority: &AccountInfo,
) -> Result<()> {
    let mut data = Vec::with_capacity(EVENT_CAPACITY);
    data.extend_from_slice(EVENT_IX_TAG_LE);
    data.extend_from_slice(E::DISCRIMINATOR);
    event.serialize(&mut data)?;
    let call = Instruction {
        program_id: *program,
        accounts: vec![AccountMeta::new_readonly(*event_authority.key, true)],
        data,
    };
    let signer: &[&[u8]] = &[EVENT_AUTHORITY_SEED, &[bump]];
    invoke_signed(&call, std::slice::from_ref(event_authority), &[signer])?;
    Ok(())
}
