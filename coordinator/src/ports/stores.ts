import type { JobPhase, JobView, Movement, Offer } from '../domain/job.ts';

export interface StoredOffer extends Offer {
  readonly requestHash: Uint8Array;
  readonly phase: JobPhase;
  readonly final: boolean;
  /** Milliseconds since 1970; undefined before the escrow was seen. */
  readonly acceptBy: number | undefined;
}

export interface NewReservation {
  readonly offer: Offer;
  readonly idempotencyKey: string | undefined;
  readonly requestHash: Uint8Array;
  /** Slots the node has. */
  readonly slots: number;
  /** Most reservations a wallet may hold at once. */
  readonly walletLimit: number;
  readonly now: number;
}

export type ReservationOutcome = 'reserved' | 'busy' | 'wallet-limit' | 'duplicate';

/** What was read of a job's escrow. */
export interface Observation {
  readonly phase: JobPhase;
  /** Nothing can change it any more. */
  readonly final: boolean;
  readonly slot: bigint;
  readonly anchored: number;
  readonly proven: number;
  readonly auditsDue: number;
  readonly auditsProven: number;
  readonly acceptBy: number | undefined;
  readonly deadlineAt: number | undefined;
}

export interface ProgressReport {
  readonly epoch: number;
  readonly lossMicros: bigint;
  readonly accuracyPpm: number;
  readonly checkpointHash: Uint8Array | undefined;
  readonly now: number;
}

export interface JobFilter {
  readonly clientWallet: string | undefined;
  readonly phase: JobPhase | undefined;
  /** Milliseconds since 1970; only jobs created before. */
  readonly before: number | undefined;
  readonly limit: number;
}

export interface Jobs {
  /** Job and slot in one transaction, or neither. Never two jobs on one slot, however many ask at once. */
  reserve(reservation: NewReservation): Promise<ReservationOutcome>;
  /** Binds the slot until the job ends; takes a free one when the reservation is gone. False: none is free. */
  hold(job: string, slots: number): Promise<boolean>;
  offer(job: string): Promise<StoredOffer | undefined>;
  offerByKey(clientWallet: string, idempotencyKey: string): Promise<StoredOffer | undefined>;
  view(job: string): Promise<JobView | undefined>;
  list(filter: JobFilter): Promise<readonly JobView[]>;
  countByPhase(): Promise<ReadonlyMap<JobPhase, number>>;
  /** Jobs whose time to accept or to end has passed on chain, and that have not ended. */
  countPastDeadline(now: number): Promise<number>;
  any(): Promise<boolean>;
  /** Slots in use: all, and of them those of jobs that run on chain. */
  slotsTaken(nodes: readonly string[]): Promise<ReadonlyMap<string, { total: number; running: number }>>;
  /** True when something changed. Frees the slot when the job is final. */
  observe(job: string, observation: Observation, now: number): Promise<boolean>;
  /** True when one of them was new, or is finalized now. */
  addMovements(movements: readonly Movement[], finalized: boolean): Promise<boolean>;
  /** Transactions before that slot whose movements are not known to be finalized. */
  unfinalized(beforeSlot: bigint, limit: number): Promise<readonly string[]>;
  /** Forgets what a transaction moved that is not on the chain after all. */
  dropMovements(transaction: string): Promise<void>;
  /** Reserved jobs whose time is over. */
  overdue(now: number, limit: number): Promise<readonly string[]>;
  /** Ends the reservation and frees the slot. False: it was funded meanwhile. */
  expire(job: string, now: number): Promise<boolean>;
  /** Jobs that may still change on chain (not reserved ones), by address, after `after`. */
  open(after: string, limit: number): Promise<readonly string[]>;
  /** Exact jobs whose training is over, by address, after `after`. */
  underAudit(after: string, limit: number): Promise<readonly string[]>;
  assignments(node: string): Promise<readonly StoredOffer[]>;
  report(job: string, report: ProgressReport): Promise<void>;
  fail(job: string, error: string, now: number): Promise<void>;
}

export interface NodeRecord {
  readonly address: string;
  readonly owner: string;
  readonly operator: string;
  readonly tlsKeyHash: Uint8Array;
  readonly chainIndex: number;
  readonly endpoint: string;
  readonly slots: number;
  readonly priceBps: number;
  readonly engines: readonly string[];
  readonly latencyMs: number | undefined;
  readonly onlineMs: bigint;
  readonly observedSince: number;
  readonly lastSeen: number;
}

export interface Nodes {
  save(node: Omit<NodeRecord, 'onlineMs' | 'observedSince'>): Promise<void>;
  get(address: string): Promise<NodeRecord | undefined>;
  /** Nodes heard of since then, by address. */
  seenSince(time: number): Promise<readonly NodeRecord[]>;
  /** Adds to the time the node was online, when it was heard of less than `gapMs` ago. */
  seen(address: string, now: number, gapMs: number): Promise<void>;
}

export interface Cursors {
  get(program: string): Promise<{ readonly signature: string; readonly slot: bigint } | undefined>;
  set(program: string, signature: string, slot: bigint, now: number): Promise<void>;
}

export interface KeyStore {
  /** The key that signs; made by `create` when there is none. The first of several coordinators wins. */
  signingKey(create: () => Promise<StoredKey>, now: number): Promise<StoredKey>;
  /** Also keys that sign no more, but whose tokens may still be valid. */
  all(): Promise<readonly StoredKey[]>;
}

export interface StoredKey {
  readonly kid: string;
  readonly privateJwk: Record<string, unknown>;
}

export interface Database {
  readonly jobs: Jobs;
  readonly nodes: Nodes;
  readonly cursors: Cursors;
  readonly keys: KeyStore;
  /** @throws when it does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
