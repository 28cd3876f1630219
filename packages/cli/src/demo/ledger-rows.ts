import { formatAmount, type Job, tokenAccountOf } from '@cyxwiz/protocol';
import type { Receipt } from '@cyxwiz/sdk';
import type { PublicKey } from '@solana/web3.js';
import type { Balances } from './accounts.ts';
import type { Screen } from './screen.ts';
import type { World } from './world.ts';

type Row = Receipt['balances'][number];

/** Everybody's money, and the rest of the chain as one row, so that the columns add up to the unit. */
export function balanceRows(
  world: World,
  job: Pick<Job, 'feeVault'>,
  before: Balances,
  after: Balances,
): Row[] {
  const { cast, chain } = world;
  const people: [string, PublicKey][] = [
    ['client', cast.client.publicKey],
    ...cast.machines.flatMap((m): [string, PublicKey][] => [
      [`${m.name} (owner)`, m.owner.publicKey],
      [`${m.name} (operator)`, m.operator.publicKey],
    ]),
    ['cranker', cast.cranker.publicKey],
  ];
  const rows: Row[] = [];
  const add = (who: string, asset: Row['asset'], address: string, from: bigint, to: bigint): void => {
    if (from === 0n && to === 0n) return;
    rows.push({ who, address, asset, before: String(from), after: String(to) });
  };
  for (const [who, key] of people) {
    const account = tokenAccountOf(key, chain.mint).toBase58();
    add(
      who,
      'tokens',
      account,
      before.tokenAccounts.get(account) ?? 0n,
      after.tokenAccounts.get(account) ?? 0n,
    );
  }
  const fees = String(job.feeVault);
  add('fee vault', 'tokens', fees, before.tokenAccounts.get(fees) ?? 0n, after.tokenAccounts.get(fees) ?? 0n);
  for (const [who, key] of people) {
    const address = key.toBase58();
    add(who, 'lamports', address, before.lamports.get(address) ?? 0n, after.lamports.get(address) ?? 0n);
  }
  for (const asset of ['tokens', 'lamports'] as const) {
    const listed = rows.filter((row) => row.asset === asset);
    const sum = (pick: 'before' | 'after'): bigint => listed.reduce((n, row) => n + BigInt(row[pick]), 0n);
    const total =
      asset === 'tokens'
        ? [before.totalTokens, after.totalTokens]
        : [before.totalLamports, after.totalLamports];
    rows.push({
      who: asset === 'tokens' ? 'everybody else and vaults' : 'every other account',
      asset,
      before: String((total[0] ?? 0n) - sum('before')),
      after: String((total[1] ?? 0n) - sum('after')),
    });
  }
  return rows;
}

export function printBalances(rows: readonly Row[], screen: Screen): void {
  for (const [asset, decimals, title] of [
    ['tokens', 9, 'CYXWIZ'],
    ['lamports', 9, 'SOL'],
  ] as const) {
    const listed = rows.filter((row) => row.asset === asset);
    const cell = (units: bigint): string => {
      const [whole = '0', part = ''] = formatAmount(units, decimals).split('.');
      return `${whole}.${part.padEnd(decimals, '0')}`;
    };
    const sum = (pick: 'before' | 'after'): bigint => listed.reduce((n, row) => n + BigInt(row[pick]), 0n);
    screen.table(
      [title, 'before', 'after', 'change'],
      [
        ...listed.map((row) => [
          row.who,
          cell(BigInt(row.before)),
          cell(BigInt(row.after)),
          cell(BigInt(row.after) - BigInt(row.before)),
        ]),
        ['together', cell(sum('before')), cell(sum('after')), cell(sum('after') - sum('before'))],
      ],
    );
    screen.line();
  }
}
