import { AccountLayout, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token';
import type { VersionedTransaction } from '@solana/web3.js';
import { rpc } from './rpc.ts';

/** What a transaction would do to one account. */
export interface Change {
  readonly account: string;
  readonly lamports: bigint;
  readonly created: boolean;
  readonly closed: boolean;
  /** Of a token account only. */
  readonly token?: { readonly owner: string; readonly mint: string; readonly amount: bigint };
  /** Somebody else may move the tokens, or another owns the account, than before. */
  readonly powers: boolean;
}

export interface Effects {
  /** The runtime's own error; undefined when the transaction would succeed. */
  readonly error: unknown;
  readonly logs: readonly string[];
  readonly computeUnits: number;
  readonly changes: readonly Change[];
  /** What an account would hold afterwards. */
  dataAfter(account: string): Uint8Array | undefined;
}

interface RpcAccount {
  readonly lamports: number;
  readonly owner: string;
  readonly data: readonly [string, string];
}

const TOKEN_PROGRAMS: readonly string[] = [TOKEN_PROGRAM_ID.toBase58(), TOKEN_2022_PROGRAM_ID.toBase58()];

/**
 * Runs a transaction without sending it, and compares every account that it may write with what is there now. Only
 * what a message lists as writable can change, so nothing is missed.
 */
export async function effectsOf(transaction: VersionedTransaction): Promise<Effects> {
  const { message } = transaction;
  const accounts = message.staticAccountKeys.flatMap((key, at) =>
    message.isAccountWritable(at) ? [key.toBase58()] : [],
  );
  const before = await rpc<{ value: (RpcAccount | null)[] }>('getMultipleAccounts', [
    accounts,
    { encoding: 'base64', commitment: 'confirmed' },
  ]);
  const { value } = await rpc<{
    value: { err: unknown; logs?: string[]; unitsConsumed?: number; accounts?: (RpcAccount | null)[] };
  }>('simulateTransaction', [
    Buffer.from(transaction.serialize()).toString('base64'),
    {
      encoding: 'base64',
      commitment: 'confirmed',
      sigVerify: false,
      replaceRecentBlockhash: true,
      accounts: { encoding: 'base64', addresses: accounts },
    },
  ]);
  const after = value.accounts ?? [];
  const changes = accounts.flatMap((account, at) => changeOf(account, before.value[at], after[at]));
  return {
    error: value.err ?? undefined,
    logs: value.logs ?? [],
    computeUnits: value.unitsConsumed ?? 0,
    changes: value.err ? [] : changes,
    dataAfter: (account) => {
      const found = after[accounts.indexOf(account)];
      return found ? bytesOf(found) : undefined;
    },
  };
}

function changeOf(account: string, was: RpcAccount | null = null, is: RpcAccount | null = null): Change[] {
  const existed = was !== null && was.lamports > 0;
  const exists = is !== null && is.lamports > 0;
  const [then, now] = [tokenOf(existed ? was : null), tokenOf(exists ? is : null)];
  const lamports = BigInt(is?.lamports ?? 0) - BigInt(was?.lamports ?? 0);
  const held = now ?? then;
  const amount = (now?.amount ?? 0n) - (then?.amount ?? 0n);
  const powers = then !== undefined && now !== undefined && then.powers !== now.powers;
  const reowned = existed && exists && was.owner !== is.owner;
  const rewritten = (was?.data[0] ?? '') !== (is?.data[0] ?? '');
  if (lamports === 0n && !rewritten && !reowned) return [];
  return [
    {
      account,
      lamports,
      created: !existed && exists,
      closed: existed && !exists,
      powers: powers || reowned,
      ...(held && { token: { owner: held.owner, mint: held.mint, amount } }),
    },
  ];
}

function tokenOf(account: RpcAccount | null) {
  if (!account || !TOKEN_PROGRAMS.includes(account.owner)) return undefined;
  const data = bytesOf(account);
  if (data.length < AccountLayout.span || isMint(data)) return undefined;
  const { owner, mint, amount, delegate, delegateOption, closeAuthority, closeAuthorityOption } =
    AccountLayout.decode(data);
  const powers = [owner, delegateOption && delegate, closeAuthorityOption && closeAuthority]
    .map(String)
    .join();
  return { owner: owner.toBase58(), mint: mint.toBase58(), amount, powers };
}

/** Token-2022 says in byte 165 what an account longer than a plain one is. */
function isMint(data: Uint8Array): boolean {
  return data.length > AccountLayout.span && data[AccountLayout.span] === 1;
}

function bytesOf({ data }: RpcAccount): Uint8Array {
  return new Uint8Array(Buffer.from(data[0], 'base64'));
}
