import { z } from 'zod';
import { engineOffersSchema } from './domain/engine-offer.ts';
import { NodeError } from './domain/errors.ts';

const address = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/, 'must be a base58 address');
const amount = z.union(
  [
    z.bigint().nonnegative(),
    z
      .string()
      .regex(/^\d{1,20}$/)
      .transform(BigInt),
  ],
  { error: 'must be a whole number of base units, written as a string' },
);
const endpoint = z.string().regex(/^[^\s:/]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, 'must be host:port');

/** What clients are told; with #NODE it is at a relay. */
const publicEndpoint = z
  .string()
  .regex(
    /^([^\s:/#]+|\[[0-9a-fA-F:]+\]):\d{1,5}(#[1-9A-HJ-NP-Za-km-z]{32,44})?$/,
    'must be host:port or host:port#NODE',
  );

/** Ways in which the agent misbehaves on purpose, for demonstrations. */
export const FAULTS = ['wrong-proof'] as const;

export const nodeConfigSchema = z
  .strictObject({
    /** Folder for the TLS key, journals, data sets and weights; only its owner can read it. */
    dataDir: z.string().min(1),
    /** Where TrainingService listens; port 0: any free one. */
    listenHost: z.string().min(1).default('127.0.0.1'),
    listenPort: z.int().min(0).max(65_535).default(0),
    /** host:port that clients are told; default: the node at its relay, or where it listens. */
    publicEndpoint: publicEndpoint.optional(),
    /** host:port of a relay that brings clients to a node without an open port. */
    relay: endpoint.optional(),
    /** Certificate (PEM) of a relay that made its own; default: the system's authorities. */
    relayCertificateFile: z.string().min(1).optional(),
    /** Solana RPC (http or https). */
    rpcUrl: z.url({ protocol: /^https?$/ }),
    /** Its websocket; default: what web3.js makes of rpcUrl. */
    wsUrl: z.url({ protocol: /^wss?$/ }).optional(),
    /** host:port of the coordinator's gRPC. */
    coordinator: endpoint,
    /** The coordinator's account on chain, whose keys sign the tokens of clients. Ask its operator, not the coordinator. */
    coordinatorAccount: address,
    /** TLS by the system's authorities. */
    coordinatorTls: z.boolean().default(false),
    /** Certificate (PEM) of a coordinator that made its own; implies TLS. */
    coordinatorCertificateFile: z.string().min(1).optional(),
    /** Wallet that registered the node and is paid. */
    owner: address,
    /** Solana key file (JSON array of 64 numbers) of the operator, who signs and pays fees. */
    operatorKeyFile: z.string().min(1),
    slots: z.int().min(1).max(64).default(1),
    /** Asking price as a share of the list price, basis points. */
    priceBps: z.int().min(1).max(1_000_000).default(10_000),
    minPrice: amount.default(0n),
    mints: z.array(address).default([]),
    minClientScore: z.int().min(0).max(1000).default(0),
    minFeeLamports: amount.default(10_000_000n),
    /** Largest data set in bytes; the exact engine takes no more than 64 MiB all the same. */
    maxUploadBytes: z
      .int()
      .min(1)
      .max(2 ** 40)
      .default(64 * 1024 * 1024),
    /** DownloadWeights calls at the same time; each holds up to 2 MiB for a slow reader. Four at most are one job's. */
    maxDownloads: z.int().min(1).max(4096).default(32),
    /** Connections at the same time, and from one address (a relay is one address for all who come through it). */
    maxConnections: z.int().min(1).max(65_536).default(2048),
    maxConnectionsPerAddress: z.int().min(1).max(65_536).default(256),
    /** Connections that have not shown a session yet; an eighth from one address. When full, one of them gives way. */
    maxStrangers: z.int().min(8).max(65_536).default(1024),
    /** Connections that have sent nothing yet, beside `maxConnections`. When full, one of them gives way. */
    maxSilent: z.int().min(8).max(65_536).default(4096),
    /** Connections without a session are ended after so long, a health check's too. */
    strangerSeconds: z.number().positive().max(600).default(20),
    /** Train calls at the same time, running jobs and idle ones together. */
    maxWatchers: z.int().min(1).max(65_536).default(2048),
    sessionSeconds: z
      .int()
      .min(60)
      .default(24 * 3600),
    patienceMs: z.int().min(0).max(30_000).default(5_000),
    pauseLimitSeconds: z.number().positive().max(86_400).default(600),
    keepWeightsDays: z.number().positive().default(14),
    keepRecordsDays: z.number().positive().default(90),
    /** Checkpoints that clients may fetch: 'anchored' keeps the state behind every anchor, 'all' that of every checkpoint. */
    keepCheckpoints: z.enum(['anchored', 'all']).default('anchored'),
    /** Days after the job's end for which they stay; a dispute with its vote takes nine. */
    keepCheckpointsDays: z.number().min(0).default(14),
    /** Seconds between two metrics on a training stream, unless its client wants others. */
    metricsIntervalSeconds: z.int().min(1).max(3600).default(5),
    proveIntermediate: z.boolean().default(false),
    pollMs: z.int().min(50).max(600_000).default(2_000),
    retryMs: z.int().min(10).max(60_000).default(1_000),
    chainHeartbeatMinutes: z.number().positive().max(60).default(10),
    reportEveryEpochs: z.int().min(1).default(10),
    /** Which prover makes the proofs; default: arkworks when it is built, otherwise snarkjs. */
    prover: z.enum(['arkworks', 'snarkjs']).optional(),
    /** Take jobs of the exact tier, if prover and circuits are built. */
    exactJobs: z.boolean().default(true),
    /** Proofs of steps made at the same time; each takes memory of its own, and all share the cores. */
    stepProofs: z.int().min(1).max(16).default(1),
    /** Programs that train jobs of the committed tier, by the name that a specification calls them. */
    engines: engineOffersSchema.default({}),
    /** 'required': the agent does not start where this system cannot confine those programs as their offers ask. */
    confinement: z.enum(['preferred', 'required']).default('preferred'),
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    allowFaults: z.boolean().default(false),
    fault: z.enum(FAULTS).optional(),
  })
  .refine((config) => config.fault === undefined || config.allowFaults, {
    path: ['fault'],
    message: 'needs allowFaults: true; an agent never misbehaves by accident',
  })
  .refine((config) => isLoopback(config.coordinator) || usesTls(config), {
    path: ['coordinatorTls'],
    message:
      'must be true (or name coordinatorCertificateFile): only a coordinator on this machine may be plain',
  });

function isLoopback(address: string): boolean {
  return /^(127\.0\.0\.1|\[::1\]|localhost):/.test(address);
}

function usesTls(config: {
  coordinatorTls: boolean;
  coordinatorCertificateFile?: string | undefined;
}): boolean {
  return config.coordinatorTls || config.coordinatorCertificateFile !== undefined;
}

/** What `startNode` takes: defaults may be left out. */
export type NodeConfigInput = z.input<typeof nodeConfigSchema>;
export type NodeConfig = z.output<typeof nodeConfigSchema>;

const PREFIX = 'CYXWIZ_NODE_';
const BOOLEANS = new Set(['coordinatorTls', 'proveIntermediate', 'exactJobs', 'allowFaults']);
const LISTS = new Set(['mints']);
const TEXTS = new Set([
  'dataDir',
  'listenHost',
  'publicEndpoint',
  'relay',
  'relayCertificateFile',
  'rpcUrl',
  'wsUrl',
  'coordinator',
  'coordinatorAccount',
  'coordinatorCertificateFile',
  'owner',
  'operatorKeyFile',
  'minPrice',
  'minFeeLamports',
  'prover',
  'keepCheckpoints',
  'confinement',
  'logLevel',
  'fault',
]);

/** Checks a configuration. @throws NodeError CONFIG_INVALID naming every field that is wrong. */
export function parseNodeConfig(input: unknown): NodeConfig {
  const parsed = nodeConfigSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`,
  );
  throw new NodeError('CONFIG_INVALID', `the configuration is refused: ${issues.join('; ')}`);
}

/** Values from the environment: CYXWIZ_NODE_DATA_DIR is dataDir, and so on. @throws NodeError CONFIG_INVALID */
export function configFromEnv(env: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const known = new Map(Object.keys(nodeConfigSchema.shape).map((key) => [envName(key), key]));
  const values: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith(PREFIX) || text === undefined || name === `${PREFIX}CONFIG`) continue;
    const key = known.get(name);
    if (key === undefined)
      throw new NodeError('CONFIG_INVALID', `the environment sets ${name}, which means nothing`);
    values[key] = fromText(key, text);
  }
  return values;
}

/** dataDir is CYXWIZ_NODE_DATA_DIR. */
export function envName(key: string): string {
  return PREFIX + key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function fromText(key: string, text: string): unknown {
  if (TEXTS.has(key)) return text;
  if (LISTS.has(key)) return text === '' ? [] : text.split(',');
  if (BOOLEANS.has(key)) return text === 'true' ? true : text === 'false' ? false : text;
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
