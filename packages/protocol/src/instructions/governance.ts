import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import type { TransactionInstruction } from '@solana/web3.js';
import type { ConfigParams, InitConfigArgs, KeyPoints } from '../idl/governance.ts';
import type { Address } from '../program/addresses.ts';
import { governance } from '../program/programs.ts';
import { mintPolicyAddress, verifyingKeyAddress } from '../program/well-known.ts';

/** Creates the parameters, once. The program's upgrade authority signs and becomes the governance authority. */
export function initConfig(
  args: InitConfigArgs,
  accounts: { readonly authority: Address; readonly cyxwizMint: Address },
): TransactionInstruction {
  return governance.instruction('initConfig', { args }, accounts);
}

/** Replaces every parameter. The authority signs; jobs that exist keep the terms they began with. */
export function updateConfig(
  args: { readonly params: ConfigParams; readonly allowDevelopmentKeys: boolean },
  authority: Address,
): TransactionInstruction {
  return governance.instruction('updateConfig', args, { authority });
}

/** Names the next authority, or with null withdraws the name. The authority signs. */
export function proposeAuthority(next: Address | null, authority: Address): TransactionInstruction {
  return governance.instruction(
    'proposeAuthority',
    { next: next === null ? null : String(next) },
    { authority },
  );
}

/** Completes the change. The proposed authority signs. */
export function acceptAuthority(pendingAuthority: Address): TransactionInstruction {
  return governance.instruction('acceptAuthority', {}, { pendingAuthority });
}

/** Stops new escrows until `until` (unix seconds), or lifts the pause. The authority signs. */
export function setPause(
  pause: { readonly paused: boolean; readonly until?: bigint },
  authority: Address,
): TransactionInstruction {
  return governance.instruction(
    'setPause',
    { paused: pause.paused, until: pause.until ?? 0n },
    { authority },
  );
}

/** Replaces the five guardians. The authority signs. */
export function setGuardians(
  args: { readonly guardians: readonly string[]; readonly threshold: number },
  authority: Address,
): TransactionInstruction {
  return governance.instruction('setGuardians', args, { authority });
}

/** Approves a pause of new escrows. A guardian signs. */
export function approvePause(guardian: Address): TransactionInstruction {
  return governance.instruction('approvePause', {}, { guardian });
}

/** Lets escrows be paid in a mint and makes the vault for its fees. Authority and payer (default the same) sign. */
export function allowMint(accounts: {
  readonly authority: Address;
  readonly mint: Address;
  readonly payer?: Address;
  readonly tokenProgram?: Address;
}): TransactionInstruction {
  const payer = accounts.payer ?? accounts.authority;
  return governance.instruction('allowMint', {}, { tokenProgram: TOKEN_PROGRAM_ID, ...accounts, payer });
}

/** Stops new escrows in a mint. The authority signs. */
export function disallowMint(mint: Address, authority: Address): TransactionInstruction {
  return governance.instruction('disallowMint', {}, { authority, policy: mintPolicyAddress(mint) });
}

export interface VerifyingKeyArgs {
  readonly circuit: number;
  readonly keyVersion: number;
  /** Made from a published seed, so that anyone can forge its proofs. */
  readonly development: boolean;
  readonly publicInputs: number;
  /** Training steps that one proof covers; default 0, for circuits that prove no steps. */
  readonly steps?: number;
  readonly points: KeyPoints;
}

/** Adds a version of a circuit's key. Authority and payer sign. */
export function addVerifyingKey(
  args: VerifyingKeyArgs,
  authority: Address,
  payer: Address = authority,
): TransactionInstruction {
  return governance.instruction('addVerifyingKey', { steps: 0, ...args }, { payer, authority });
}

/** Keeps a key from new jobs. The authority signs. */
export function retireVerifyingKey(
  key: { readonly circuit: number; readonly keyVersion: number },
  authority: Address,
): TransactionInstruction {
  const verifyingKey = verifyingKeyAddress(key.circuit, key.keyVersion);
  return governance.instruction('retireVerifyingKey', {}, { authority, verifyingKey });
}
