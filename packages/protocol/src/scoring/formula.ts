// The score formula a second time, beside programs/reputation/src/math.rs: whoever rebuilds scores must not have to
// trust the code that made them. tests/vectors/reputation.json holds both to the same results.
import type { NodeScore, ReputationParams } from '../idl/reputation.ts';

/** One job that counts fully, and one whole, in basis points. */
export const ONE = 10_000n;
const MAX_SCORE = 1_000n;

function least(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function most(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

/** What a job counts by its price, 0–10,000: fully from `full` whole tokens on. */
export function priceWeight(price: bigint, decimals: number, full: bigint): bigint {
  const limit = full * 10n ** BigInt(decimals);
  return limit === 0n ? 0n : least(ONE, (price * ONE) / limit);
}

/** What a job of `weight` counts after jobs of the same clients that weigh `seen`. */
export function repeatedWeight(weight: bigint, seen: bigint, fullJobs: number): bigint {
  const beyond = seen / ONE - BigInt(fullJobs);
  return beyond < 0n ? weight : weight / 2n ** (beyond + 1n);
}

/** How near a run came to its estimate, 0–10,000. */
export function timeAccuracy(estimated: number, actual: number, grace: bigint): bigint {
  const missed = most(0n, BigInt(Math.abs(estimated - actual)) - grace);
  if (missed === 0n) return ONE;
  return missed >= BigInt(estimated) ? 0n : ((BigInt(estimated) - missed) * ONE) / BigInt(estimated);
}

/** `part / whole` of one, at most one. */
export function ratio(part: bigint, whole: bigint, otherwise: bigint): bigint {
  return whole === 0n ? otherwise : least(ONE, (part * ONE) / whole);
}

/** n/(n + confidence) of `points` (in bps of a point), for n in bps. */
function scaled(points: bigint, n: bigint, confidence: number): number {
  const whole = n + BigInt(confidence) * ONE;
  return whole === 0n ? 0 : Number(least(MAX_SCORE, (points * n) / whole / ONE));
}

/** The five parts of a score, each 0–10,000: completion, time, ratings, proofs, uptime. */
export function ratiosOf(node: Omit<NodeScore, 'score'>): readonly bigint[] {
  return [
    ratio(node.settledWeight, node.settledWeight + node.faultWeight, 0n),
    ratio(node.timeAccuracySum, node.timeWeight * ONE, 0n),
    // Beside one full rating of two and a half stars that every node has.
    ratio(node.ratingSum + (ONE * ONE) / 2n, (node.ratingWeight + ONE) * ONE, 0n),
    ratio(node.validWeight, node.proofWeight, ONE),
    BigInt(node.uptime),
  ];
}

/** The score of a node, 0–1,000. */
export function scoreOf(node: Omit<NodeScore, 'score'>, params: ReputationParams): number {
  const parts = ratiosOf(node).map((part, at) => part * BigInt(params.weights[at] ?? 0));
  const points = parts.reduce((sum, part) => sum + part, 0n) + BigInt(node.adjustment) * ONE;
  return scaled(most(0n, points), node.trust, params.confidence);
}

/** What a client's record says of its conduct. */
export interface ClientConduct {
  readonly settledWeight: bigint;
  readonly cancelledWeight: bigint;
  readonly disputesLost: number;
}

/** The score of a client, 0–1,000. */
export function clientScore(conduct: ClientConduct, confidence: number, penalty: number): number {
  const { settledWeight, cancelledWeight, disputesLost } = conduct;
  const kept = ratio(settledWeight, settledWeight + cancelledWeight, 0n) * MAX_SCORE;
  return scaled(most(0n, kept - BigInt(penalty * disputesLost) * ONE), settledWeight, confidence);
}
