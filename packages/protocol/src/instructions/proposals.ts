import { type AccountMeta, PublicKey, type TransactionInstruction } from '@solana/web3.js';
import { CyxwizError } from '../failure.ts';
import type { AccountSlot, Proposal } from '../idl/governance.ts';
import type { Address } from '../program/addresses.ts';
import { governance } from '../program/programs.ts';
import { executorAddress, lockAddress, proposalAddress, voteAddress } from '../program/well-known.ts';

/** Bytes of data that fit one transaction beside everything else. */
const CHUNK = 700;

/**
 * The accounts of an instruction as a proposal keeps them: the executor signs, and where `payer` signs whoever
 * executes the proposal will.
 * @throws CyxwizError `INVALID_ARGUMENT` when anyone else must sign
 */
export function accountSlots(instruction: TransactionInstruction, payer?: Address): AccountSlot[] {
  const executor = executorAddress();
  return instruction.keys.map(({ pubkey, isSigner, isWritable }): AccountSlot => {
    if (isSigner && pubkey.equals(executor)) return 'Executor';
    if (isSigner && payer && pubkey.equals(new PublicKey(payer))) return 'Payer';
    if (isSigner) {
      throw new CyxwizError({
        code: 'INVALID_ARGUMENT',
        message: `${pubkey} would have to sign; a proposal's instruction is signed by the executor and its payer only`,
      });
    }
    return { kind: 'Account', value: { key: pubkey.toBase58(), writable: isWritable } };
  });
}

export interface DraftOptions {
  /** The next number: `proposalCount` of Config. */
  readonly number: bigint;
  /** SHA-256 of the text that explains it. */
  readonly textHash: Uint8Array;
  /** What the executor shall sign; its authority is the executor's address. */
  readonly instruction: TransactionInstruction;
  /** Pays the draft's rent, and stands in the instruction for whoever will execute it. */
  readonly payer: Address;
  readonly proposer: Address;
}

/** Drafts a proposal and writes its data: one instruction a transaction. Proposer and payer sign. */
export function draftProposal(draft: DraftOptions): TransactionInstruction[] {
  const { number, textHash, instruction, payer, proposer } = draft;
  const data = Uint8Array.from(instruction.data);
  const args = {
    number,
    textHash,
    program: instruction.programId.toBase58(),
    slots: accountSlots(instruction, payer),
    dataLen: data.length,
  };
  const created = governance.instruction('createProposal', { args }, { payer, proposer });
  const proposal = proposalAddress(number);
  const chunks = Array.from({ length: Math.ceil(data.length / CHUNK) }, (_, at) =>
    governance.instruction(
      'writeProposal',
      { offset: at * CHUNK, bytes: data.slice(at * CHUNK, (at + 1) * CHUNK) },
      { proposer, proposal },
    ),
  );
  return [created, ...chunks];
}

/** Seals a draft and opens it to votes. The proposer signs and has tokens locked. */
export function openProposal(number: bigint, proposer: Address, mint: Address): TransactionInstruction {
  return governance.instruction('openProposal', {}, { proposer, mint, proposal: proposalAddress(number) });
}

/** Votes with every locked token. The owner signs, and so does the payer (default the same). */
export function voteProposal(
  vote: { readonly number: bigint; readonly inFavour: boolean },
  owner: Address,
  payer: Address = owner,
): TransactionInstruction {
  const proposal = proposalAddress(vote.number);
  const accounts = { payer, owner, proposal, lock: lockAddress(owner), vote: voteAddress(proposal, owner) };
  return governance.instruction('voteProposal', { inFavour: vote.inFavour }, accounts);
}

/** Withdraws a proposal before voting ends. The proposer signs. */
export function cancelProposal(number: bigint, proposer: Address): TransactionInstruction {
  return governance.instruction('cancelProposal', {}, { proposer, proposal: proposalAddress(number) });
}

/** Runs a carried proposal. Whoever pays signs wherever its instruction has a place for a payer. */
export function executeProposal(
  proposal: Pick<Proposal, 'number' | 'program' | 'slots'>,
  payer: Address,
): TransactionInstruction {
  const metas = proposal.slots.map((slot): AccountMeta => {
    if (slot === 'Executor') return { pubkey: executorAddress(), isSigner: false, isWritable: false };
    if (slot === 'Payer') return { pubkey: new PublicKey(payer), isSigner: true, isWritable: true };
    return { pubkey: new PublicKey(slot.value.key), isSigner: false, isWritable: slot.value.writable };
  });
  const accounts = { payer, proposal: proposalAddress(proposal.number), target: proposal.program };
  return governance.instruction('executeProposal', {}, accounts, metas);
}

/** Returns the rent of a proposal that is over. Nobody needs to sign but who pays the fee. */
export function closeProposal(number: bigint, rentPayer: Address): TransactionInstruction {
  return governance.instruction('closeProposal', {}, { proposal: proposalAddress(number), rentPayer });
}

/** Returns the rent of a vote when voting is over. Nobody needs to sign but who pays the fee. */
export function closeVote(number: bigint, owner: Address, rentPayer: Address): TransactionInstruction {
  return governance.instruction(
    'closeVote',
    {},
    { vote: voteAddress(proposalAddress(number), owner), rentPayer },
  );
}
