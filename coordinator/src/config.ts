import { z } from 'zod';
import type { DatabaseConfig } from './adapters/database/connect.ts';
import type { Intervals } from './adapters/system/background.ts';
import { type Rational, rational } from './domain/rational.ts';
import type { Clock, LatencyProbe } from './ports/system.ts';

/** What a coordinator is started with. Everything but the RPC node has a default that runs on one machine. */
export interface CoordinatorConfig {
  /** Solana JSON-RPC. */
  readonly rpcUrl: string;
  /** Its websocket; default: derived from `rpcUrl` as web3.js does. */
  readonly wsUrl?: string;
  /** Default: PGlite in memory. */
  readonly database?: DatabaseConfig;
  /** Default: memory of this process. */
  readonly redis?: { readonly url: string; readonly prefix?: string };
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly restPort?: number;
  readonly grpcPort?: number;
  /**
   * gRPC: `self-signed` (default; kept in `dataDir`), a certificate of your own in PEM, or `plain` on loopback.
   */
  readonly tls?: 'self-signed' | 'plain' | { readonly certificate: string; readonly key: string };
  /** Names and addresses in the self-made certificate besides those of loopback. */
  readonly publicHosts?: readonly string[];
  /** Folder for the self-made certificate. Default: none, a new certificate at each start. */
  readonly dataDir?: string;
  /**
   * Whose coordinator this is: its account on chain, which follows from this address, issues the tokens and names their keys.
   * With the authority's secret key (64 bytes) in place of its address the coordinator registers its key by itself.
   */
  readonly authority: string | Uint8Array;
  /** Where people open the page, and the only address at which they can sign in. Default: the REST URL. */
  readonly publicUrl?: string;
  /** Tokens for one CYXWIZ, by mint. */
  readonly mintRates?: ReadonlyMap<string, Rational>;
  /** Version of the checkpoint circuit's verifying key that new escrows name. Default 1. */
  readonly keyVersion?: number;
  /** Key that pays for cranks (secret key, 64 bytes). Default: none, and no cranking. */
  readonly crankKey?: Uint8Array;
  /** Reservations a wallet may hold at once. Default 10, as many jobs as the chain allows it a day. */
  readonly walletLimit?: number;
  readonly defaultDeadlineSeconds?: number;
  /** Requests a minute that one address may make on each surface. Default 1200. */
  readonly requestsPerMinute?: number;
  readonly trustProxy?: boolean;
  /** Dial nodes at private and loopback addresses, too. Default false: for networks of one's own. */
  readonly dialPrivate?: boolean;
  readonly origins?: readonly string[];
  readonly logLevel?: string;
  readonly intervals?: Partial<Intervals>;
  /** For tests and local chains whose time is moved. */
  readonly clock?: Clock;
  readonly probe?: LatencyProbe;
}

const port = z.coerce.number().int().min(0).max(65_535);
const count = z.coerce.number().int().min(1);

