/** What stands before the number in a program's bytes. */
export const MARK = 'CYXWIZ-SWITCH\0';
/** Number that switches nothing off: unit tests tell which checks they come to. */
export const RECORD = 0xffff;

/** An account of an instruction that must sign or be writable. */
export interface Flag {
  readonly number: number;
  /** First bytes of the instruction's data. */
  readonly discriminator: readonly number[];
  /** Place of the account. */
  readonly index: number;
  readonly kind: 'is_signer' | 'is_writable';
}

/** The module of a program that says which check is off: a number in its bytes, which no compiler can know. */
export function switchModule(flags: readonly Flag[]): string {
  return `//! Which check of this program is switched off.

/// Its number, little endian, stands after the mark; the harness writes it.
#[used]
#[cfg(target_os = "solana")]
static SWITCH: [u8; 16] = *b"${MARK.replace('\0', '\\0')}\\0\\0";

#[cfg(target_os = "solana")]
fn chosen() -> u16 {
    let first: *const u8 = core::ptr::addr_of!(SWITCH).cast();
    // SAFETY: both bytes are within the static; they are read anew each time because the file is changed after linking.
    let read = |at: usize| unsafe { core::ptr::read_volatile(first.add(at)) };
    u16::from_le_bytes([read(${MARK.length}), read(${MARK.length + 1})])
}

/// In tests of the host the environment says so.
#[cfg(not(target_os = "solana"))]
fn chosen() -> u16 {
    static CHOSEN: std::sync::OnceLock<u16> = std::sync::OnceLock::new();
    *CHOSEN.get_or_init(|| {
        std::env::var("CYXWIZ_MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0)
    })
}

#[cfg(not(target_os = "solana"))]
fn tell(number: u16) {
    use std::{io::Write, sync::atomic::{AtomicBool, Ordering}};
    static TOLD: [AtomicBool; 65536] = [const { AtomicBool::new(false) }; 65536];
    if chosen() != ${RECORD} {
        return;
    }
    if TOLD.get(usize::from(number)).is_some_and(|told| !told.swap(true, Ordering::Relaxed)) {
        let _ = writeln!(std::io::stderr(), "\\nreached {number}");
    }
}

/// Whether the check of this number is off.
#[inline(never)]
pub fn off(number: u16) -> bool {
    #[cfg(not(target_os = "solana"))]
    tell(number);
    chosen() == number
}
${flags.length ? entry(flags) : ''}`;
}

/** In place of Anchor's entry point, because nothing else sees accounts before Anchor does. */
function entry(flags: readonly Flag[]): string {
  const arms = flags.map(
    ({ number, discriminator, index, kind }) =>
      `    if data.starts_with(&[${discriminator.join(', ')}]) && off(${number}) {
        if let Some(account) = all.get_mut(${index}) { account.${kind} = true; }
    }`,
  );
  return `
use anchor_lang::prelude::*;

#[cfg(not(feature = "cpi"))]
anchor_lang::solana_program::entrypoint!(enter);

/// Pretends that an account signs or is writable, when the check of that is off.
#[cfg(not(feature = "cpi"))]
fn enter<'info>(
    program_id: &'info Pubkey,
    accounts: &'info [AccountInfo<'info>],
    data: &'info [u8],
) -> anchor_lang::solana_program::entrypoint::ProgramResult {
    if !matches!(chosen(), ${flags.map(({ number }) => number).join(' | ')}) {
        return crate::entry(program_id, accounts, data);
    }
    let mut all = accounts.to_vec();
    pretend(&mut all, data);
    crate::entry(program_id, Box::leak(all.into_boxed_slice()), data)
}

#[inline(never)]
#[cfg(not(feature = "cpi"))]
fn pretend(all: &mut [AccountInfo], data: &[u8]) {
${arms.join('\n')}
}
`;
}
