import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import type { TransactionInstruction } from '@solana/web3.js';
import type { VestingArgs } from '../idl/governance.ts';
import type { Address } from '../program/addresses.ts';
import { governance } from '../program/programs.ts';
import { fundAddress, lockAddress, rewardsAddress } from '../program/well-known.ts';
import { tokenAccountOf } from './token-account.ts';

/** Token account of the protocol: 0 the treasury, 1 liquidity. */
export const FUNDS = { treasury: 0, liquidity: 1 } as const;

interface Tokens {
  readonly mint: Address;
  readonly tokenProgram?: Address;
}

/** Locks CYXWIZ to vote with. Owner and payer (default the same) sign. */
export function lockTokens(
  amount: bigint,
  accounts: Tokens & { readonly owner: Address; readonly payer?: Address },
): TransactionInstruction {
  const { mint, owner, payer = owner, tokenProgram = TOKEN_PROGRAM_ID } = accounts;
  const ownerToken = tokenAccountOf(owner, mint, tokenProgram);
  return governance.instruction('lockTokens', { amount }, { payer, owner, mint, ownerToken, tokenProgram });
}

/** Takes locked CYXWIZ out, to the owner's own account. The owner signs. */
export function unlockTokens(
  amount: bigint,
  accounts: Tokens & { readonly owner: Address; readonly rentPayer: Address },
): TransactionInstruction {
  const { mint, owner, rentPayer, tokenProgram = TOKEN_PROGRAM_ID } = accounts;
  const destination = tokenAccountOf(owner, mint, tokenProgram);
  const given = { owner, mint, lock: lockAddress(owner), destination, rentPayer, tokenProgram };
  return governance.instruction('unlockTokens', { amount }, given);
}

/** Makes a fund's account in a mint. The payer signs. */
export function initFund(
  kind: number,
  accounts: Tokens & { readonly payer: Address },
): TransactionInstruction {
  const { mint, payer, tokenProgram = TOKEN_PROGRAM_ID } = accounts;
  const given = { payer, mint, fund: fundAddress(mint, kind), tokenProgram };
  return governance.instruction('initFund', { kind }, given);
}

/** Distributes the fees collected in a mint. Nobody needs to sign but who pays the fee. */
export function distributeFees(accounts: Tokens & { readonly isCyxwiz: boolean }): TransactionInstruction {
  const { mint, isCyxwiz, tokenProgram = TOKEN_PROGRAM_ID } = accounts;
  const given = {
    mint,
    treasury: fundAddress(mint, FUNDS.treasury),
    liquidity: fundAddress(mint, FUNDS.liquidity),
    rewards: isCyxwiz ? rewardsAddress() : null,
    tokenProgram,
  };
  return governance.instruction('distributeFees', {}, given);
}

/** Pays out of a fund. The authority signs. */
export function spendFund(
  spending: { readonly kind: number; readonly amount: bigint },
  accounts: Tokens & { readonly authority: Address; readonly destination: Address },
): TransactionInstruction {
  const { mint, authority, destination, tokenProgram = TOKEN_PROGRAM_ID } = accounts;
  const fund = fundAddress(mint, spending.kind);
  return governance.instruction(
    'spendFund',
    { ...spending },
    { authority, mint, fund, destination, tokenProgram },
  );
}

/** Gives CYXWIZ away that becomes the beneficiary's with time. Funder and payer (default the same) sign. */
export function createVesting(
  args: VestingArgs,
  accounts: Tokens & { readonly funder: Address; readonly payer?: Address },
): TransactionInstruction {
  const { mint, funder, payer = funder, tokenProgram = TOKEN_PROGRAM_ID } = accounts;
  const funderToken = tokenAccountOf(funder, mint, tokenProgram);
  return governance.instruction(
    'createVesting',
    { args },
    { payer, funder, mint, funderToken, tokenProgram },
  );
}

/** Pays a beneficiary what has vested. Nobody needs to sign but who pays the fee. */
export function claimVesting(
  accounts: Tokens & {
    readonly vesting: Address;
    readonly destination: Address;
    readonly rentPayer: Address;
  },
): TransactionInstruction {
  return governance.instruction('claimVesting', {}, { tokenProgram: TOKEN_PROGRAM_ID, ...accounts });
}
