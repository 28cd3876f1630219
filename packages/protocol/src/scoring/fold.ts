import type { FoldRules, NodeScore, OutcomeKind, OutcomeRecorded } from '../idl/reputation.ts';
import { reputation } from '../program/programs.ts';
import { ONE, priceWeight, ratio, repeatedWeight, scoreOf, timeAccuracy } from './formula.ts';

/** What of an outcome a score follows from. */
export type FoldedOutcome = Omit<OutcomeRecorded, 'page' | 'sequence' | 'waiting'>;

/** Buckets in which a node's clients are counted apart. */
const BUCKETS = Number(reputation.constant('CLIENT_BUCKETS'));
const LOWEST_ADJUSTMENT = -1_000;
const NOBODY = '11111111111111111111111111111111';

/** A node of which nothing was recorded. */
export function blankScore(): NodeScore {
  const none = { trust: 0n, settledWeight: 0n, faultWeight: 0n, timeWeight: 0n, timeAccuracySum: 0n };
  const unrated = { ratingSum: 0n, ratingWeight: 0n, proofWeight: 0n, validWeight: 0n };
  const counts = { settled: 0, failed: 0, timedOut: 0, cancelled: 0, disputesLost: 0, disputesWon: 0 };
  return {
    node: NOBODY,
    ...none,
    ...unrated,
    healedUntil: 0n,
    lastOutcomeAt: 0n,
    ...counts,
    ratings: 0,
    proofsValid: 0,
    proofsTotal: 0,
    adjustment: 0,
    clientWeights: Array.from({ length: BUCKETS }, () => 0),
    uptime: 0,
    score: 0,
    padding: new Uint8Array(4),
  };
}

/** The bucket of a client: its key's last byte, as good as a hash. */
export function bucketOf(key: Uint8Array): number {
  return (key[31] ?? 0) % BUCKETS;
}

type Draft = { -readonly [Name in keyof NodeScore]: NodeScore[Name] };

/** One outcome of one node, being counted. */
class Fold {
  readonly node: Draft;
  readonly #outcome: FoldedOutcome;
  readonly #rules: FoldRules;
  readonly #weight: bigint;
  readonly #bucket: number;

  constructor(before: NodeScore, outcome: FoldedOutcome, bucket: number, rules: FoldRules) {
    this.node = { ...before, node: outcome.node, clientWeights: [...before.clientWeights] };
    this.#outcome = outcome;
    this.#bucket = bucket;
    this.#rules = rules;
    this.#weight = priceWeight(outcome.price, outcome.decimals, rules.reputation.trustPriceTokens);
  }

  /** Points, which heal but never lift above zero. */
  #points(points: number): void {
    this.node.adjustment = Math.min(0, Math.max(LOWEST_ADJUSTMENT, this.node.adjustment + points));
  }

  #healing(points: number, weight: bigint): void {
    this.#points(Number((BigInt(points) * weight) / ONE));
  }

  life(): void {
    const { node } = this;
    const { heartbeatAge, uptime, age, unbroken, recordedAt } = this.#outcome;
    const { recovery } = this.#rules.reputation;
    const silent = BigInt(heartbeatAge) > this.#rules.silence;
    node.uptime = Number(ratio(BigInt(uptime) + BigInt(silent ? 0 : heartbeatAge), BigInt(age), ONE));
    if (silent) return;
    const began = recordedAt - BigInt(unbroken);
    const since = began > node.healedUntil ? began : node.healedUntil;
    const periods = (recordedAt - since) / recovery.uptimePeriod;
    if (periods <= 0n) return;
    node.healedUntil = since + periods * recovery.uptimePeriod;
    this.#points(Number(periods) * recovery.uptime);
  }

  settled(): void {
    const { node } = this;
    const { clientFullJobs, recovery } = this.#rules.reputation;
    const weights = node.clientWeights as number[];
    const seen = weights[this.#bucket] ?? 0;
    weights[this.#bucket] = seen + Number(this.#weight);
    node.settled += 1;
    node.trust += repeatedWeight(this.#weight, BigInt(seen), clientFullJobs);
    node.settledWeight += this.#weight;
    this.#healing(recovery.job, this.#weight);
  }

  time(): void {
    const { estimatedSeconds, actualSeconds } = this.#outcome;
    this.node.timeWeight += this.#weight;
    this.node.timeAccuracySum +=
      this.#weight * timeAccuracy(estimatedSeconds, actualSeconds, this.#rules.timeGrace);
  }

  won(): void {
    this.node.disputesWon += 1;
    this.#points(this.#rules.reputation.recovery.disputeWon);
  }

  fault(counter: 'failed' | 'timedOut' | 'disputesLost', points: number): void {
    this.node[counter] += 1;
    this.node.faultWeight += this.#weight;
    this.#points(-points);
  }

  cancelled(): void {
    this.node.cancelled += 1;
  }

  rated(): void {
    const { node } = this;
    const { clientFullJobs, recovery } = this.#rules.reputation;
    const stars = this.#outcome.stars;
    const counted = BigInt(node.clientWeights[this.#bucket] ?? 0);
    const weight = repeatedWeight(this.#weight, counted > 0n ? counted - 1n : 0n, clientFullJobs);
    node.ratings += 1;
    node.ratingWeight += weight;
    node.ratingSum += (weight * BigInt(stars) * ONE) / 5n;
    if (stars === 5) this.#healing(recovery.fiveStars, weight);
  }

  proofs(): void {
    const { proofsTotal, proofsValid } = this.#outcome;
    this.node.proofsTotal += proofsTotal;
    this.node.proofsValid += proofsValid;
    this.node.proofWeight += this.#weight * BigInt(proofsTotal);
    this.node.validWeight += this.#weight * BigInt(proofsValid);
    this.#points(-(proofsTotal - proofsValid) * this.#rules.reputation.penalties.invalidProof);
  }
}

function countKind(fold: Fold, kind: OutcomeKind, { penalties }: FoldRules['reputation']): void {
  switch (kind) {
    case 'Settled':
      fold.settled();
      fold.time();
      return;
    case 'DisputeWon':
      fold.settled();
      fold.won();
      return;
    case 'Failed':
      fold.fault('failed', penalties.failed);
      return;
    case 'TimedOut':
      fold.fault('timedOut', penalties.timeout);
      return;
    case 'DisputeLost':
      fold.fault('disputesLost', penalties.disputeLost);
      return;
    case 'Cancelled':
      fold.cancelled();
      return;
    case 'Rated':
      fold.rated();
      return;
  }
}

/** What is known of a node after one more outcome, of a client in `bucket`. */
export function foldOutcome(
  before: NodeScore,
  outcome: FoldedOutcome,
  bucket: number,
  rules: FoldRules,
): NodeScore {
  const fold = new Fold(before, outcome, bucket, rules);
  fold.life();
  countKind(fold, outcome.kind, rules.reputation);
  fold.proofs();
  const { node } = fold;
  if (outcome.recordedAt > node.lastOutcomeAt) node.lastOutcomeAt = outcome.recordedAt;
  return { ...node, score: scoreOf(node, rules.reputation) };
}
