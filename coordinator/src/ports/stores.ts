import type { Earning, JobPhase, JobView, Movement, Offer, Replacement, Report } from '../domain/job.ts';
import type { Rejection } from '../domain/matching.ts';

export interface StoredOffer extends Offer {
  readonly requestHash: Uint8Array;
  readonly phase: JobPhase;
  readonly final: boolean;
  /** Nodes that failed before the present one. */
  readonly reassignments: number;
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

export interface NewReplacement {
  readonly replacement: Replacement;
  /** Slots that its node has. */
  readonly slots: number;
}

/** A job as a node that follows another finds it. */
export interface NewStage {
  readonly reassignments: number;
  readonly assignmentHash: Uint8Array;
  readonly epochsDone: number;
  readonly checkpoints: number;
}

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
  /** Undefined when the account is gone. */
  readonly reassignments: number | undefined;
  readonly acceptBy: number | undefined;
  readonly deadlineAt: number | undefined;
}

export interface ProgressReport {
  readonly epoch: number;
  readonly lossMicros: bigint;
  readonly accuracyPpm: number;
  readonly checkpointHash: Uint8Array | undefined;
  /** Where it belongs on the job's curve, from 0; a later report of the same place takes its room. */
  readonly place: number;
  readonly now: number;
}

/** Why a node was not chosen for a job. */
export interface Refusal extends Omit<Rejection, 'node'> {
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface EarningsFilter {
  /** Wallet of the node's owner. */
  readonly owner: string;
  /** Only what came before this movement. */
  readonly before: Pick<Movement, 'transaction' | 'ordinal'> | undefined;
  readonly limit: number;
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
  /** A slot for the node that is to go on with the job, or none; that of a replacement that ran out is given up for it. */
  replace(request: NewReplacement, now: number): Promise<'reserved' | 'busy'>;
  replacement(job: string): Promise<Replacement | undefined>;
  /** Jobs whose replacement ran out before that time. */
  overdueReplacements(before: number, limit: number): Promise<readonly string[]>;
  dropReplacement(job: string, before: number): Promise<void>;
  /**
   * The chain has given the job to another node. That of the replacement with this hash gets job and slot; a job that its
   * client gave to a node by hand has none here from then on. The node that has it now, or undefined when nothing changed.
   */
  beginStage(job: string, stage: NewStage, now: number): Promise<string | undefined>;
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
  /** Jobs that the node has neither accepted nor lost: reserved for it, or funded and waiting for it. */
  promised(node: string, now: number): Promise<readonly string[]>;
  report(job: string, report: ProgressReport): Promise<void>;
  fail(job: string, error: string, now: number): Promise<void>;
  /** What the node said of its training, by epoch. */
  reports(job: string): Promise<readonly Report[]>;
  /** Of jobs ordered since, newest first. */
  refusals(node: string, since: number, limit: number): Promise<readonly Refusal[]>;
  /** Newest first. */
  earnings(filter: EarningsFilter): Promise<readonly Earning[]>;
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
  /** It ends its jobs and takes no new ones. */
  readonly draining: boolean;
}

export interface Nodes {
  /** What the node itself says in its heartbeats stays as it is. */
  save(node: Omit<NodeRecord, 'onlineMs' | 'observedSince' | 'draining'>): Promise<void>;
  get(address: string): Promise<NodeRecord | undefined>;
  /** Nodes heard of since then, by address. */
  seenSince(time: number): Promise<readonly NodeRecord[]>;
  /**
   * Adds to the time the node was online, when it was heard of less than `gapMs` ago. Once this has said that the node
   * drains, no reservation begins there: one that was under way is stored before, or refused.
   */
  seen(address: string, now: number, gapMs: number, draining: boolean): Promise<void>;
}

export interface Cursors {
  get(program: string): Promise<{ readonly signature: string; readonly slot: bigint } | undefined>;
  set(program: string, signature: string, slot: bigint, now: number): Promise<void>;
}

export interface KeyStore {
  /** The key that signs; made by `create` when there is none. The first of several coordinators wins. */
  signingKey(create: () => Promise<StoredKey>, now: number): Promise<StoredKey>;
  /** Keeps another key as the newest, unless `after` is the newest no more: then somebody else was faster. */
  add(key: StoredKey, after: string, now: number): Promise<void>;
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
