/** A chain for unit tests: accounts in maps, nothing executed. Integration tests use a real one. */
import { randomBytes } from 'node:crypto';
import { assignmentHash, nodeId } from '@cyxwiz/protocol';
import { Keypair, PublicKey } from '@solana/web3.js';
import bs58 from 'bs58';
import { fault } from '../../src/domain/fault.ts';
import type { ChainParams } from '../../src/domain/policy.ts';
import type {
  ChainHistory,
  ChainNode,
  ChainReader,
  ChainTransaction,
  Escrow,
  EscrowBuilder,
} from '../../src/ports/chain.ts';

export const TOKEN = 1_000_000_000n;
export const address = () => Keypair.generate().publicKey.toBase58();
export const signature = () => bs58.encode(randomBytes(64));

export const PARAMS: ChainParams = {
  paused: false,
  cyxwizMint: address(),
  allowDevelopmentKeys: true,
  tierScores: [300, 600, 800],
  tierPriceLimits: [10n, 50n, 200n],
  stakePriceLimits: [10n, 50n, 200n],
  minStake: [50n * TOKEN, 200n * TOKEN, 1000n * TOKEN, 5000n * TOKEN],
  minNodeScore: 0,
  defaultAudits: 4,
  maxDeadlineSeconds: 604_800,
  acceptWindowSeconds: 300,
  revealWindowSeconds: 600,
  auditWindowSeconds: 3_600,
};

export class FakeChain {
  params: ChainParams = PARAMS;
  down = false;
  readonly nodes = new Map<string, ChainNode>();
  readonly operators = new Map<string, Keypair>();
  readonly mints = new Map([[PARAMS.cyxwizMint, { decimals: 9 }]]);
  readonly confirmed = new Map<string, Escrow>();
  readonly finalized = new Map<string, Escrow>();
  readonly failures = new Map<string, string>();
  /** Step circuits that have a current key. */
  readonly stepKeys = new Set([2]);
  readonly log: ChainTransaction[] = [];
  finalizedCount = 0;
  slot = 100n;
  /** Seconds since 1970. */
  time = Date.UTC(2026, 0, 1) / 1000;

  addNode(changes: Partial<ChainNode> = {}): ChainNode {
    const operator = Keypair.generate();
    const node: ChainNode = {
      address: address(),
      owner: address(),
      operator: operator.publicKey.toBase58(),
      tlsKeyHash: new Uint8Array(32).fill(7),
      hardware: { cpuCores: 8, memoryMib: 16_384, gpuCount: 0, gpuMemoryMib: 0, benchmark: 1000n },
      index: this.nodes.size,
      stake: 5000n * TOKEN,
      activeJobs: 0,
      lastHeartbeat: 0,
      suspendedUntil: 0,
      banned: false,
      score: 0,
      proofsValid: 0,
      ...changes,
    };
    this.nodes.set(node.address, node);
    this.operators.set(node.address, operator);
    return node;
  }

  reader(): ChainReader {
    const ask = <T>(value: () => T): Promise<T> =>
      this.down
        ? Promise.reject(fault('CHAIN_UNAVAILABLE', 'the RPC node does not answer', 'try again'))
        : Promise.resolve(value());
    return {
      params: () => ask(() => this.params),
      mint: (mint) => ask(() => this.mints.get(mint)),
      hasVerifyingKey: () => ask(() => true),
      hasStepKey: ({ circuit }) => ask(() => this.stepKeys.has(circuit)),
      nodes: (list) =>
        ask(
          () =>
            new Map(list.flatMap((a) => (this.nodes.has(a) ? [[a, this.nodes.get(a) as ChainNode]] : []))),
        ),
      escrow: (job, commitment) => ask(() => ({ slot: this.slot, escrow: this[commitment].get(job) })),
      failureOf: (s) => ask(() => this.failures.get(s)),
      now: () => ask(() => this.time),
      slot: () => ask(() => this.slot),
    };
  }

  history(): ChainHistory {
    const visible = (commitment: string) =>
      commitment === 'finalized' ? this.log.slice(0, this.finalizedCount) : this.log;
    return {
      program: 'program',
      newest: async (commitment) => visible(commitment).at(-1),
      since: (address, until, commitment) => {
        const all = visible(commitment);
        const start = until === undefined ? 0 : all.findIndex((entry) => entry.signature === until) + 1;
        const entries = all
          .slice(start)
          .filter((entry) => address === 'program' || entry.jobs.includes(address));
        return (async function* () {
          for (const entry of entries)
            yield { signature: entry.signature, slot: entry.slot, read: async () => entry };
        })();
      },
      transaction: async (wanted, commitment) =>
        visible(commitment).find((entry) => entry.signature === wanted),
      subscribe: () => ({ close: async () => undefined }),
    };
  }

  builder(): EscrowBuilder {
    return {
      jobNonce: (_wallet, random) => random(),
      jobAddress: (wallet, nonce) => {
        const seed = Buffer.alloc(8);
        seed.writeBigUInt64LE(nonce);
        const program = new PublicKey('7VDkGrSHQpevYQuf3YZp56PgVC1TzvzbJ229AN2WaH9A');
        return PublicKey.findProgramAddressSync(
          [Buffer.from('job'), new PublicKey(wallet).toBytes(), seed],
          program,
        )[0].toBase58();
      },
      assignmentHash: (node, salt) => assignmentHash(nodeId(node), salt),
      recentBlockhash: async () => {
        if (this.down) throw fault('CHAIN_UNAVAILABLE', 'the RPC node does not answer', 'try again');
        return address();
      },
      transaction: async () => new Uint8Array([1, 2, 3]),
      reassignment: async () => new Uint8Array([4, 5, 6]),
    };
  }
}
