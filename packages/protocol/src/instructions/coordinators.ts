import { PublicKey, type TransactionInstruction } from '@solana/web3.js';
import type { Coordinator } from '../idl/node_registry.ts';
import type { Address } from '../program/addresses.ts';
import { nodeRegistry } from '../program/programs.ts';
import { coordinatorAddress } from '../program/well-known.ts';

const EMPTY = PublicKey.default.toBase58();
const base58 = (keys: readonly Address[]) => keys.map((key) => new PublicKey(key).toBase58());

/** Keys that an account has room for. */
export const TOKEN_KEYS = 4;

/** The ed25519 keys that sign a coordinator's tokens, base58, as its account names them. */
export function tokenKeysOf({ keys }: Pick<Coordinator, 'keys'>): readonly string[] {
  return keys.filter((key) => key !== EMPTY);
}

/** Says which keys, one to four, sign the tokens of the authority's coordinator. Authority and payer sign. */
export function registerCoordinator(
  keys: readonly Address[],
  accounts: {
    readonly authority: Address;
    /** Default the authority. */
    readonly payer?: Address;
  },
): TransactionInstruction {
  const { authority, payer = authority } = accounts;
  return nodeRegistry.instruction('registerCoordinator', { keys: base58(keys) }, { authority, payer });
}

/** Puts these keys, one to four, in the place of the present ones. The authority signs. */
export function setCoordinatorKeys(
  keys: readonly Address[],
  { authority }: { readonly authority: Address },
): TransactionInstruction {
  const coordinator = coordinatorAddress(authority);
  return nodeRegistry.instruction('setCoordinatorKeys', { keys: base58(keys) }, { authority, coordinator });
}

/** Ends a coordinator: no node takes its tokens any more. The authority signs. */
export function closeCoordinator(accounts: {
  readonly authority: Address;
  /** Whom the account names. */
  readonly rentPayer: Address;
}): TransactionInstruction {
  const coordinator = coordinatorAddress(accounts.authority);
  return nodeRegistry.instruction('closeCoordinator', {}, { ...accounts, coordinator });
}
