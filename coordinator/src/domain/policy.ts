import type { TierName } from './pricing.ts';

/**
 * What the programs will ask of a node, read from governance Config. The programs decide; here it saves a client a
 * transaction that must fail.
 */
export interface ChainParams {
  readonly paused: boolean;
  readonly cyxwizMint: string;
  readonly allowDevelopmentKeys: boolean;
  /** Scores at which Silver, Gold and Diamond begin. */
  readonly tierScores: readonly [number, number, number];
  /** Prices in whole tokens up to which Bronze, Silver and Gold may take a job. */
  readonly tierPriceLimits: readonly [bigint, bigint, bigint];
  /** Prices in whole tokens up to which each stake minimum but the last holds. */
  readonly stakePriceLimits: readonly [bigint, bigint, bigint];
  /** Base units of CYXWIZ. */
  readonly minStake: readonly [bigint, bigint, bigint, bigint];
  readonly minNodeScore: number;
  readonly defaultAudits: number;
  /** Seconds. */
  readonly maxDeadlineSeconds: number;
  readonly acceptWindowSeconds: number;
  /** For an exact job's client to reveal its nonce, and then for the node to prove its audits. */
  readonly revealWindowSeconds: number;
  readonly auditWindowSeconds: number;
}

const TIERS = ['Bronze', 'Silver', 'Gold', 'Diamond'] as const;

export function tierOf(score: number, params: ChainParams): TierName {
  const rank = params.tierScores.filter((limit) => score >= limit).length;
  return TIERS[rank] ?? 'Bronze';
}

/** True when a node of that tier may take a job at that price (base units of a mint with `decimals`). */
export function tierAllows(tier: TierName, price: bigint, decimals: number, params: ChainParams): boolean {
  const limit = params.tierPriceLimits[TIERS.indexOf(tier)];
  return limit === undefined || price < limit * 10n ** BigInt(decimals);
}

/** Stake in base units of CYXWIZ that a job at that price asks for. */
export function requiredStake(price: bigint, decimals: number, params: ChainParams): bigint {
  const [first, second, third] = params.stakePriceLimits.map((limit) => limit * 10n ** BigInt(decimals)) as [
    bigint,
    bigint,
    bigint,
  ];
  const rank = price < first ? 0 : price < second ? 1 : price <= third ? 2 : 3;
  return params.minStake[rank] ?? params.minStake[3];
}