const environment = z.object({
  SOLANA_RPC_URL: z.url(),
  SOLANA_WS_URL: z.url().optional(),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('postgresql://user@host/database; without it PGlite in CYXWIZ_DATA_DIR'),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  CYXWIZ_DATA_DIR: z.string().min(1).default('.cyxwiz/coordinator'),
  HOST: z.string().min(1).default('127.0.0.1'),
  REST_PORT: port.default(8080),
  GRPC_PORT: port.default(50051),
  GRPC_TLS: z.enum(['self-signed', 'plain']).default('self-signed'),
  PUBLIC_HOSTS: z.string().default(''),
  PUBLIC_URL: z.url().optional(),
  COORDINATOR_AUTHORITY: z
    .string()
    .regex(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/, 'must be a base58 address')
    .optional(),
  COORDINATOR_AUTHORITY_KEYPAIR_FILE: z.string().min(1).optional(),
  MINT_RATES: z
    .string()
    .regex(
      /^([1-9A-HJ-NP-Za-km-z]{32,44}=\d+\/[1-9]\d*(,|$))*$/,
      'write mint=tokens/CYXWIZ, separated by commas',
    )
    .default(''),
  KEY_VERSION: z.coerce.number().int().min(1).max(65_535).default(1),
  CRANK_KEYPAIR_FILE: z.string().min(1).optional(),
  WALLET_LIMIT: count.default(10),
  REQUESTS_PER_MINUTE: count.default(1200),
  TRUST_PROXY: z.enum(['true', 'false']).default('false'),
  DIAL_PRIVATE: z.enum(['true', 'false']).default('false'),
  CORS_ORIGINS: z.string().default(''),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

const list = (text: string) => text.split(',').filter((part) => part !== '');

/** @throws Error naming every variable that is wrong */
export function configFromEnvironment(
  env: NodeJS.ProcessEnv,
  readKeypair: (path: string) => Uint8Array,
): CoordinatorConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (!result.success) {
    const issues = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`the environment is not complete:\n  ${issues.join('\n  ')}`);
  }
  const e = result.data;
  return {
    rpcUrl: e.SOLANA_RPC_URL,
    ...(e.SOLANA_WS_URL !== undefined && { wsUrl: e.SOLANA_WS_URL }),
    database:
      e.DATABASE_URL === undefined
        ? { kind: 'pglite', folder: `${e.CYXWIZ_DATA_DIR}/database` }
        : postgresOf(e.DATABASE_URL),
    ...(e.REDIS_URL !== undefined && { redis: { url: e.REDIS_URL } }),
    host: e.HOST,
    restPort: e.REST_PORT,
    grpcPort: e.GRPC_PORT,
    tls: e.GRPC_TLS,
    publicHosts: list(e.PUBLIC_HOSTS),
    dataDir: e.CYXWIZ_DATA_DIR,
    authority: authorityOf(e, readKeypair),
    ...(e.PUBLIC_URL !== undefined && { publicUrl: e.PUBLIC_URL.replace(/\/$/, '') }),
    mintRates: new Map(list(e.MINT_RATES).map(rateOf)),
    keyVersion: e.KEY_VERSION,
    ...(e.CRANK_KEYPAIR_FILE !== undefined && { crankKey: readKeypair(e.CRANK_KEYPAIR_FILE) }),
    walletLimit: e.WALLET_LIMIT,
    requestsPerMinute: e.REQUESTS_PER_MINUTE,
    trustProxy: e.TRUST_PROXY === 'true',
    dialPrivate: e.DIAL_PRIVATE === 'true',
    origins: list(e.CORS_ORIGINS),
    logLevel: e.LOG_LEVEL,
  };
}

function authorityOf(
  e: z.output<typeof environment>,
  readKeypair: (path: string) => Uint8Array,
): string | Uint8Array {
  const { COORDINATOR_AUTHORITY: address, COORDINATOR_AUTHORITY_KEYPAIR_FILE: file } = e;
  if ((address === undefined) === (file === undefined)) {
    throw new Error(
      'the environment is not complete:\n  set COORDINATOR_AUTHORITY or COORDINATOR_AUTHORITY_KEYPAIR_FILE, and not both',
    );
  }
  return address ?? readKeypair(file ?? '');
}

function rateOf(text: string): [string, Rational] {
  const [mint = '', ratio = ''] = text.split('=');
  const [tokens = '0', cyxwiz = '1'] = ratio.split('/');
  return [mint, rational(BigInt(tokens), BigInt(cyxwiz))];
}

/** Taken apart here: a shadow database that is given a connection string works on the main one. */
function postgresOf(text: string): DatabaseConfig {
  const url = new URL(text);
  const database = decodeURIComponent(url.pathname.slice(1));
  if (!url.hostname || !url.username || !database) {
    throw new Error('DATABASE_URL must be like postgresql://user:password@host:5432/database');
  }
  return {
    kind: 'postgres',
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    database,
    ...(url.password && { password: decodeURIComponent(url.password) }),
  };
}
