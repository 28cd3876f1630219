import { randomBytes } from 'node:crypto';
import {
  assignmentHash,
  bytesToField,
  type ExactOrder,
  equalBytes,
  fieldToBytes,
  nodeId,
  sha256,
  toHex,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { anchorStep } from '../../src/domain/anchor-schedule.ts';
import { NodeError } from '../../src/domain/errors.ts';
import type {
  Anchor,
  Chain,
  ChainProof,
  EscrowJob,
  JobAudit,
  RegisteredNode,
} from '../../src/ports/chain.ts';
import { MemoryAudits } from './memory-audits.ts';
import { refused } from './refused.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a fake proof is: a digest of the statement, so that a wrong statement is refused like on chain. */
export function fakeProof(binding: Uint8Array, anchor: Anchor): ChainProof {
  const statement = sha256(
    binding,
    Uint8Array.of(anchor.checkpoints),
    fieldToBytes(anchor.elapsedMs),
    anchor.root,
    anchor.weights,
  );
  return { a: statement, b: statement, c: statement };
}

export interface Call {
  readonly name: string;
  readonly job: string;
}

/** The escrow's rules as far as a node meets them, in memory. Chain time is the machine's plus `shiftSeconds`. */
export class MemoryChain implements Chain {
  readonly node: string;
  readonly operator: string;
  readonly jobs = new Map<string, Mutable<EscrowJob>>();
  readonly anchors: (Anchor & { readonly job: string })[] = [];
  readonly audits = new MemoryAudits();
  readonly calls: Call[] = [];
  registered: RegisteredNode | null = null;
  readonly clientScores = new Map<string, number>();
  lamports = 1_000_000_000n;
  shiftSeconds = 0;
  /** Times that the node looked whether it can pay fees: the last thing before it waits for a client. */
  looks = 0;
  /** Keys in the account of the node's coordinator; null: there is none. */
  tokenKeys: readonly string[] | null = null;
  /** How often they were read. */
  keyReads = 0;
  /** Calls fail with this until it is cleared. */
  outage: Error | null = null;
  /** The call after which the connection is gone: it takes effect, but nobody hears of it. */
  cutAfter: string | null = null;

  constructor(node: string, operator: string) {
    this.node = node;
    this.operator = operator;
  }

  protected changed(): void {}

  async readNode(): Promise<RegisteredNode | null> {
    this.#reach();
    return this.registered;
  }

  async readJob(job: string): Promise<EscrowJob | null> {
    this.#reach();
    const found = this.jobs.get(job);
    return found === undefined ? null : { ...found };
  }

  async readAudit(job: string): Promise<JobAudit | null> {
    this.#reach();
    return this.audits.read(job);
  }

  async slot(): Promise<number> {
    this.#reach();
    return this.audits.slot();
  }

  async anchorSteps(address: string, root: Uint8Array, order: ExactOrder): Promise<string> {
    const job = this.#call('anchorSteps', address);
    this.audits.anchor(address, job, root, order);
    return this.#done();
  }

  async recordSlotHash(address: string): Promise<string> {
    this.#call('recordSlotHash', address);
    this.audits.record(address, this.time());
    return this.#done();
  }

  async openChallenge(address: string): Promise<string> {
    const job = this.#call('openChallenge', address);
    this.audits.open(address, null, job.terms.revealWindowSeconds, this.time());
    return this.#done();
  }

  async proveAudit(address: string, index: number, proof: ChainProof): Promise<string> {
    const job = this.#call('proveAudit', address);
    this.audits.prove(address, job, index, proof);
    job.provenAt = this.time();
    return this.#done();
  }

  async coordinatorKeys(): Promise<readonly string[] | null> {
    this.#reach();
    this.keyReads += 1;
    return this.tokenKeys;
  }

  async clientScore(wallet: string): Promise<number> {
    this.#reach();
    return this.clientScores.get(wallet) ?? 0;
  }

  async feeBalance(): Promise<bigint> {
    this.#reach();
    this.looks += 1;
    return this.lamports;
  }

  async now(): Promise<number> {
    return this.time();
  }

  time(): number {
    return Math.floor(Date.now() / 1000) + this.shiftSeconds;
  }

  async acceptJob(address: string, salt: Uint8Array): Promise<string> {
    const job = this.#call('acceptJob', address);
    if (job.state !== 'Funded') throw refused('JobIsNotFunded');
    if (!equalBytes(job.assignmentHash, assignmentHash(nodeId(this.node), salt)))
      throw refused('WrongAssignment');
    job.state = 'Running';
    job.node = this.node;
    job.acceptedAt = this.time();
    const binding = sha256('binding', address, this.node);
    binding[0] = (binding[0] ?? 0) & 0x1f;
    job.binding = binding;
    return this.#done();
  }

  async heartbeat(): Promise<string> {
    this.#reach();
    this.calls.push({ name: 'heartbeat', job: '' });
    return this.#done();
  }

  async anchorProgress(address: string, anchor: Anchor): Promise<string> {
    const job = this.#call('anchorProgress', address);
    if (job.state !== 'Running') throw refused('JobIsNotRunning');
    if (anchor.checkpoints <= job.anchoredCheckpoints) throw refused('AnchorNotMonotone');
    if (anchor.elapsedMs <= job.anchoredElapsedMs) throw refused('AnchorNotMonotone');
    if (Number(anchor.elapsedMs) > 1000 * (this.time() - job.acceptedAt + 10))
      throw refused('AnchorInFuture');
    const step = anchorStep(job.checkpoints, job.checkpointInterval, job.terms);
    const final = anchor.checkpoints === job.checkpoints;
    if (!final && anchor.checkpoints - job.anchoredCheckpoints < step) throw refused('AnchorTooEarly');
    bytesToField(anchor.root);
    job.anchoredRoot = anchor.root;
    job.anchoredCheckpoints = anchor.checkpoints;
    job.anchoredElapsedMs = anchor.elapsedMs;
    job.anchoredWeights = anchor.weights;
    job.anchoredAt = this.time();
    if (final) job.state = 'Proving';
    this.anchors.push({ ...anchor, job: address });
    return this.#done();
  }

  async proveCheckpoints(address: string, proof: ChainProof): Promise<string> {
    const job = this.#call('proveCheckpoints', address);
    const expected = fakeProof(job.binding, {
      root: job.anchoredRoot,
      checkpoints: job.anchoredCheckpoints,
      elapsedMs: job.anchoredElapsedMs,
      weights: job.anchoredWeights,
    });
    if (toHex(expected.a) !== toHex(proof.a)) throw refused('InvalidProof');
    job.provenCheckpoints = job.anchoredCheckpoints;
    job.provenAt = this.time();
    return this.#done();
  }

  async settle(address: string): Promise<string> {
    const job = this.#call('settle', address);
    if (job.state !== 'Proving' || job.provenCheckpoints !== job.checkpoints) throw refused('NotProven');
    if (job.tier === 'Exact' && !this.audits.passed(address)) throw refused('AuditsNotProven');
    const open = this.time() < job.provenAt + job.terms.objectionWindowSeconds;
    if (open && !job.objectionWaived) throw refused('ObjectionWindowOpen');
    job.state = 'Settled';
    return this.#done();
  }

  async applyOutcomes(): Promise<string> {
    this.#reach();
    this.calls.push({ name: 'applyOutcomes', job: '' });
    return this.#done();
  }

  close(): void {}

  #reach(): void {
    if (this.outage !== null) throw this.outage;
  }

  #call(name: string, address: string): Mutable<EscrowJob> {
    this.#reach();
    this.calls.push({ name, job: address });
    const job = this.jobs.get(address);
    if (job === undefined) throw refused('AccountNotInitialized');
    return job;
  }

  #done(): string {
    this.changed();
    if (this.cutAfter !== null && this.calls.at(-1)?.name === this.cutAfter) {
      this.cutAfter = null;
      this.outage = new NodeError('CHAIN_UNAVAILABLE', 'the connection is gone');
      throw this.outage;
    }
    return new PublicKey(randomBytes(32)).toBase58();
  }
}
