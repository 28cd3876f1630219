import { type Job, tokenAccountOf } from '@cyxwiz/protocol';
import type { Keypair } from '@solana/web3.js';
import { type Balances, readBalances } from '../../packages/cli/src/demo/accounts.ts';
import {
  type Payout,
  slashOf,
  whenClientCancels,
  whenNodeFails,
} from '../../packages/cli/src/demo/payouts.ts';
import { listTransactions, seenSignatures } from '../../packages/cli/src/demo/transactions.ts';
import type { World } from '../../packages/cli/src/demo/world.ts';
import type { System } from './system.ts';

/** How a job's money went. */
export type End = 'paid' | 'cancelled' | 'refunded' | 'never paid for';

/** A job of the books: who ordered it and how it ended, with the account as it was before it closed. */
export interface Entry {
  readonly client: Keypair;
  readonly end: End;
  readonly job: Job | undefined;
}

export interface Books {
  /** What is wrong with them when these jobs have ended; nothing when everything adds up. */
  faults(entries: readonly Entry[]): Promise<string[]>;
}

const LAST_TRANSACTIONS_MS = 30_000;

/** Opens the books of a wave: all tokens and all lamports of the chain. */
export async function openBooks(system: System, clients: readonly Keypair[]): Promise<Books> {
  const { chain, owner, operator, cranker } = system;
  const worlds = clients.map((client) => {
    const machines = [{ name: 'node', owner, operator }];
    return { chain, cast: { client, cranker, machines } } as unknown as World;
  });
  const before = await readBalances(chain);
  const seen = new Set((await Promise.all(worlds.map(seenSignatures))).flatMap((found) => [...found]));
  const stakeOf = async () => (await chain.reader.node(system.nodeId))?.value.stake ?? 0n;
  const stake = await stakeOf();

  const feesPaid = async () => {
    const lists = await Promise.all(worlds.map((world) => listTransactions(world, seen)));
    const paid = new Map(lists.flat().map((t) => [t.signature, BigInt(t.feeLamports)]));
    return sum([...paid.values()]);
  };
  const look = async (entries: readonly Entry[]): Promise<string[]> => {
    const after = await readBalances(chain);
    const fees = await feesPaid();
    const faults: string[] = [];
    const equal = (what: string, found: bigint, expected: bigint) => {
      if (found !== expected) faults.push(`${what}: ${found}, by the design ${expected}`);
    };
    const dues = entries.map(({ end, job }) => payoutOf(end, job));
    // Slashed is a node that accepted and did not finish; more than one at once would slash what the first left.
    const failed = entries.find(({ end, job }) => end === 'refunded' && (job?.acceptedAt ?? 0n) > 0n)?.job;
    const slash = failed ? lossOf(stake, failed) : { slashed: 0n, insured: 0n, burned: 0n };
    const change = (key: Keypair) => tokensOf(after, key, chain.mint) - tokensOf(before, key, chain.mint);
    equal('tokens of all accounts', after.totalTokens, after.supply);
    equal(
      'tokens burned',
      before.supply - after.supply,
      sum(dues.map(({ burned }) => burned)) + slash.burned,
    );
    equal('lamports gone', before.totalLamports - after.totalLamports, fees);
    entries.forEach(({ client, end, job }, at) => {
      const spent = end === 'never paid for' ? 0n : (job?.price ?? 0n);
      equal(`client ${at + 1}`, change(client), (dues[at]?.toClient ?? 0n) - spent);
    });
    equal('the node’s owner', change(owner), sum(dues.map(({ toNode }) => toNode)));
    equal('slashed', stake - (await stakeOf()), slash.slashed);
    return faults;
  };
  return {
    // Whoever applies outcomes may be a moment behind.
    faults: async (entries) => {
      for (const until = Date.now() + LAST_TRANSACTIONS_MS; ; ) {
        const faults = await look(entries);
        if (faults.length === 0 || Date.now() > until) return faults;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    },
  };
}

/** Until then an exact job has earned nothing. */
export function auditsPassed({ tier, auditsDue, auditsProven }: Job): boolean {
  return tier === 'Committed' || (auditsDue > 0 && auditsProven === auditsDue);
}

const AUDIT_SLASH_BPS = 2_500n;

/** 10 % of the stake, and a quarter of a node that has anchored its steps and did not prove them. */
function lossOf(stake: bigint, job: Job): ReturnType<typeof slashOf> {
  if (!job.stepsAnchored || auditsPassed(job)) return slashOf(stake);
  const slashed = (stake * AUDIT_SLASH_BPS) / 10_000n;
  const insured = (slashed * 8_000n) / 10_000n;
  return { slashed, insured, burned: slashed - insured };
}

const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);

const NOTHING: Payout = { toNode: 0n, fee: 0n, toClient: 0n, burned: 0n };

function payoutOf(end: End, job: Job | undefined): Payout {
  if (end === 'never paid for' || job === undefined) return NOTHING;
  const { price, provenCheckpoints, checkpoints, node } = job;
  const accepted = job.acceptedAt > 0n && String(node) !== '';
  if (end === 'paid') {
    const fee = (price * 1_000n) / 10_000n;
    return { ...NOTHING, toNode: price - fee, fee };
  }
  if (!accepted) return { ...NOTHING, toClient: price };
  const rule = end === 'cancelled' ? whenClientCancels : whenNodeFails;
  return rule(price, auditsPassed(job) ? provenCheckpoints : 0, checkpoints);
}

function tokensOf(balances: Balances, { publicKey }: Keypair, mint: Parameters<typeof tokenAccountOf>[1]) {
  return balances.tokenAccounts.get(String(tokenAccountOf(publicKey, mint))) ?? 0n;
}
