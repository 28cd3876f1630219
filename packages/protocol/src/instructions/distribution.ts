import {
  AuthorityType,
  createSetAuthorityInstruction,
  createTransferCheckedInstruction,
} from '@solana/spl-token';
import { PublicKey, type TransactionInstruction } from '@solana/web3.js';
import { CYXWIZ_DECIMALS } from '../amount.ts';
import type { Address } from '../program/addresses.ts';
import { fundAddress, rewardsAddress, vestingAddress, vestingVaultAddress } from '../program/well-known.ts';
import { tokenAccountOf } from './token-account.ts';
import { createVesting, FUNDS } from './tokens.ts';

/** What was ever minted, in base units. Supply below it was burned. */
export const INITIAL_SUPPLY = 1_000_000_000n * 10n ** BigInt(CYXWIZ_DECIMALS);

/** Who gets which part of it, in percent, and over how many years (0: at once). */
export const ALLOCATIONS = {
  community: { percent: 30n, years: 5n },
  operators: { percent: 25n, years: 3n },
  development: { percent: 20n, years: 4n },
  ecosystem: { percent: 15n, years: 0n },
  liquidity: { percent: 10n, years: 0n },
} as const;

export type Allocation = keyof typeof ALLOCATIONS;

const YEAR = 31_536_000n;

/** Base units of an allocation. */
export function allocationOf(name: Allocation): bigint {
  return (INITIAL_SUPPLY * ALLOCATIONS[name].percent) / 100n;
}

/** One step of the distribution. A step whose token account exists was done. */
export interface DistributionStep {
  readonly name: Allocation;
  readonly total: bigint;
  readonly years: bigint;
  /** A wallet, or the one token account that is paid. */
  readonly beneficiary: PublicKey;
  readonly vesting: PublicKey;
  /** Where the tokens lie until they are claimed. */
  readonly vault: PublicKey;
  readonly instruction: TransactionInstruction;
}

export interface DistributionOptions {
  readonly mint: Address;
  /** Holds the whole supply, may mint, signs and pays. */
  readonly funder: Address;
  /** Wallet of those who develop. */
  readonly development: Address;
  /** When vesting starts, in unix seconds. */
  readonly start: bigint;
}

/**
 * What vests: the community's part for the treasury, which token holders spend by vote; the operators' part for the
 * vault that rewards stakes; the developers' part for their wallet.
 */
export function vestingSteps({
  mint,
  funder,
  development,
  start,
}: DistributionOptions): readonly DistributionStep[] {
  const beneficiaries = {
    community: { beneficiary: fundAddress(mint, FUNDS.treasury), toAccount: true },
    operators: { beneficiary: rewardsAddress(), toAccount: true },
    development: { beneficiary: new PublicKey(development), toAccount: false },
  };
  return (['community', 'operators', 'development'] as const).map((name) => {
    const { beneficiary, toAccount } = beneficiaries[name];
    const [total, { years }] = [allocationOf(name), ALLOCATIONS[name]];
    const vesting = vestingAddress(beneficiary, 0n);
    const terms = { nonce: 0n, total, start, cliff: 0n, duration: years * YEAR, toAccount };
    const instruction = createVesting({ beneficiary: beneficiary.toBase58(), ...terms }, { mint, funder });
    return { name, total, years, beneficiary, vesting, vault: vestingVaultAddress(vesting), instruction };
  });
}

/**
 * The last transaction: what does not vest goes to the treasury and the liquidity fund, and from then on nobody can
 * mint. All or nothing, so that it cannot happen twice.
 */
export function finalTransfers({
  mint,
  funder,
}: Pick<DistributionOptions, 'mint' | 'funder'>): readonly TransactionInstruction[] {
  const [token, owner] = [new PublicKey(mint), new PublicKey(funder)];
  const transfer = (name: Allocation, kind: number) =>
    createTransferCheckedInstruction(
      tokenAccountOf(owner, token),
      token,
      fundAddress(token, kind),
      owner,
      allocationOf(name),
      CYXWIZ_DECIMALS,
    );
  return [
    transfer('ecosystem', FUNDS.treasury),
    transfer('liquidity', FUNDS.liquidity),
    createSetAuthorityInstruction(token, owner, AuthorityType.MintTokens, null),
  ];
}
