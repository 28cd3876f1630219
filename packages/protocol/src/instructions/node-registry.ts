import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import type { TransactionInstruction } from '@solana/web3.js';
import type { RegisterNodeArgs, UpdateNodeArgs } from '../idl/node_registry.ts';
import type { Address } from '../program/addresses.ts';
import { nodeRegistry } from '../program/programs.ts';
import { tokenAccountOf } from './token-account.ts';

/** Creates the registry, once. The payer signs. */
export function initRegistry(accounts: {
  readonly payer: Address;
  readonly mint: Address;
  readonly tokenProgram?: Address;
}): TransactionInstruction {
  return nodeRegistry.instruction('initRegistry', {}, { tokenProgram: TOKEN_PROGRAM_ID, ...accounts });
}

/** Registers the owner's node and takes its stake. Owner and payer sign. */
export function registerNode(
  args: RegisterNodeArgs,
  accounts: {
    readonly owner: Address;
    /** Default the owner. */
    readonly payer?: Address;
    /** The CYXWIZ mint. */
    readonly mint: Address;
    readonly tokenProgram?: Address;
  },
): TransactionInstruction {
  const { owner, payer = owner, mint, tokenProgram = TOKEN_PROGRAM_ID } = accounts;
  const ownerToken = tokenAccountOf(owner, mint, tokenProgram);
  return nodeRegistry.instruction('registerNode', { args }, { owner, payer, ownerToken, mint, tokenProgram });
}

/** Changes what is given and keeps the rest. The owner signs. */
export function updateNode(
  change: Partial<UpdateNodeArgs>,
  accounts: { readonly owner: Address; readonly node: Address },
): TransactionInstruction {
  const { operator = null, tlsKeyHash = null, hardware = null } = change;
  return nodeRegistry.instruction('updateNode', { args: { operator, tlsKeyHash, hardware } }, accounts);
}

/** Shows that the node lives. The operator signs. */
export function sendHeartbeat(accounts: {
  readonly operator: Address;
  readonly node: Address;
}): TransactionInstruction {
  return nodeRegistry.instruction('heartbeat', {}, accounts);
}
