import { SystemProgram, VersionedTransaction } from '@solana/web3.js';
import { ClientError } from '../errors.ts';
import type { Ledger, LedgerAccount, LedgerTransaction } from './schema.ts';

/** Where `verify` looks: the chain itself, or the part of it that was exported beside the receipt. */
export type Evidence = {
  readonly kind: 'rpc' | 'ledger';
  /** For people. */
  readonly describe: string;
  genesisHash(): Promise<string>;
  account(address: string): Promise<LedgerAccount | undefined>;
  transaction(signature: string): Promise<LedgerTransaction | undefined>;
};

/** An account that a program made. Lamports that anybody can send to a closed one's address do not bring it back. */
export async function madeAccount(evidence: Evidence, address: string): Promise<LedgerAccount | undefined> {
  const account = await evidence.account(address);
  const donation = account?.owner === SystemProgram.programId.toBase58() && account.data === '';
  return donation ? undefined : account;
}

/** What must be there for a receipt to be written. @throws ClientError RECEIPT_INVALID */
export async function required<T>(found: Promise<T | undefined>, what: string): Promise<T> {
  const value = await found;
  if (value !== undefined) return value;
  throw missing(what);
}

export function missing(what: string): ClientError {
  return new ClientError('RECEIPT_INVALID', `${what} is not on chain`, { next: 'check --rpc' });
}

export function ledgerEvidence(ledger: Ledger): Evidence {
  return {
    kind: 'ledger',
    describe:
      'the exported ledger beside the receipt (signatures are checked again; states are the exporter’s word)',
    genesisHash: async () => ledger.genesisHash,
    account: async (address) => ledger.accounts[address],
    transaction: async (signature) => ledger.transactions[signature],
  };
}

/** Reads raw JSON-RPC, because what is exported must be what the chain said, not what a library made of it. */
export function rpcEvidence(url: string, fetcher: typeof fetch = fetch): Evidence {
  const call = async <T>(method: string, params: unknown[]): Promise<T> => {
    let answer: { result?: T; error?: { message: string } };
    try {
      const response = await fetcher(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
        signal: AbortSignal.timeout(15_000),
      });
      answer = (await response.json()) as typeof answer;
    } catch (cause) {
      throw new ClientError('RPC_UNAVAILABLE', `the RPC node at ${url} does not answer`, {
        next: 'check --rpc, or leave it away to use the exported ledger',
        cause,
      });
    }
    if (answer.error) {
      throw new ClientError('RPC_UNAVAILABLE', `${url} refuses ${method}: ${answer.error.message}`, {
        next: 'use another RPC node',
      });
    }
    return answer.result as T;
  };
  return {
    kind: 'rpc',
    describe: `the chain at ${url}`,
    genesisHash: () => call('getGenesisHash', []),
    account: async (address) => {
      const { value } = await call<{ value: RpcAccount | null }>('getAccountInfo', [
        address,
        { encoding: 'base64', commitment: 'confirmed' },
      ]);
      if (!value) return undefined;
      const { owner, lamports, data, executable } = value;
      return { owner, lamports: String(lamports), data: data[0], executable };
    },
    transaction: async (signature) => {
      const found = await call<RpcTransaction | null>('getTransaction', [
        signature,
        { encoding: 'base64', commitment: 'confirmed', maxSupportedTransactionVersion: 0 },
      ]);
      return found?.meta ? fromRpc(found, found.meta) : undefined;
    },
  };
}

type RpcAccount = { owner: string; lamports: number; data: [string, string]; executable: boolean };
type RpcTokenBalance = {
  accountIndex: number;
  mint: string;
  owner: string;
  uiTokenAmount: { amount: string };
};
type RpcMeta = {
  err: unknown;
  fee: number;
  computeUnitsConsumed?: number;
  preTokenBalances?: RpcTokenBalance[];
  postTokenBalances?: RpcTokenBalance[];
  innerInstructions?: { index: number; instructions: { programIdIndex: number; data: string }[] }[];
};
type RpcTransaction = { slot: number; transaction: [string, string]; meta: RpcMeta | null };

function fromRpc(found: RpcTransaction, meta: RpcMeta): LedgerTransaction {
  const keys = keysOf(found.transaction[0]);
  const balances = (list: RpcTokenBalance[] = []) =>
    list.map(({ accountIndex, mint, owner, uiTokenAmount }) => ({
      account: keys[accountIndex] ?? '',
      mint,
      owner,
      amount: uiTokenAmount.amount,
    }));
  return {
    slot: found.slot,
    transaction: found.transaction[0],
    meta: {
      err: meta.err,
      fee: meta.fee,
      computeUnitsConsumed: meta.computeUnitsConsumed ?? 0,
      preTokenBalances: balances(meta.preTokenBalances),
      postTokenBalances: balances(meta.postTokenBalances),
      innerInstructions: (meta.innerInstructions ?? []).map(({ index, instructions }) => ({
        index,
        instructions: instructions.map(({ programIdIndex, data }) => ({ programIdIndex, data })),
      })),
    },
  };
}

/** Our transactions use no lookup tables, so the static keys are all there are. */
function keysOf(wire: string): string[] {
  return VersionedTransaction.deserialize(Buffer.from(wire, 'base64')).message.staticAccountKeys.map(String);
}
