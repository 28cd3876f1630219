import {
  CHECKPOINT_CHAIN_CIRCUIT,
  type Config,
  connectionTransactionRpc,
  failureOf,
  type Node,
  nodeRegistry,
  type ProgramInterface,
  type ChainReader as ProtocolReader,
  pageOf,
  reputation,
  scorePageAddress,
  type VerifyingKey,
} from '@cyxwiz/protocol';
import { type Connection, PublicKey } from '@solana/web3.js';
import { fault } from '../../domain/fault.ts';
import type { ChainParams } from '../../domain/policy.ts';
import type { ChainNode, ChainReader } from '../../ports/chain.ts';
import { toEscrow } from './decode-escrow.ts';
import { ask } from './rpc.ts';

/** Governance changes by transactions that take seconds; asking each time would double every request. */
const CACHE_MS = 1_000;
/** Accounts that one RPC call returns at most. */
const BATCH = 100;

export function solanaReader(
  connection: Connection,
  reader: ProtocolReader,
  keyVersion: number,
): ChainReader {
  const rpc = connectionTransactionRpc(connection);
  const config = cached(async () => {
    const found = await ask(() => reader.config());
    if (!found)
      throw fault('NOT_READY', 'governance has no Config on this chain', 'initialise the programs first');
    return toParams(found.value, found.value.paused ? await ask(() => reader.unixTime()) : 0n);
  });
  /** The key, when new jobs may name it. */
  async function current(circuit: number, version: number): Promise<VerifyingKey | undefined> {
    const key = (await ask(() => reader.verifyingKey(circuit, version)))?.value;
    if (!key || key.retired) return undefined;
    return key.development && !(await config()).allowDevelopmentKeys ? undefined : key;
  }
  return {
    params: config,
    mint: async (mint) => {
      const policy = await ask(() => reader.mintPolicy(mint));
      return policy?.value.allowed ? { decimals: policy.value.decimals } : undefined;
    },
    hasVerifyingKey: async () => (await current(CHECKPOINT_CHAIN_CIRCUIT, keyVersion)) !== undefined,
    hasStepKey: async (exact) => (await current(exact.circuit, exact.keyVersion))?.steps === exact.steps,
    nodes: (addresses) => ask(() => readNodes(connection, addresses)),
    escrow: async (job, commitment) => {
      const found = await ask(() => reader.job(job, commitment));
      if (!found) return { slot: BigInt(await ask(() => reader.slot(commitment))), escrow: undefined };
      return { slot: BigInt(found.slot), escrow: toEscrow(job, found.value) };
    },
    failureOf: async (signature) => {
      const state = await ask(() => rpc.state(signature));
      if (!state?.error) return undefined;
      const logs = (await ask(() => rpc.outcome(signature)))?.logs ?? [];
      return failureOf(state.error, logs, []).message;
    },
    now: async () => Number(await ask(() => reader.unixTime())),
    slot: async (commitment) => BigInt(await ask(() => reader.slot(commitment))),
  };
}

function cached<T>(read: () => Promise<T>): () => Promise<T> {
  let value: { readonly made: Promise<T>; readonly at: number } | undefined;
  return () => {
    const now = performance.now();
    if (!value || now - value.at > CACHE_MS) {
      const made = read();
      value = { made, at: now };
      made.catch(() => {
        value = undefined;
      });
    }
    return value.made;
  };
}

function triple<T>(values: readonly T[]): readonly [T, T, T] {
  const [a, b, c] = values;
  if (a === undefined || b === undefined || c === undefined)
    throw new Error('Config is not of the version known here');
  return [a, b, c];
}

function toParams(config: Config, now: bigint): ChainParams {
  const { stake, escrow, reputation: score } = config.params;
  const last = stake.minStake[3];
  if (last === undefined) throw new Error('Config is not of the version known here');
  return {
    paused: config.paused && (config.pausedUntil === 0n || now < config.pausedUntil),
    cyxwizMint: config.cyxwizMint,
    allowDevelopmentKeys: config.allowDevelopmentKeys,
    tierScores: triple(score.tierScores),
    tierPriceLimits: triple(score.tierPriceLimitsTokens),
    stakePriceLimits: triple(stake.priceLimitsTokens),
    minStake: [...triple(stake.minStake), last],
    minNodeScore: escrow.minNodeScore,
    defaultAudits: escrow.defaultAudits,
    maxDeadlineSeconds: Number(escrow.maxDeadline),
    acceptWindowSeconds: Number(escrow.acceptWindow),
    revealWindowSeconds: Number(escrow.revealWindow),
    auditWindowSeconds: Number(escrow.auditWindow),
  };
}

/** Accounts that exist and belong to the program, by address. */
async function readMany<T>(
  connection: Connection,
  program: ProgramInterface<never>,
  addresses: readonly string[],
  decode: (data: Uint8Array) => T,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (let start = 0; start < addresses.length; start += BATCH) {
    const batch = addresses.slice(start, start + BATCH);
    const accounts = await connection.getMultipleAccountsInfo(batch.map((address) => new PublicKey(address)));
    for (const [i, account] of accounts.entries()) {
      if (account?.owner.equals(program.id)) found.set(batch[i] ?? '', decode(account.data));
    }
  }
  return found;
}

async function readNodes(
  connection: Connection,
  addresses: readonly string[],
): Promise<Map<string, ChainNode>> {
  const registry = nodeRegistry as unknown as ProgramInterface<never>;
  const nodes = await readMany(connection, registry, addresses, (data) =>
    nodeRegistry.decodeAccount('Node', data),
  );
  const numbers = [...new Set([...nodes.values()].map((node) => pageOf(node.index)))];
  const pageAddresses = numbers.map((page) => scorePageAddress(page).toBase58());
  const scores = reputation as unknown as ProgramInterface<never>;
  const pages = await readMany(connection, scores, pageAddresses, (data) =>
    reputation.decodeAccount('ScorePage', data),
  );
  const entries = new Map(
    [...pages.values()].flatMap((page) => page.nodes.map((entry) => [entry.node, entry] as const)),
  );
  return new Map([...nodes].map(([address, node]) => [address, toNode(address, node, entries.get(address))]));
}

function toNode(
  address: string,
  node: Node,
  entry: { score: number; proofsValid: number } | undefined,
): ChainNode {
  return {
    address,
    owner: node.owner,
    operator: node.operator,
    tlsKeyHash: node.tlsKeyHash,
    hardware: node.hardware,
    index: node.index,
    stake: node.stake,
    activeJobs: node.activeJobs,
    lastHeartbeat: Number(node.lastHeartbeat),
    suspendedUntil: Number(node.suspendedUntil),
    banned: node.banned,
    score: entry?.score ?? 0,
    proofsValid: entry?.proofsValid ?? 0,
  };
}
