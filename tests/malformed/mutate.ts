import type { generator } from '../step/random-steps.ts';

/** Bytes that parsers stumble over. */
const NASTY = [
  ...[
    '0',
    '-1',
    '1e999',
    '9007199254740993',
    '18446744073709551616',
    '-0',
    'NaN',
    'null',
    'true',
    '""',
    '[]',
    '{}',
  ],
  ...[
    '[[[[[[[[',
    '{"a":',
    '"\\u0000"',
    '"\\ud800"',
    '"__proto__"',
    '"constructor"',
    '"../../x"',
    '"/etc/passwd"',
  ],
  ...[
    '\n',
    '\r\n',
    ',',
    ',,,,',
    '\0',
    '\u2028',
    '\ufeff',
    '"'.repeat(100),
    '9'.repeat(400),
    '{"w":'.repeat(50),
  ],
].map((text) => Buffer.from(text));
const SIZES = [
  0n,
  1n,
  7n,
  127n,
  128n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n,
  2n ** 64n - 1n,
];

/** Random numbers below a bound, the same for the same seed. */
export type Below = ReturnType<typeof generator>;

export const pick = <T>(of: readonly T[], random: Below): T => of[random(of.length)] as T;

/** One to eight changes: bits, bytes, pieces cut out, doubled, moved, or replaced by what parsers stumble over. */
export function mutate(original: Buffer, random: Below): Buffer {
  let bytes: Buffer = Buffer.from(original);
  // Mostly one: what is wrong in many places is refused at the first.
  const changes = random(3) === 0 ? 1 + random(8) : 1;
  for (let i = 0; i < changes; i += 1) bytes = changed(bytes, random);
  return bytes;
}

function changed(bytes: Buffer, random: Below): Buffer {
  const at = random(bytes.length + 1);
  const length = Math.min(bytes.length - at, 1 + random(random(4) === 0 ? 200 : 8));
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at + length)];
  const middle = bytes.subarray(at, at + length);
  switch (random(9)) {
    case 0:
      if (at < bytes.length) bytes[at] = (bytes[at] as number) ^ (1 << random(8));
      return bytes;
    case 1:
      if (at < bytes.length) bytes[at] = random(256);
      return bytes;
    case 2:
      return Buffer.concat([head, tail]);
    case 3:
      return Buffer.concat([head, middle, middle, tail]);
    case 4:
      return Buffer.concat([head, NASTY[random(NASTY.length)] as Buffer, tail]);
    case 5:
      return Buffer.concat([head, NASTY[random(NASTY.length)] as Buffer, middle, tail]);
    case 6:
      return head.length > 0 ? Buffer.from(head) : Buffer.from(tail);
    case 7: {
      const size = Buffer.alloc(8);
      size.writeBigUInt64LE(SIZES[random(SIZES.length)] as bigint);
      size.copy(bytes, Math.min(at, Math.max(0, bytes.length - 8)));
      return bytes;
    }
    default: {
      const to = random(head.length + 1);
      return Buffer.concat([head.subarray(0, to), middle, head.subarray(to), tail]);
    }
  }
}
