import { z } from 'zod';
import { DEFAULT_LIMITS } from './domain/limits.ts';
import { RelayError } from './domain/relay-error.ts';

const address = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/, 'must be a base58 address');
const port = z.int().min(0).max(65_535);
const count = z.int().min(1).max(1_000_000);
const seconds = z.number().positive().max(86_400);

export const relayConfigSchema = z.strictObject({
  /** Where clients and nodes connect; port 0: any free one. */
  host: z.string().min(1).default('0.0.0.0'),
  port: port.default(443),
  /** Where /metrics and /livez are served. */
  metricsHost: z.string().min(1).default('127.0.0.1'),
  metricsPort: port.default(9464),
  /** Solana RPC, which names the nodes' operators. */
  rpcUrl: z.url({ protocol: /^https?$/ }),
  /** Folder for the certificate that is made when none is given. */
  dataDir: z.string().min(1),
  /** Names and addresses in that certificate, beside those of loopback. */
  publicHosts: z.array(z.string().min(1)).default([]),
  /** A certificate of your own, PEM. */
  tls: z.strictObject({ certificate: z.string(), key: z.string() }).optional(),
  /** Nodes that are served; none given: every node on chain. */
  allowedNodes: z.array(address).optional(),
  maxNodes: count.default(DEFAULT_LIMITS.maxNodes),
  maxClients: count.default(DEFAULT_LIMITS.maxClients),
  maxClientsPerNode: count.default(DEFAULT_LIMITS.maxClientsPerNode),
  maxClientsPerAddress: count.default(DEFAULT_LIMITS.maxClientsPerAddress),
  clientsPerMinute: count.default(DEFAULT_LIMITS.clientsPerMinute),
  nodesPerMinute: count.default(DEFAULT_LIMITS.nodesPerMinute),
  maxUndecided: count.default(DEFAULT_LIMITS.maxUndecided),
  maxUndecidedPerAddress: count.default(DEFAULT_LIMITS.maxUndecidedPerAddress),
  helloSeconds: seconds.default(DEFAULT_LIMITS.helloSeconds),
  signInSeconds: seconds.default(DEFAULT_LIMITS.signInSeconds),
  dialSeconds: seconds.default(DEFAULT_LIMITS.dialSeconds),
  idleSeconds: seconds.default(DEFAULT_LIMITS.idleSeconds),
  heartbeatSeconds: z.int().min(1).max(300).default(DEFAULT_LIMITS.heartbeatSeconds),
  nodeBytesPerSecond: z.int().min(1024).optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type RelayConfigInput = z.input<typeof relayConfigSchema>;
export type RelayConfig = z.output<typeof relayConfigSchema>;

/** @throws RelayError CONFIG_INVALID naming every field that is wrong */
export function parseRelayConfig(input: unknown): RelayConfig {
  const parsed = relayConfigSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`,
  );
  throw new RelayError('CONFIG_INVALID', `the configuration is refused: ${issues.join('; ')}`);
}
