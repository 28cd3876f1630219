/** Times and sizes that nodes and clients may rely on. Milliseconds where the name says so. */
export const LIMITS = {
  /** A reservation holds a slot this long; the same on every coordinator. */
  reservationMs: 5 * 60_000,
  /** A node that is silent for longer is not matched. */
  presenceMs: 30_000,
  heartbeatSeconds: 10,
  challengeMs: 60_000,
  sessionSeconds: 3600,
  clientTokenSeconds: 300,
  /** Nodes that were not heard of for longer do not appear among the rejected. */
  rememberNodeMs: 24 * 3600_000,
  maxSlots: 64,
  maxPriceBps: 1_000_000,
  maxEngines: 16,
  maxErrorLength: 500,
  maxTransactions: 32,
  maxIdempotencyKeyLength: 128,
  /** Largest request on either surface, in bytes. */
  maxRequestBytes: 64 * 1024,
} as const;

/** Fan-out topics. */
export const topics = {
  job: (job: string) => `job:${job}`,
  node: (node: string) => `node:${node}`,
};
