import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  blankScore,
  encodeType,
  type FoldRules,
  foldOutcome,
  initialParameters,
  type NodeScore,
  type OutcomeRecorded,
  outcomeQueueAddress,
  reputation,
  scorePageAddress,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import bs58 from 'bs58';

const EVENT_TAG = [0xe4, 0x45, 0xa5, 0x2e, 0x51, 0xcb, 0x9a, 0x1d];
const SIGNATURE = bs58.encode(new Uint8Array(64).fill(1));
const KEY = new PublicKey(new Uint8Array(32).fill(7)).toBase58();

export const outcome: OutcomeRecorded = {
  node: KEY,
  page: 0,
  slot: 3,
  sequence: 0n,
  kind: 'Settled',
  client: KEY,
  price: 5_000_000_000n,
  decimals: 9,
  estimatedSeconds: 60,
  actualSeconds: 60,
  proofsTotal: 1,
  proofsValid: 1,
  stars: 0,
  age: 0,
  uptime: 0,
  unbroken: 0,
  heartbeatAge: 0,
  recordedAt: 1_800_000_000n,
  waiting: 1,
};

const { reputation: formula, escrow } = initialParameters();
const rules: FoldRules = { reputation: formula, silence: escrow.silence, timeGrace: escrow.timeGrace };

function eventBytes(name: string, value: object): string {
  const found = reputation.idl.events?.find((event) => event.name === name);
  const bytes = encodeType(reputation.idl, { defined: { name } }, value, name);
  return bs58.encode(Uint8Array.of(...EVENT_TAG, ...(found?.discriminator ?? []), ...bytes));
}

function pageBytes(change: Partial<NodeScore>): Uint8Array {
  const nodes = Array.from({ length: 32 }, blankScore);
  nodes[3] = { ...foldOutcome(blankScore(), outcome, 7, rules), ...change };
  const page = { page: 0, bump: 255, padding: new Uint8Array(3), applied: 1n, nodes };
  const bytes = encodeType(reputation.idl, { defined: { name: 'ScorePage' } }, page, 'ScorePage');
  return Uint8Array.of(...reputation.accountDiscriminator('ScorePage'), ...bytes);
}

/** The one transaction of this chain: it recorded an outcome and applied it. */
function transaction(events: readonly string[]) {
  const instructions = events.map((data) => ({ accounts: [], data, programIdIndex: 1, stackHeight: 2 }));
  return {
    slot: 5,
    blockTime: 1_800_000_000,
    version: 'legacy',
    meta: {
      err: null,
      fee: 5_000,
      preBalances: [1, 1],
      postBalances: [1, 1],
      innerInstructions: [{ index: 0, instructions }],
      logMessages: [],
      computeUnitsConsumed: 1,
    },
    transaction: {
      signatures: [SIGNATURE],
      message: {
        accountKeys: [KEY, reputation.id.toBase58()],
        header: { numRequiredSignatures: 1, numReadonlySignedAccounts: 0, numReadonlyUnsignedAccounts: 1 },
        instructions: [{ accounts: [], data: '', programIdIndex: 1 }],
        recentBlockhash: KEY,
      },
    },
  };
}

/** An RPC node of a chain with one page of scores. `change` forges the node's entry; `events` may leave some out. */
export async function scoresChain(
  change: Partial<NodeScore> = {},
  events: readonly ('OutcomeRecorded' | 'OutcomesApplied')[] = ['OutcomeRecorded', 'OutcomesApplied'],
) {
  const applied = { page: 0, first: 0n, applied: 1, waiting: 0, rules };
  const bytes = { OutcomeRecorded: outcome, OutcomesApplied: applied };
  const known = transaction(events.map((name) => eventBytes(name, bytes[name])));
  const account = {
    data: [Buffer.from(pageBytes(change)).toString('base64'), 'base64'],
    executable: false,
    lamports: 1,
    owner: reputation.id.toBase58(),
    rentEpoch: 0,
    space: 1,
  };
  const answers: Record<string, (params: readonly unknown[]) => unknown> = {
    getAccountInfo: ([address]) => ({
      context: { slot: 7 },
      value: address === scorePageAddress(0).toBase58() ? account : null,
    }),
    getSignaturesForAddress: ([address]) =>
      address === outcomeQueueAddress(0).toBase58()
        ? [{ signature: SIGNATURE, slot: 5, err: null, memo: null, blockTime: 1_800_000_000 }]
        : [],
    getTransaction: () => known,
  };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { id, method, params } = JSON.parse(Buffer.concat(parts).toString()) as {
      id: unknown;
      method: string;
      params: readonly unknown[];
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result: answers[method]?.(params) ?? null }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
