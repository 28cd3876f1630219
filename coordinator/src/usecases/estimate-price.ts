import { fault } from '../domain/fault.ts';
import { tierOf } from '../domain/policy.ts';
import { type Price, type Priority, priceJob, type Resources } from '../domain/pricing.ts';
import type { Rational } from '../domain/rational.ts';
import { rational } from '../domain/rational.ts';
import type { ChainReader } from '../ports/chain.ts';

export interface EstimatePriceDeps {
  readonly chain: ChainReader;
  /** Tokens for one CYXWIZ, for mints other than CYXWIZ. */
  readonly mintRates: ReadonlyMap<string, Rational>;
}

export interface EstimatePriceInput {
  readonly resources: Resources;
  readonly estimatedSeconds: bigint;
  readonly priority: Priority;
  readonly nodeScore: number | undefined;
  readonly mint: string;
}

export interface MintTerms {
  readonly decimals: number;
  readonly rate: Rational;
}

/** @throws FaultError `MINT_NOT_ALLOWED`, `MINT_NOT_PRICED` */
export async function mintTerms(deps: EstimatePriceDeps, mint: string): Promise<MintTerms> {
  const [params, policy] = await Promise.all([deps.chain.params(), deps.chain.mint(mint)]);
  if (!policy) {
    throw fault(
      'MINT_NOT_ALLOWED',
      `governance does not allow escrows in the mint ${mint}`,
      `pay in CYXWIZ (${params.cyxwizMint}) or another allowed mint`,
    );
  }
  const rate = mint === params.cyxwizMint ? rational(1n) : deps.mintRates.get(mint);
  if (!rate) {
    throw fault(
      'MINT_NOT_PRICED',
      `this coordinator has no rate between CYXWIZ and the mint ${mint}`,
      `pay in CYXWIZ (${params.cyxwizMint}), or ask another coordinator`,
    );
  }
  return { decimals: policy.decimals, rate };
}

/** Prices a job without storing anything. @throws FaultError as above, and `PRICE_OUT_OF_RANGE` */
export function estimatePrice(deps: EstimatePriceDeps) {
  return async (input: EstimatePriceInput): Promise<Price & { readonly decimals: number }> => {
    const terms = await mintTerms(deps, input.mint);
    const params = await deps.chain.params();
    const tier = input.nodeScore === undefined ? undefined : tierOf(input.nodeScore, params);
    return { ...priceJob({ ...input, ...terms, tier, askBps: 10_000 }), decimals: terms.decimals };
  };
}
