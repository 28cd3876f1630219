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

export interface Books {
  /** What is wrong with them now; nothing when everything adds up. */
  faults(end: End, job: Job | undefined): Promise<string[]>;
}

const LAST_TRANSACTIONS_MS = 30_000;

/** Opens the books of one job: all tokens and all lamports of the chain. */
export async function openBooks(system: System, client: Keypair): Promise<Books> {
  const { chain, owner, operator, cranker } = system;
  const machine = { name: 'node', owner, operator };
  const cast = { client, cranker, machines: [machine] };
  const world = { chain, cast } as unknown as World;
  const before = await readBalances(chain);
  const seen = await seenSignatures(world);
  const stakeOf = async () => (await chain.reader.node(system.nodeId))?.value.stake ?? 0n;
  const stake = await stakeOf();

  const look = async (end: End, job: Job | undefined): Promise<string[]> => {
    const after = await readBalances(chain);
    const fees = (await listTransactions(world, seen)).reduce((sum, t) => sum + BigInt(t.feeLamports), 0n);
    const faults: string[] = [];
    const equal = (what: string, found: bigint, expected: bigint) => {
      if (found !== expected) faults.push(`${what}: ${found}, by the design ${expected}`);
    };
    const due = payoutOf(end, job);
    // Slashed is a node that accepted and did not finish.
    const slash = end === 'refunded' && job?.node ? slashOf(stake) : { slashed: 0n, insured: 0n, burned: 0n };
    const change = (key: Keypair) => tokensOf(after, key, chain.mint) - tokensOf(before, key, chain.mint);
    equal('tokens of all accounts', after.totalTokens, after.supply);
    equal('tokens burned', before.supply - after.supply, due.burned + slash.burned);
    equal('lamports gone', before.totalLamports - after.totalLamports, fees);
    equal('the client', change(client), due.toClient - (end === 'never paid for' ? 0n : (job?.price ?? 0n)));
    equal('the node’s owner', change(owner), due.toNode);
    equal('slashed', stake - (await stakeOf()), slash.slashed);
    return faults;
  };
  return {
    // Whoever applies outcomes may be a moment behind.
    faults: async (end, job) => {
      for (const until = Date.now() + LAST_TRANSACTIONS_MS; ; ) {
        const faults = await look(end, job);
        if (faults.length === 0 || Date.now() > until) return faults;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    },
  };
}

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
  return rule(price, provenCheckpoints, checkpoints);
}

function tokensOf(balances: Balances, { publicKey }: Keypair, mint: Parameters<typeof tokenAccountOf>[1]) {
  return balances.tokenAccounts.get(String(tokenAccountOf(publicKey, mint))) ?? 0n;
}
