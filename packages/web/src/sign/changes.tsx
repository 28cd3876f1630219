import type { Effects } from '../chain/effects.ts';
import { amountText } from '../ui/format.ts';
import { Address } from '../ui/parts.tsx';

export interface TokenName {
  readonly decimals: number;
  readonly name: string;
}

interface Row {
  readonly key: string;
  readonly who: string;
  readonly account: string;
  readonly change: string;
  readonly down: boolean;
}

/** What a simulated run changed: every token and every lamport, whose and by how much. */
export function Changes(props: {
  effects: Effects;
  wallet: string;
  fee: bigint;
  /** What accounts are called; others are called by what happens to them. */
  names: ReadonlyMap<string, string>;
  tokens: ReadonlyMap<string, TokenName>;
}) {
  const rows = rowsOf(props);
  return (
    <div class="scroll">
      <table class="changes">
        <caption>Every change, from a run on the chain as it is now that was not sent</caption>
        <thead>
          <tr>
            <th scope="col">Whose</th>
            <th scope="col">Account</th>
            <th scope="col" class="number">
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, who, account, change, down }) => (
            <tr key={key}>
              <td>{who}</td>
              <td>
                <Address of={account} />
              </td>
              <td class={`number ${down ? 'down' : 'up'}`}>{change}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function rowsOf({ effects, wallet, fee, names, tokens }: Parameters<typeof Changes>[0]): Row[] {
  const rows: Row[] = [];
  // Some nodes leave the fee out of a run that is not sent; then lamports add up to nothing.
  const sum = effects.changes.reduce((all, { lamports }) => all + lamports, 0n);
  for (const { account, lamports, created, closed, token } of effects.changes) {
    const mine = account === wallet;
    const whose = mine ? 'Your wallet' : token?.owner === wallet ? 'Your wallet' : undefined;
    const called = whose ?? names.get(account) ?? (token && names.get(token.owner));
    const otherwise = created ? 'New account' : closed ? 'Closed account' : 'Account';
    const who = called ?? otherwise;
    if (token && token.amount !== 0n) {
      const { decimals, name } = tokens.get(token.mint) ?? {
        decimals: 0,
        name: `base units of ${token.mint}`,
      };
      rows.push(row(`${account}:t`, who, account, token.amount, decimals, name));
    }
    const whole = mine && sum === 0n ? lamports - fee : lamports;
    const rent = called ?? (created ? 'New account (its rent)' : otherwise);
    if (whole !== 0n) rows.push(row(`${account}:l`, rent, account, whole, 9, 'SOL'));
  }
  return rows.sort((a, b) => Number(b.who === 'Your wallet') - Number(a.who === 'Your wallet'));
}

function row(key: string, who: string, account: string, units: bigint, decimals: number, unit: string): Row {
  const sign = units > 0n ? '+' : '';
  return { key, who, account, change: `${sign}${amountText(units, decimals)} ${unit}`, down: units < 0n };
}
