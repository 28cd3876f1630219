import {
  exactTermsOf,
  fromHex,
  type JobPhaseName,
  type JobSpec,
  type jobEscrowTypes,
} from '@cyxwiz/protocol';
import type { Rejection } from './matching.ts';

export type VerificationTier = jobEscrowTypes.VerificationTier;

export type JobPhase = JobPhaseName;

/** Phases that nothing on chain leaves again. */
export const ENDED: ReadonlySet<JobPhase> = new Set([
  'SETTLED',
  'CANCELLED',
  'REFUNDED',
  'TIMED_OUT',
  'EXPIRED',
  'RESOLVED',
]);

/** Phases of a job that its node has work with: a disputed one only waits for its verdict. */
export const OPEN_ON_CHAIN: readonly JobPhase[] = ['FUNDED', 'RUNNING', 'PROVING'];

const ORDER: Record<JobPhase, number> = {
  RESERVED: 0,
  EXPIRED: 1,
  FUNDED: 2,
  RUNNING: 3,
  PROVING: 4,
  DISPUTED: 5,
  SETTLED: 6,
  CANCELLED: 6,
  REFUNDED: 6,
  TIMED_OUT: 6,
  RESOLVED: 6,
};

/** True when the chain may have brought a job from one to the other; an RPC node that lags shows the way back. */
export function mayBecome(from: JobPhase, to: JobPhase): boolean {
  return ORDER[to] > ORDER[from];
}

/** Terms that the escrow on chain must repeat to the letter. */
export interface OfferTerms {
  readonly clientWallet: string;
  readonly nonce: bigint;
  readonly mint: string;
  readonly price: bigint;
  readonly assignmentHash: Uint8Array;
  readonly specHash: Uint8Array;
  readonly datasetRoot: Uint8Array;
  readonly initialWeights: Uint8Array;
  readonly clientNonceHash: Uint8Array;
  readonly epochs: number;
  readonly checkpointInterval: number;
  readonly estimatedSeconds: number;
  readonly deadlineSeconds: number;
  readonly audits: number;
  readonly tier: VerificationTier;
  /** Hash of the exact tier's terms; zeros for the committed tier. */
  readonly exactTerms: Uint8Array;
}

/** The terms that follow from the specification. */
export function termsOfSpec(spec: JobSpec) {
  return {
    datasetRoot: fromHex(spec.datasetRoot, 32),
    initialWeights: fromHex(spec.initialWeights, 32),
    epochs: spec.epochs,
    checkpointInterval: spec.checkpointInterval,
    estimatedSeconds: spec.estimatedSeconds,
    ...exactTermsOf(spec),
  };
}

/** What the coordinator offers a client: terms, the node and the secret that opens the assignment. */
export interface Offer {
  readonly job: string;
  readonly terms: OfferTerms;
  readonly node: string;
  readonly salt: Uint8Array;
  readonly decimals: number;
  readonly clientKey: Uint8Array;
  readonly specJson: string;
  readonly checkpoints: number;
  /** Milliseconds since 1970. */
  readonly reservedUntil: number;
  readonly rejections: readonly Rejection[];
  readonly matchScore: number;
  readonly priceExplanation: readonly string[];
}

/** The node that is to go on with a job whose own node died, and the secret that opens its assignment. */
export interface Replacement {
  readonly job: string;
  readonly node: string;
  readonly salt: Uint8Array;
  readonly assignmentHash: Uint8Array;
  readonly estimatedSeconds: number;
  readonly deadlineSeconds: number;
  readonly rejections: readonly Rejection[];
  readonly matchScore: number;
  /** Milliseconds since 1970. */
  readonly reservedUntil: number;
}

/** Money that moved, and the transaction that moved it. */
export interface Movement {
  readonly job: string;
  readonly kind: string;
  readonly amount: bigint;
  readonly to: string;
  readonly transaction: string;
  /** Place within the transaction, so that reading it twice stores it once. */
  readonly ordinal: number;
  readonly slot: bigint;
  /** Milliseconds since 1970 by the chain's clock, as its event says; absent where it was not kept. */
  readonly at?: number | undefined;
}

/** What a node's owner got for one job, or for a milestone of it. */
export interface Earning extends Omit<Movement, 'kind' | 'to'> {
  readonly mint: string;
  readonly decimals: number;
  readonly finalized: boolean;
}

/** What a node said of its training. */
export interface Report {
  readonly epoch: number;
  readonly lossMicros: bigint;
  readonly accuracyPpm: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A job as the coordinator knows it. Times are milliseconds since 1970. */
export interface JobView {
  readonly job: string;
  readonly clientWallet: string;
  readonly node: string;
  readonly phase: JobPhase;
  readonly final: boolean;
  readonly mint: string;
  readonly price: bigint;
  readonly decimals: number;
  readonly checkpoints: number;
  readonly anchored: number;
  readonly proven: number;
  readonly tier: VerificationTier;
  readonly auditsDue: number;
  readonly auditsProven: number;
  /** Nodes that failed before the present one. */
  readonly reassignments: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lossMicros: bigint | undefined;
  readonly accuracyPpm: number | undefined;
  readonly reportedEpoch: number;
  readonly movements: readonly (Movement & { readonly finalized: boolean })[];
  readonly observedSlot: bigint;
  readonly error: string;
}

/** Until a node has accepted on chain, who it is stays between coordinator and client. */
export function publicView(job: JobView): JobView {
  const hidden = job.phase === 'RESERVED' || job.phase === 'FUNDED' || job.phase === 'EXPIRED';
  return hidden ? { ...job, node: '' } : job;
}
