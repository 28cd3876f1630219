import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import type { TransactionInstruction } from '@solana/web3.js';
import type { RegisterNodeArgs, UpdateNodeArgs } from '../idl/node_registry.ts';
import type { Address } from '../program/addresses.ts';
import { nodeRegistry } from '../program/programs.ts';
import { operatorAddress } from '../program/well-known.ts';
import { tokenAccountOf } from './token-account.ts';

/** Creates the registry, once. The payer signs. */
export function initRegistry(accounts: {
  readonly payer: Address;
  readonly mint: Address;
  readonly tokenProgram?: Address;
}): TransactionInstruction {
  return nodeRegistry.instruction('initRegistry', {}, { tokenProgram: TOKEN_PROGRAM_ID, ...accounts });
}

/** Registers the owner's node and takes its stake. Owner, operator and payer sign. */
export function registerNode(
  args: RegisterNodeArgs,
  accounts: {
    readonly owner: Address;
    /** The agent's hot key. */
    readonly operator: Address;
    /** Default the owner. */
    readonly payer?: Address;
    /** The CYXWIZ mint. */
    readonly mint: Address;
    readonly tokenProgram?: Address;
  },
): TransactionInstruction {
  const { owner, operator, payer = owner, mint, tokenProgram = TOKEN_PROGRAM_ID } = accounts;
  const ownerToken = tokenAccountOf(owner, mint, tokenProgram);
  const given = { owner, operator, payer, ownerToken, mint, tokenProgram };
  return nodeRegistry.instruction('registerNode', { args }, given);
}

/** Changes what is given and keeps the rest. The owner signs. */
export function updateNode(
  change: Partial<UpdateNodeArgs>,
  accounts: { readonly owner: Address; readonly node: Address },
): TransactionInstruction {
  const { tlsKeyHash = null, revokePrevious = false, hardware = null } = change;
  return nodeRegistry.instruction('updateNode', { args: { tlsKeyHash, revokePrevious, hardware } }, accounts);
}

/** Puts a new hot key in the place of the node's old one. Owner, new operator and payer sign. */
export function rotateOperator(accounts: {
  readonly owner: Address;
  readonly node: Address;
  /** The new hot key. */
  readonly operator: Address;
  /** The old one. */
  readonly previousOperator: Address;
  /** Whom the old operator account names. */
  readonly rentPayer: Address;
  /** Default the owner. */
  readonly payer?: Address;
}): TransactionInstruction {
  const { previousOperator, ...given } = accounts;
  const previous = operatorAddress(previousOperator);
  return nodeRegistry.instruction('rotateOperator', {}, { payer: given.owner, previous, ...given });
}

/** Shows that the node lives. The operator signs. */
export function sendHeartbeat(accounts: {
  readonly operator: Address;
  readonly node: Address;
}): TransactionInstruction {
  return nodeRegistry.instruction('heartbeat', {}, accounts);
}

/** Whose node, and the token it stakes. */
interface StakeAccounts {
  readonly owner: Address;
  readonly node: Address;
  /** The CYXWIZ mint. */
  readonly mint: Address;
  readonly tokenProgram?: Address;
}

/** The accounts of a transfer between stake and owner. */
function stakeAccounts({ owner, node, mint, tokenProgram = TOKEN_PROGRAM_ID }: StakeAccounts) {
  return { owner, node, ownerToken: tokenAccountOf(owner, mint, tokenProgram), mint, tokenProgram };
}

/** Adds to a node's stake. The owner signs. */
export function addStake(amount: bigint, accounts: StakeAccounts): TransactionInstruction {
  return nodeRegistry.instruction('addStake', { amount }, stakeAccounts(accounts));
}

/** Starts the cooldown of a part of the stake. The owner signs. */
export function requestWithdrawal(
  amount: bigint,
  accounts: { readonly owner: Address; readonly node: Address },
): TransactionInstruction {
  return nodeRegistry.instruction('requestWithdrawal', { amount }, accounts);
}

/** Puts what was being withdrawn back to work. The owner signs. */
export function cancelWithdrawal(accounts: {
  readonly owner: Address;
  readonly node: Address;
}): TransactionInstruction {
  return nodeRegistry.instruction('cancelWithdrawal', {}, accounts);
}

/** Pays out what has cooled down. The owner signs. */
export function claimWithdrawal(accounts: StakeAccounts): TransactionInstruction {
  return nodeRegistry.instruction('claimWithdrawal', {}, stakeAccounts(accounts));
}

/** Pays a node's rewards into its stake. Anyone. */
export function compoundRewards(accounts: Omit<StakeAccounts, 'owner'>): TransactionInstruction {
  return nodeRegistry.instruction('compoundRewards', {}, { tokenProgram: TOKEN_PROGRAM_ID, ...accounts });
}

/** Pays out of the insurance vault. The governance authority signs. */
export function payInsurance(
  amount: bigint,
  accounts: {
    readonly authority: Address;
    /** Any CYXWIZ token account. */
    readonly to: Address;
    readonly mint: Address;
    readonly tokenProgram?: Address;
  },
): TransactionInstruction {
  return nodeRegistry.instruction(
    'payInsurance',
    { amount },
    { tokenProgram: TOKEN_PROGRAM_ID, ...accounts },
  );
}

/** Closes a node without stake. The owner signs. */
export function closeNode(
  accounts: StakeAccounts & {
    /** The node's hot key. */
    readonly operator: Address;
    /** Whom the node names. */
    readonly rentPayer: Address;
    /** Whom its operator account names. */
    readonly operatorRentPayer: Address;
  },
): TransactionInstruction {
  const { operator, rentPayer, operatorRentPayer } = accounts;
  const operatorAccount = operatorAddress(operator);
  const given = { ...stakeAccounts(accounts), operatorAccount, rentPayer, operatorRentPayer };
  return nodeRegistry.instruction('closeNode', {}, given);
}
