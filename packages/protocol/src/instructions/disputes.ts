import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import type { TransactionInstruction } from '@solana/web3.js';
import type { Dispute, Party } from '../idl/governance.ts';
import type { Address } from '../program/addresses.ts';
import { governance } from '../program/programs.ts';
import { lockAddress, treasuryAddress, voteAddress } from '../program/well-known.ts';
import { tokenAccountOf } from './token-account.ts';

/** A dispute as it was read, and where. */
export interface DisputeRef {
  readonly address: Address;
  readonly dispute: Dispute;
  /** Token program that owns the CYXWIZ mint; default the classic one. */
  readonly tokenProgram?: Address;
}

/** The wallet that speaks for a side of a dispute. */
export function walletOf(dispute: Dispute, party: Party): string {
  return party === 'Client' ? dispute.client : dispute.nodeOwner;
}

/** Hands in the hash of evidence (32 bytes). The client or the node's owner signs. */
export function submitEvidence(
  evidenceHash: Uint8Array,
  accounts: { readonly party: Address; readonly dispute: Address },
): TransactionInstruction {
  return governance.instruction('submitEvidence', { evidenceHash }, accounts);
}

/** Asks for a second vote, with the hash of new evidence. Who lost the first signs and puts down the deposit. */
export function appeal(
  evidenceHash: Uint8Array,
  ref: DisputeRef,
  appellant: Address,
): TransactionInstruction {
  const { address, dispute, tokenProgram = TOKEN_PROGRAM_ID } = ref;
  return governance.instruction(
    'appeal',
    { evidenceHash },
    {
      appellant,
      dispute: address,
      mint: dispute.mint,
      appellantToken: tokenAccountOf(appellant, dispute.mint, tokenProgram),
      tokenProgram,
    },
  );
}

/** Sends bond and deposit where the verdict says. Anyone. */
export function releaseBonds(ref: DisputeRef): TransactionInstruction {
  const { address, dispute, tokenProgram = TOKEN_PROGRAM_ID } = ref;
  const accountOf = (party: Party) => tokenAccountOf(walletOf(dispute, party), dispute.mint, tokenProgram);
  return governance.instruction(
    'releaseBonds',
    {},
    {
      dispute: address,
      mint: dispute.mint,
      openerToken: accountOf(dispute.opener),
      appellantToken: dispute.appellant === null ? null : accountOf(dispute.appellant),
      treasury: treasuryAddress(dispute.mint),
      rentPayer: dispute.rentPayer,
      tokenProgram,
    },
  );
}

/** Closes a dispute of which nothing is left; the rent goes to whoever paid it. Anyone. */
export function closeDispute({ address, dispute }: DisputeRef): TransactionInstruction {
  return governance.instruction('closeDispute', {}, { dispute: address, rentPayer: dispute.rentPayer });
}

/** Votes with the tokens that `owner` locked before the dispute was opened. Owner and payer (default the same) sign. */
export function voteDispute(
  forClient: boolean,
  { address, dispute }: DisputeRef,
  accounts: { readonly owner: Address; readonly payer?: Address },
): TransactionInstruction {
  const { owner, payer = owner } = accounts;
  const record = voteAddress(address, owner, roundOf(dispute));
  return governance.instruction(
    'voteDispute',
    { forClient },
    { owner, payer, dispute: address, lock: lockAddress(owner), record },
  );
}

/** A vote's record, by the round it was cast in. */
export interface VoteRef {
  readonly round: number;
  readonly owner: Address;
  /** Who paid the record's rent. */
  readonly rentPayer: Address;
}

/** Pays a voter of the winning side and closes the record of its vote. `claimer` signs: anyone, or the voter itself. */
export function claimVoteReward(ref: DisputeRef, vote: VoteRef, claimer: Address): TransactionInstruction {
  const { address, dispute, tokenProgram = TOKEN_PROGRAM_ID } = ref;
  return governance.instruction(
    'claimVoteReward',
    {},
    {
      claimer,
      dispute: address,
      record: voteAddress(address, vote.owner, vote.round),
      treasury: treasuryAddress(dispute.mint),
      mint: dispute.mint,
      voterToken: tokenAccountOf(vote.owner, dispute.mint, tokenProgram),
      rentPayer: vote.rentPayer,
      tokenProgram,
    },
  );
}

/** Closes the record of a vote that earned nothing. Anyone. */
export function closeDisputeVote(ref: DisputeRef, vote: VoteRef): TransactionInstruction {
  const record = voteAddress(ref.address, vote.owner, vote.round);
  return governance.instruction(
    'closeDisputeVote',
    {},
    { dispute: ref.address, record, rentPayer: vote.rentPayer },
  );
}

/** Number of the round that is under way or over: 1 for the vote, 2 for the vote on the appeal. */
export function roundOf(dispute: Dispute): number {
  return dispute.appellant === null ? 1 : 2;
}
