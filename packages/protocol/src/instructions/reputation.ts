import type { TransactionInstruction } from '@solana/web3.js';
import type { Address } from '../program/addresses.ts';
import { reputation } from '../program/programs.ts';

/** Makes queue and scores of a page of 32 nodes, once. The payer signs. */
export function initPage(page: number, payer: Address): TransactionInstruction {
  return reputation.instruction('initPage', { page }, { payer });
}

/** Folds up to `max` (1 to 100) waiting outcomes of a page into its scores. Anyone. */
export function applyOutcomes(page: number, max = 100): TransactionInstruction {
  return reputation.instruction('applyOutcomes', { page, max }, {});
}
