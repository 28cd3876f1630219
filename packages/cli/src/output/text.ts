import { formatAmount } from '@cyxwiz/protocol';

/** "name  value" lines with the values under each other; entries without a value are left out. */
export function lines(entries: readonly (readonly [string, string | undefined])[]): string {
  const known = entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  const width = Math.max(0, ...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

/** Names the unit: CYXWIZ, or the mint's address. */
export interface Unit {
  readonly mint: string;
  readonly decimals: number;
  readonly symbol: string;
}

export function money(amount: bigint, unit: Unit): string {
  return `${formatAmount(amount, unit.decimals)} ${unit.symbol}`;
}

export function sol(lamports: bigint | number): string {
  return `${formatAmount(BigInt(lamports), 9)} SOL`;
}

/** Unix seconds as a date; 0 is "never". */
export function when(unixSeconds: bigint): string {
  return unixSeconds === 0n
    ? 'never'
    : new Date(Number(unixSeconds) * 1000).toISOString().replace('.000Z', 'Z');
}

export function bar(done: number, total: number, width = 24): string {
  const full = total === 0 ? 0 : Math.min(width, Math.floor((done / total) * width));
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${done}/${total}`;
}

export function percent(ppm: number | bigint): string {
  return `${(Number(ppm) / 10_000).toFixed(2)}%`;
}

/** Every value inside of a value, by its path; lists of plain values stay together, bytes are hex. */
export function flatten(value: unknown, path = ''): (readonly [string, string])[] {
  if (value instanceof Uint8Array) return [[path, Buffer.from(value).toString('hex')]];
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  const plain = (item: unknown) => typeof item !== 'object' || item === null;
  if (Array.isArray(value) && value.every(plain)) return [[path, value.join(', ')]];
  return Object.entries(value).flatMap(([name, item]) => flatten(item, path ? `${path}.${name}` : name));
}
