import type { JobSpec } from '@cyxwiz/protocol';
import type { Movement, Offer, OfferTerms, Replacement } from '../domain/job.ts';
import type { ChainParams } from '../domain/policy.ts';

/** `confirmed` may still be undone, `finalized` may not. */
export type Commitment = 'confirmed' | 'finalized';

export type EscrowState =
  | 'FUNDED'
  | 'RUNNING'
  | 'PROVING'
  | 'SETTLED'
  | 'CANCELLED'
  | 'REFUNDED'
  | 'TIMED_OUT'
  | 'DISPUTED'
  | 'RESOLVED';

/** A Job account; what is anchored and proven is that of its present stage. Times are seconds since 1970 on the chain's clock. */
export interface Escrow extends OfferTerms {
  readonly job: string;
  readonly state: EscrowState;
  /** What the present node works for, base units. */
  readonly stagePrice: bigint;
  /** Nodes that failed before it. */
  readonly reassignments: number;
  /** Epochs that those trained and proved; `epochs` are left. */
  readonly epochsDone: number;
  readonly checkpoints: number;
  readonly anchored: number;
  readonly proven: number;
  readonly auditsDue: number;
  readonly auditsProven: number;
  readonly createdAt: number;
  readonly acceptedAt: number;
  readonly anchoredAt: number;
  /** Seconds without a sign after which a node counts as dead. */
  readonly silence: number;
  readonly acceptBy: number;
  readonly deadline: number;
  /** Node account; undefined before the node has accepted. */
  readonly node: string | undefined;
}

/** A Node account with its entry in the score pages. */
export interface ChainNode {
  readonly address: string;
  readonly owner: string;
  readonly operator: string;
  readonly tlsKeyHash: Uint8Array;
  readonly hardware: {
    readonly cpuCores: number;
    readonly memoryMib: number;
    readonly gpuCount: number;
    readonly gpuMemoryMib: number;
    readonly benchmark: bigint;
  };
  readonly index: number;
  readonly stake: bigint;
  readonly activeJobs: number;
  /** Seconds since 1970; 0: never. */
  readonly lastHeartbeat: number;
  readonly suspendedUntil: number;
  readonly banned: boolean;
  readonly score: number;
  readonly proofsValid: number;
}

/** Reads accounts. @throws FaultError `CHAIN_UNAVAILABLE` when the RPC node does not answer. */
export interface ChainReader {
  params(): Promise<ChainParams>;
  /** Undefined when governance does not allow the mint. */
  mint(address: string): Promise<{ readonly decimals: number } | undefined>;
  /** True when escrows of the checkpoint circuit can be made now. */
  hasVerifyingKey(): Promise<boolean>;
  /** True when exact jobs whose steps are proven like this can be ordered now. */
  hasStepKey(exact: NonNullable<JobSpec['exact']>): Promise<boolean>;
  nodes(addresses: readonly string[]): Promise<ReadonlyMap<string, ChainNode>>;
  escrow(
    job: string,
    commitment: Commitment,
  ): Promise<{ readonly slot: bigint; readonly escrow: Escrow | undefined }>;
  /** The chain's error when that transaction was executed and failed; undefined otherwise. */
  failureOf(signature: string): Promise<string | undefined>;
  /** The chain's own clock, seconds since 1970. */
  now(): Promise<number>;
  /** Slot the RPC node has reached. */
  slot(commitment: Commitment): Promise<bigint>;
}

/** Events of one successful transaction, as they concern jobs. */
export interface ChainTransaction {
  readonly signature: string;
  readonly slot: bigint;
  /** Jobs that it touched. */
  readonly jobs: readonly string[];
  readonly movements: readonly Omit<Movement, 'slot' | 'transaction'>[];
  /** States that its events announced: the only source for jobs whose account is closed. */
  readonly ended: readonly { readonly job: string; readonly state: EscrowState }[];
}

/** The history of job-escrow, or of one job. */
export interface ChainHistory {
  readonly program: string;
  /** Newest signature at that commitment. */
  newest(commitment: Commitment): Promise<{ readonly signature: string; readonly slot: bigint } | undefined>;
  /** What happened after `until` (exclusive; undefined: ever), oldest first. A failed one reads as undefined. */
  since(
    address: string,
    until: string | undefined,
    commitment: Commitment,
  ): AsyncIterable<{
    readonly signature: string;
    readonly slot: bigint;
    readonly read: () => Promise<ChainTransaction | undefined>;
  }>;
  /** One transaction; undefined when the chain does not hold it at that commitment. */
  transaction(signature: string, commitment: Commitment): Promise<ChainTransaction | undefined>;
  /** Calls `hint` when something may have happened. Messages get lost: only a reason to look. */
  subscribe(hint: () => void): { close(): Promise<void> };
}

/** Makes what the client signs. Pure but for the blockhash; holds no key. */
export interface EscrowBuilder {
  /** A number for the client's next job at which the escrow's addresses cost the least; `random` makes a u64. */
  jobNonce(clientWallet: string, random: () => bigint): bigint;
  jobAddress(clientWallet: string, nonce: bigint): string;
  assignmentHash(node: string, salt: Uint8Array): Uint8Array;
  recentBlockhash(): Promise<string>;
  /** Unsigned v0 transaction: compute budget and create_job, paid by the client. */
  transaction(offer: Pick<Offer, 'terms' | 'specJson'>, blockhash: string): Promise<Uint8Array>;
  /** Unsigned v0 transaction: compute budget, the payees' token accounts and reassign, paid by the client. */
  reassignment(
    to: Pick<Replacement, 'job' | 'assignmentHash' | 'estimatedSeconds' | 'deadlineSeconds'>,
    blockhash: string,
  ): Promise<Uint8Array>;
}

/** What anyone may trigger. Only there when the operator gave the coordinator a key that pays fees. */
export interface Crank {
  /** Folds waiting outcomes into the scores. Signatures of what was sent. */
  applyOutcomes(): Promise<readonly string[]>;
  /** Refunds the job if the chain lets it; undefined when it does not (yet). */
  timeoutRefund(job: string): Promise<string | undefined>;
  /** Records the hash that chooses an exact job's audits; undefined when it is not due, or was recorded already. */
  recordSlotHash(job: string): Promise<string | undefined>;
}

/** One time that the parameters were set, for the first time or anew. */
export interface ParameterSetting {
  readonly signature: string;
  readonly slot: bigint;
  /** Milliseconds since 1970 on the chain's clock; undefined where the RPC node did not say. */
  readonly at: number | undefined;
  /** Number of the proposal that set them; undefined: a key that was the authority did. */
  readonly proposal: bigint | undefined;
  /** Empty for the first setting. */
  readonly changes: readonly { readonly path: string; readonly before: string; readonly after: string }[];
}

/** How the parameters came to be what they are. @throws FaultError `CHAIN_UNAVAILABLE` */
export interface ParameterHistory {
  /** Oldest first; not complete: more than one asking reads, the next one goes on. */
  read(): Promise<{ readonly settings: readonly ParameterSetting[]; readonly complete: boolean }>;
}
