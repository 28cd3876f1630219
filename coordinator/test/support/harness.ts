/** The coordinator on real adapters but for the chain: real database, real tokens, real gRPC and REST. */
import { randomBytes } from 'node:crypto';
import {
  AUDITED_OFFER,
  type ExactJobSpec,
  encodeJobSpec,
  nodeId,
  nodeSessionDigest,
  signEd25519,
  toHex,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import type { DatabaseConfig } from '../../src/adapters/database/connect.ts';
import { openDatabase } from '../../src/adapters/database/open-database.ts';
import type { SurfaceDeps } from '../../src/adapters/edge/surface.ts';
import { memoryState } from '../../src/adapters/shared-state/memory.ts';
import { createMetrics } from '../../src/adapters/system/metrics.ts';
import { systemRandom } from '../../src/adapters/system/system.ts';
import { tlsDialler } from '../../src/adapters/system/tls-dialler.ts';
import { joseTokens } from '../../src/adapters/tokens/jose-tokens.ts';
import type { Crank } from '../../src/ports/chain.ts';
import type { SharedState } from '../../src/ports/shared-state.ts';
import type { NodeDialler } from '../../src/ports/system.ts';
import { useCases } from '../../src/usecases/index.ts';
import type { SubmitJobInput } from '../../src/usecases/submit-job.ts';
import { freshPostgres } from './databases.ts';
import { address, FakeChain, PARAMS } from './fake-chain.ts';

export class FakeClock {
  time = Date.UTC(2026, 0, 1);
  now() {
    return this.time;
  }
  advance(ms: number) {
    this.time += ms;
  }
}

export interface HarnessOptions {
  readonly database?: DatabaseConfig;
  readonly shared?: SharedState;
  readonly walletLimit?: number;
  readonly requestsPerMinute?: number;
  readonly crank?: Crank;
  /** Default: dials what is announced, on loopback too. */
  readonly dialler?: NodeDialler;
}

export async function harness(options: HarnessOptions = {}) {
  const chain = new FakeChain();
  const clock = new FakeClock();
  const logged: { facts: object; what: string }[] = [];
  const record = (facts: object, what: string) => void logged.push({ facts, what });
  const log = { info: () => undefined, warn: record, error: record };
  // Unless a test is about the database: PostgreSQL, because a new one there takes a tenth of PGlite's time.
  const own = options.database ? undefined : await freshPostgres();
  const database = await openDatabase(options.database ?? own?.config ?? { kind: 'pglite' });
  const shared = options.shared ?? memoryState(clock);
  const registered: string[] = [];
  const account = {
    account: address(),
    registered: async () => registered,
    register: async (key: string) => void registered.push(key),
  };
  const tokens = await joseTokens({ keys: database.keys, clock, random: systemRandom, ...account });
  const cases = useCases({
    chain: chain.reader(),
    history: chain.history(),
    parameters: { read: async () => ({ settings: [], complete: true }) },
    builder: chain.builder(),
    crank: options.crank,
    database,
    shared,
    tokens,
    pageUrl: () => 'http://coordinator.test',
    clock,
    random: systemRandom,
    probe: { measure: async () => 5 },
    dialler: options.dialler ?? tlsDialler(true),
    log,
    keyBytes: (key) => new PublicKey(key).toBytes(),
    mintRates: new Map(),
    walletLimit: options.walletLimit ?? 10,
    defaultDeadlineSeconds: 86_400,
    pollMs: 50,
  });
  const metrics = createMetrics({
    byPhase: () => database.jobs.countByPhase(),
    pastDeadline: () => database.jobs.countPastDeadline(clock.now()),
    nodesOnline: async () => (await database.nodes.seenSince(clock.now() - 30_000)).length,
  });
  const surface: SurfaceDeps = {
    useCases: cases,
    limiter: shared.limiter,
    log,
    metrics,
    cyxwizMint: async () => PARAMS.cyxwizMint,
    requestsPerMinute: options.requestsPerMinute ?? 1_000_000,
  };
  return {
    chain,
    clock,
    database,
    shared,
    tokens,
    cases,
    surface,
    logged,
    close: async () => {
      await shared.close();
      await database.close();
      await own?.drop();
    },
  };
}

export type Harness = Awaited<ReturnType<typeof harness>>;

export interface JoinOptions {
  readonly slots?: number;
  readonly priceBps?: number;
  readonly engines?: readonly string[];
}

/** Puts a node on the chain and through Challenge and RegisterNode. */
export async function join(
  h: Harness,
  changes: Parameters<FakeChain['addNode']>[0] = {},
  options: JoinOptions = {},
) {
  const node = h.chain.addNode(changes);
  const { challenge } = await h.cases.issueChallenge(node.address);
  const operator = h.chain.operators.get(node.address);
  if (!operator) throw new Error('a fake node has an operator');
  const signature = signEd25519(operator.secretKey, nodeSessionDigest(nodeId(node.address), challenge));
  const session = await h.cases.registerNode({
    node: node.address,
    challenge,
    signature,
    endpoint: '127.0.0.1:7000',
    slots: options.slots ?? 1,
    priceBps: options.priceBps ?? 10_000,
    engines: options.engines ?? ['exact', AUDITED_OFFER],
  });
  return { node, operator, session };
}

export function jobSpec(changes: Partial<ExactJobSpec> = {}): ExactJobSpec {
  return {
    version: 1,
    engine: 'exact',
    shape: { inputs: 64, hidden: 32, outputs: 10, batch: 8 },
    seed: '11'.repeat(32),
    epochs: 50,
    checkpointInterval: 1,
    datasetRoot: '01'.repeat(32),
    initialWeights: '02'.repeat(32),
    estimatedSeconds: 60,
    clientKey: '33'.repeat(32),
    ...changes,
  };
}

/** What makes a specification exact. */
export const EXACT = { exact: { circuit: 2, keyVersion: 1, steps: 4, batches: 180 } } as const;

export function submission(
  changes: Partial<SubmitJobInput> = {},
  spec: Partial<ExactJobSpec> = {},
): SubmitJobInput {
  const built = jobSpec(spec);
  return {
    clientWallet: address(),
    clientKey: Buffer.from(built.clientKey, 'hex'),
    specJson: encodeJobSpec(built),
    resources: { cpuCores: 2, memoryMib: 1024, gpuCount: 0, gpuMemoryMib: 0, gpuClass: 'consumer' },
    priority: 'normal',
    mint: PARAMS.cyxwizMint,
    clientNonceHash: new Uint8Array(32).fill(9),
    audits: undefined,
    maxPrice: undefined,
    deadlineSeconds: undefined,
    idempotencyKey: undefined,
    ...changes,
  };
}

export const key = () => toHex(randomBytes(8));
