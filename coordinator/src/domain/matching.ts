import { type ChainParams, requiredStake, tierAllows, tierOf } from './policy.ts';
import type { Price, Resources, TierName } from './pricing.ts';

/** All that is known of a node when a job looks for one; stake, score and state come from the chain. */
export interface Candidate {
  readonly address: string;
  readonly hardware: {
    readonly cpuCores: number;
    readonly memoryMib: number;
    readonly gpuCount: number;
    readonly gpuMemoryMib: number;
    readonly benchmark: bigint;
  };
  readonly stake: bigint;
  readonly score: number;
  readonly proofsValid: number;
  /** Seconds since 1970; 0: not suspended. */
  readonly suspendedUntil: number;
  readonly banned: boolean;
  readonly slots: number;
  /** Slots held by reservations here and by jobs on chain, whoever introduced them. */
  readonly taken: number;
  readonly online: boolean;
  /** It ends its jobs and takes no new ones. */
  readonly draining: boolean;
  readonly engines: readonly string[];
  /** Asking price as a share of the list price, basis points. */
  readonly priceBps: number;
  readonly latencyMs: number | undefined;
  /** Share of the time since registration that the node was heard from, 0 to 1. */
  readonly uptime: number;
}

export type RejectionCode =
  | 'INSUFFICIENT_STAKE'
  | 'TIER_TOO_LOW'
  | 'HARDWARE'
  | 'SUSPENDED'
  | 'BANNED'
  | 'BUSY'
  | 'OFFLINE'
  | 'LOWER_SCORE'
  | 'PRICE';

export interface Rejection {
  readonly node: string;
  readonly code: RejectionCode;
  readonly reason: string;
  readonly matchScore?: number;
}

export interface MatchRequest {
  readonly resources: Resources;
  readonly engine: string;
  /** Highest price in base units; undefined: no limit. */
  readonly maxPrice: bigint | undefined;
  readonly decimals: number;
  readonly params: ChainParams;
  /** Seconds since 1970. */
  readonly now: number;
  /** Price of the job on a node of that tier that asks for that share of the list price. */
  readonly priceFor: (tier: TierName, askBps: number) => Price;
}

export interface RankedNode {
  readonly candidate: Candidate;
  readonly tier: TierName;
  readonly price: Price;
  /** 0 to 1. */
  readonly matchScore: number;
}

export interface MatchResult {
  /** Best first. */
  readonly ranked: readonly RankedNode[];
  /** Nodes that cannot do the job, each with its reason. */
  readonly rejected: readonly Rejection[];
}

const WEIGHTS = { price: 0.3, reputation: 0.3, latency: 0.1, uptime: 0.15, power: 0.15 } as const;
/** Latency at which its part of the score is halved. */
const HALF_LATENCY_MS = 100;
/** Valid proofs at which a node's claimed power counts half. */
const HALF_PROOFS = 10;

/** Filters, prices and ranks. Same input, same order: ties go to the lower address. */
export function matchNodes(candidates: readonly Candidate[], request: MatchRequest): MatchResult {
  const rejected: Rejection[] = [];
  const able: Omit<RankedNode, 'matchScore'>[] = [];
  for (const candidate of candidates) {
    const tier = tierOf(candidate.score, request.params);
    const price = request.priceFor(tier, candidate.priceBps);
    const refusal = refuse(candidate, tier, price, request);
    if (refusal) rejected.push({ node: candidate.address, ...refusal });
    else able.push({ candidate, tier, price });
  }
  const cheapest = able.reduce<bigint | undefined>(
    (low, node) => (low === undefined || node.price.amount < low ? node.price.amount : low),
    undefined,
  );
  const strongest = Math.max(0, ...able.map((node) => verifiedPower(node.candidate)));
  const ranked = able
    .map((node) => ({ ...node, matchScore: matchScore(node, cheapest ?? 0n, strongest) }))
    .sort(
      (a, b) =>
        Number(b.tier === 'Diamond') - Number(a.tier === 'Diamond') ||
        b.matchScore - a.matchScore ||
        (a.candidate.address < b.candidate.address ? -1 : 1),
    );
  return { ranked, rejected };
}

