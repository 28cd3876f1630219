import { createHash } from 'node:crypto';

/** Bytes that follow from a seed alone, so that a failure can be run again. */
export class SeededRandom {
  readonly #seed: string;
  #counter = 0;
  #block = Buffer.alloc(0);

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(count: number): Buffer {
    while (this.#block.length < count) {
      const next = createHash('sha256')
        .update(`${this.#seed}:${this.#counter++}`)
        .digest();
      this.#block = Buffer.concat([this.#block, next]);
    }
    const taken = this.#block.subarray(0, count);
    this.#block = this.#block.subarray(count);
    return taken;
  }

  below(limit: number): number {
    return this.bytes(4).readUInt32LE() % limit;
  }
}

const BITS = [7, 8, 15, 16, 31, 32, 52, 53, 63, 64, 65, 95, 96, 126, 127];
const MASK = (1n << 128n) - 1n;
const DOUBLES = [0, -0, 1, -1, 0.5, 1e18, 1e19, -1e19, 2 ** 63, 2 ** 64, Number.MAX_VALUE, Number.MIN_VALUE];

/** Where carries, signs and shifts change: powers of two, their neighbours and negatives; doubles at their limits. */
const EDGES: readonly bigint[] = [
  0n,
  1n,
  2n,
  3n,
  10_000n,
  ...BITS.flatMap((bit) => [(1n << BigInt(bit)) - 1n, 1n << BigInt(bit), (1n << BigInt(bit)) + 1n]),
  ...[...DOUBLES, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map((value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return bytes.readBigUInt64LE();
  }),
].flatMap((value) => [value, -value & MASK]);

/** An edge, or a number of random length: most uniform numbers are long, and most mistakes are not. */
function operand(random: SeededRandom): bigint {
  if (random.below(3) === 0) return EDGES[random.below(EDGES.length)] ?? 0n;
  const value = BigInt(`0x${random.bytes(16).toString('hex')}`) >> BigInt(random.below(128));
  return random.below(2) === 0 ? value : -value & MASK;
}

/** One case: operation and two operands, as the program reads it. */
export function randomCase(operation: number, random: SeededRandom): Buffer {
  const bytes = Buffer.alloc(33);
  bytes[0] = operation;
  for (const at of [1, 17]) {
    const value = operand(random);
    bytes.writeBigUInt64LE(value & 0xffff_ffff_ffff_ffffn, at);
    bytes.writeBigUInt64LE(value >> 64n, at + 8);
  }
  return bytes;
}
