// The chain as the agent sees it. Every read is at `confirmed`; every write resolves once it is confirmed.
import type { ExactOrder, JobState, VerificationTier } from '@cyxwiz/protocol';

export interface EscrowTerms {
  readonly anchorMaxEpochs: number;
  readonly anchorPartBps: number;
  readonly timeMinBps: number;
  readonly timeGraceSeconds: number;
  readonly objectionWindowSeconds: number;
  /** How long the client of an exact job has to reveal its nonce. */
  readonly revealWindowSeconds: number;
}

/** A job account. Amounts in base units, times in seconds of the chain's clock, hashes 32 bytes. */
export interface EscrowJob {
  readonly state: JobState;
  readonly tier: VerificationTier;
  /** Hash of an exact job's terms; zeros for a committed one. */
  readonly exactTerms: Uint8Array;
  readonly client: string;
  readonly mint: string;
  /** What the present node works for: the price, less what earlier nodes earned. */
  readonly stagePrice: bigint;
  /** Nodes that failed before the present one. */
  readonly reassignments: number;
  readonly assignmentHash: Uint8Array;
  readonly specHash: Uint8Array;
  readonly datasetRoot: Uint8Array;
  /** What the present node starts from. */
  readonly initialWeights: Uint8Array;
  /** Epochs that earlier nodes trained and proved. */
  readonly epochsDone: number;
  /** Epochs for the present node to train. */
  readonly epochs: number;
  readonly checkpointInterval: number;
  readonly checkpoints: number;
  readonly estimatedSeconds: number;
  /** Account of the key with which the chain will verify this job's proofs. */
  readonly verifyingKey: string;
  readonly acceptBy: number;
  readonly deadline: number;
  /** Node account once accepted. */
  readonly node: string | null;
  readonly acceptedAt: number;
  readonly binding: Uint8Array;
  readonly anchoredRoot: Uint8Array;
  readonly anchoredCheckpoints: number;
  readonly anchoredElapsedMs: bigint;
  readonly anchoredWeights: Uint8Array;
  readonly anchoredAt: number;
  readonly provenCheckpoints: number;
  readonly provenAt: number;
  readonly objectionWaived: boolean;
  readonly terms: EscrowTerms;
}

/** What an exact job's node has committed to and what it is asked about. Times as in EscrowJob; 0: not yet. */
export interface JobAudit {
  readonly stepsRoot: Uint8Array;
  readonly segments: number;
  /** The hash of the first block from this slot on chooses the audits. */
  readonly challengeSlot: number;
  /** It was missed once. */
  readonly moved: boolean;
  readonly recordedAt: number;
  readonly openedAt: number;
  readonly nonceRevealed: boolean;
  /** What the audited segments follow from. */
  readonly challenge: Uint8Array;
  /** How many there are to prove. */
  readonly audits: number;
  /** Bit i: audit i is proven. */
  readonly proven: bigint;
}

/** The node's own account. */
export interface RegisteredNode {
  readonly operator: string;
  readonly tlsKeyHash: Uint8Array;
  /** The one before it, which clients accept until `previousTlsUntil`; zeros and 0: none. */
  readonly previousTlsKeyHash: Uint8Array;
  readonly previousTlsUntil: number;
  readonly suspendedUntil: number;
  readonly banned: boolean;
}

export interface Anchor {
  readonly root: Uint8Array;
  readonly checkpoints: number;
  readonly weights: Uint8Array;
  readonly elapsedMs: bigint;
}

/** A Groth16 proof in the byte order of the chain; `a` is negated. */
export interface ChainProof {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly c: Uint8Array;
}

/** Signature of a confirmed transaction, base58. */
export type Signature = string;

export interface Chain {
  /** Address of the node account. */
  readonly node: string;
  /** The operator, who also pays the fees. */
  readonly operator: string;
  readNode(): Promise<RegisteredNode | null>;
  /** Keys, base58, that sign the tokens of the coordinator with this account; null: there is none. */
  coordinatorKeys(account: string): Promise<readonly string[] | null>;
  readJob(job: string): Promise<EscrowJob | null>;
  /** Null until the steps are anchored. */
  readAudit(job: string): Promise<JobAudit | null>;
  /** Score of a client's wallet, 0 to 1000; 0 for one that never ordered. */
  clientScore(wallet: string): Promise<number>;
  /** Lamports of the fee payer. */
  feeBalance(): Promise<bigint>;
  /** The chain's own clock, seconds. */
  now(): Promise<number>;
  /** The slot that the chain is at. */
  slot(): Promise<number>;
  acceptJob(job: string, salt: Uint8Array): Promise<Signature>;
  heartbeat(): Promise<Signature>;
  anchorProgress(job: string, anchor: Anchor): Promise<Signature>;
  proveCheckpoints(job: string, proof: ChainProof): Promise<Signature>;
  anchorSteps(job: string, root: Uint8Array, order: ExactOrder): Promise<Signature>;
  recordSlotHash(job: string): Promise<Signature>;
  /** Without the client's nonce, which only the client knows. */
  openChallenge(job: string): Promise<Signature>;
  proveAudit(job: string, index: number, proof: ChainProof, order: ExactOrder): Promise<Signature>;
  settle(job: string): Promise<Signature>;
  applyOutcomes(): Promise<Signature>;
  /** Gives up what is being asked or sent; it may still land. */
  close(): void;
}
