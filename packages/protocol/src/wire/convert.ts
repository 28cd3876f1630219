import { CyxwizError } from '../failure.ts';

/** A 64-bit integer of a message (decoded as a decimal string) as a bigint. @throws CyxwizError `INVALID_INTEGER` */
export function wireBigint(value: string): bigint {
  if (/^-?\d{1,20}$/.test(value)) return BigInt(value);
  throw new CyxwizError({
    code: 'INVALID_INTEGER',
    message: `not a 64-bit integer: ${JSON.stringify(value)}`,
  });
}

/** google.protobuf.Timestamp from milliseconds since 1970. */
export function toTimestamp(ms: number): { seconds: string; nanos: number } {
  const seconds = Math.floor(ms / 1000);
  return { seconds: String(seconds), nanos: Math.round((ms - seconds * 1000) * 1e6) };
}

/** Milliseconds since 1970 of a decoded google.protobuf.Timestamp; undefined when absent. */
export function fromTimestamp(
  value: { seconds: string; nanos: number } | null | undefined,
): number | undefined {
  return value ? Number(wireBigint(value.seconds)) * 1000 + value.nanos / 1e6 : undefined;
}
