import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keypair } from '@solana/web3.js';
import type { JobRecord } from '../../src/domain/job-record.ts';
import {
  ensureTlsIdentity,
  type NodeConfigInput,
  type RunningAgent,
  startNode,
  type TlsIdentity,
} from '../../src/index.ts';
import type { AgentPorts } from '../../src/ports/agent-ports.ts';
import { type JobChanges, type JobFixture, jobFixture } from './job-fixture.ts';
import { MemoryChain } from './memory-chain.ts';
import type { TokenChanges } from './memory-coordinator.ts';
import { ISSUER, MemoryCoordinator } from './memory-coordinator.ts';
import { MemoryProver } from './memory-prover.ts';
import { MemoryStepProver } from './memory-step-prover.ts';
import { chunksOf, TestClient } from './test-client.ts';

const quiet = { info() {}, warn() {}, error() {}, debug() {} };

/** An agent with its own folder; chain, coordinator and prover in memory, everything else real. */
export class TestNode {
  readonly dir: string;
  readonly chain: MemoryChain;
  readonly coordinator = new MemoryCoordinator();
  readonly prover = new MemoryProver();
  readonly stepProver = new MemoryStepProver();
  readonly identity: TlsIdentity;
  readonly config: NodeConfigInput;
  agent: RunningAgent | null = null;
  readonly #clients: TestClient[] = [];

  private constructor(dir: string, chain: MemoryChain, identity: TlsIdentity, config: NodeConfigInput) {
    this.dir = dir;
    this.chain = chain;
    this.identity = identity;
    this.config = config;
    chain.tokenKeys = [this.coordinator.key];
  }

  /** The key in the agent's folder. */
  async operator(): Promise<Keypair> {
    const stored = JSON.parse(await readFile(join(this.dir, 'operator.json'), 'utf8')) as number[];
    return Keypair.fromSecretKey(Uint8Array.from(stored));
  }

  static async create(changes: Partial<NodeConfigInput> = {}, make = MemoryChain): Promise<TestNode> {
    const dir = await mkdtemp(join(tmpdir(), 'cyxwiz-node-'));
    const operator = Keypair.generate();
    await writeFile(join(dir, 'operator.json'), JSON.stringify([...operator.secretKey]));
    const chain = new make(Keypair.generate().publicKey.toBase58(), operator.publicKey.toBase58());
    const identity = await ensureTlsIdentity(dir);
    chain.registered = {
      operator: chain.operator,
      tlsKeyHash: identity.keyHash,
      previousTlsKeyHash: new Uint8Array(32),
      previousTlsUntil: 0,
      suspendedUntil: 0,
      banned: false,
    };
    return new TestNode(dir, chain, identity, {
      dataDir: dir,
      rpcUrl: 'http://127.0.0.1:1',
      coordinator: '127.0.0.1:1',
      coordinatorAccount: ISSUER,
      owner: Keypair.generate().publicKey.toBase58(),
      operatorKeyFile: join(dir, 'operator.json'),
      pollMs: 50,
      retryMs: 20,
      // A client that connects right after the assignment must find it, however loaded the machine is.
      patienceMs: 20_000,
      slots: 4,
      ...changes,
    });
  }

  async start(own: Partial<AgentPorts> = {}): Promise<RunningAgent> {
    const { chain, coordinator, prover, stepProver } = this;
    const log = process.env.CYXWIZ_TEST_LOG === undefined ? { log: quiet } : {};
    this.agent = await startNode(this.config, { chain, coordinator, prover, stepProver, ...log, ...own });
    return this.agent;
  }

  /** A funded job that the coordinator has assigned to this node. */
  assign(changes: JobChanges = {}): JobFixture {
    const job = jobFixture(this.chain.node, changes);
    this.chain.jobs.set(job.address, job.escrow());
    this.coordinator.assign(job.assignment);
    return job;
  }

  client(): TestClient {
    const client = new TestClient(
      this.agent?.grpcAddress ?? '',
      this.identity.certificatePem,
      this.identity.keyHash,
    );
    this.#clients.push(client);
    return client;
  }

  token(job: JobFixture, changes: TokenChanges = {}): Promise<string> {
    return this.coordinator.token(this.chain.node, job.wallet, job.address, job.clientKey, changes);
  }

  /** A connected client. */
  async connected(job: JobFixture): Promise<TestClient> {
    const client = this.client();
    await client.connect(job, await this.token(job));
    return client;
  }

  /** A connected client whose data set is there. */
  async ready(job: JobFixture): Promise<TestClient> {
    const client = await this.connected(job);
    await client.sendJob(job.specJson);
    await client.upload(chunksOf(job.csv));
    return client;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close();
    await this.agent?.close();
    this.agent = null;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** What an agent has written down of a job, once there is something. */
export function journalOf(dir: string, job: string): JobRecord | undefined {
  const path = join(dir, 'jobs', job, 'journal.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as JobRecord) : undefined;
}

type Waited<T> = T | undefined | null | false;

/** Waits until `holds` gives something. */
export async function eventually<T>(
  holds: () => Waited<T> | Promise<Waited<T>>,
  what = 'condition',
): Promise<T> {
  for (let tried = 0; tried < 2500; tried += 1) {
    const value = await holds();
    if (value !== undefined && value !== null && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never: ${what}`);
}