/** Why the able nodes that were not chosen lost. */
export function outranked(ranked: readonly RankedNode[], chosen: RankedNode): Rejection[] {
  return ranked
    .filter((node) => node !== chosen)
    .map((node) => ({
      node: node.candidate.address,
      code: 'LOWER_SCORE' as const,
      reason:
        chosen.tier === 'Diamond' && node.tier !== 'Diamond'
          ? `Diamond nodes have the first pick; match score ${node.matchScore.toFixed(3)}`
          : `match score ${node.matchScore.toFixed(3)}, the chosen node has ${chosen.matchScore.toFixed(3)}`,
      matchScore: node.matchScore,
    }));
}

type Refusal = Pick<Rejection, 'code' | 'reason'> | undefined;

function refuse(node: Candidate, tier: TierName, price: Price, request: MatchRequest): Refusal {
  const { params, decimals, now } = request;
  if (node.banned) return { code: 'BANNED', reason: 'banned on chain' };
  if (node.suspendedUntil > now) {
    const until = new Date(node.suspendedUntil * 1000).toISOString();
    return { code: 'SUSPENDED', reason: `suspended on chain until ${until}` };
  }
  if (!node.online) return { code: 'OFFLINE', reason: 'no heartbeat in the last 30 seconds' };
  if (node.draining) return { code: 'BUSY', reason: 'it drains: it ends its jobs and takes no new ones' };
  const lacking = hardwareGap(node, request);
  if (lacking) return { code: 'HARDWARE', reason: lacking };
  if (!tierAllows(tier, price.amount, decimals, params) || node.score < params.minNodeScore) {
    return {
      code: 'TIER_TOO_LOW',
      reason: `score ${node.score} (${tier}) may not take a job at ${price.amount}`,
    };
  }
  const stake = requiredStake(price.amount, decimals, params);
  if (node.stake < stake) {
    return {
      code: 'INSUFFICIENT_STAKE',
      reason: `stake ${node.stake}, a job at ${price.amount} needs ${stake}`,
    };
  }
  if (request.maxPrice !== undefined && price.amount > request.maxPrice) {
    return { code: 'PRICE', reason: `costs ${price.amount}, the limit is ${request.maxPrice}` };
  }
  if (node.taken >= node.slots) return { code: 'BUSY', reason: `all ${node.slots} slots are taken` };
  return undefined;
}

function hardwareGap(node: Candidate, { resources, engine }: MatchRequest): string | undefined {
  const { hardware } = node;
  if (!node.engines.includes(engine)) return `does not offer the engine ${engine}`;
  const wants = [
    ['CPU cores', hardware.cpuCores, resources.cpuCores],
    ['MiB memory', hardware.memoryMib, resources.memoryMib],
    ['GPUs', hardware.gpuCount, resources.gpuCount],
    ['MiB GPU memory', hardware.gpuMemoryMib, resources.gpuCount > 0 ? resources.gpuMemoryMib : 0],
  ] as const;
  const gaps = wants.filter(([, has, needs]) => has < needs);
  return gaps.length > 0
    ? gaps.map(([what, has, needs]) => `has ${has} ${what}, needs ${needs}`).join('; ')
    : undefined;
}

/** The benchmark is the node's own word, so it counts only as far as verified proofs back it. */
export function verifiedPower(node: Pick<Candidate, 'hardware' | 'proofsValid'>): number {
  return Number(node.hardware.benchmark) * (node.proofsValid / (node.proofsValid + HALF_PROOFS));
}

function matchScore(node: Omit<RankedNode, 'matchScore'>, cheapest: bigint, strongest: number): number {
  const { candidate, price } = node;
  const parts = {
    price: Number((cheapest * 1_000_000n) / price.amount) / 1_000_000,
    reputation: candidate.score / 1000,
    latency:
      candidate.latencyMs === undefined ? 0 : HALF_LATENCY_MS / (HALF_LATENCY_MS + candidate.latencyMs),
    uptime: candidate.uptime,
    power: strongest > 0 ? verifiedPower(candidate) / strongest : 0,
  };
  return (Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]).reduce(
    (sum, part) => sum + WEIGHTS[part] * parts[part],
    0,
  );
}
