import {
  createAssociatedTokenAccountIdempotentInstruction,
  getAssociatedTokenAddressSync,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token';
import { PublicKey, type TransactionInstruction } from '@solana/web3.js';
import type { Address } from '../program/addresses.ts';

/** The associated token account of `owner` for `mint`; `tokenProgram` by default the classic one. */
export function tokenAccountOf(
  owner: Address,
  mint: Address,
  tokenProgram: Address = TOKEN_PROGRAM_ID,
): PublicKey {
  return getAssociatedTokenAddressSync(
    new PublicKey(mint),
    new PublicKey(owner),
    true,
    new PublicKey(tokenProgram),
  );
}

/** Makes that account, and does nothing when it is there. */
export function createTokenAccount(options: {
  readonly payer: Address;
  readonly owner: Address;
  readonly mint: Address;
  readonly tokenProgram?: Address;
}): TransactionInstruction {
  const { payer, owner, mint, tokenProgram = TOKEN_PROGRAM_ID } = options;
  return createAssociatedTokenAccountIdempotentInstruction(
    new PublicKey(payer),
    tokenAccountOf(owner, mint, tokenProgram),
    new PublicKey(owner),
    new PublicKey(mint),
    new PublicKey(tokenProgram),
  );
}
