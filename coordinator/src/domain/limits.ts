/** Times and sizes that nodes and clients may rely on. Milliseconds where the name says so. */
export const LIMITS = {
  /** A reservation holds a slot this long; the same on every coordinator. */
  reservationMs: 5 * 60_000,
  /** A transaction that was signed in the last second of a reservation may take so long to land. */
  landingMs: 2 * 60_000,
  /** A node that is silent for longer is not matched. */
  presenceMs: 30_000,
  heartbeatSeconds: 10,
  challengeMs: 60_000,
  /** A node may have itself dialled once in this time, and all together so often in a minute. */
  reachabilityMs: 10_000,
  reachabilityPerMinute: 60,
  sessionSeconds: 3600,
  /** From the question to the wallet's signature. */
  signInMs: 5 * 60_000,
  /** A person who signed in on the page signs in again after so long. */
  pageSessionMs: 8 * 3600_000,
  /** Refusals of a node are told for so long. */
  refusalsMs: 7 * 24 * 3600_000,
  clientTokenSeconds: 300,
  /** Nodes that were not heard of for longer do not appear among the rejected. */
  rememberNodeMs: 24 * 3600_000,
  /** Points of a job's curves that are kept, however long it trains. */
  maxReports: 512,
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
