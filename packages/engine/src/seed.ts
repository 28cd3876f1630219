import { createHash } from 'node:crypto';
import { EngineError } from './errors.ts';

/** 32 bytes as 64 lower-case hex digits, as in the job specification. */
export type SeedHex = string;

/** @throws EngineError SEED_INVALID */
export function seedBytes(seed: SeedHex): Uint8Array {
  if (typeof seed !== 'string' || !/^[0-9a-f]{64}$/.test(seed)) {
    throw new EngineError({ code: 'SEED_INVALID' }, 'the seed must be 64 lower-case hex digits (32 bytes)');
  }
  return Buffer.from(seed, 'hex');
}

/** SHA-256 in counter mode: block i is sha256(domain ‖ key ‖ i as u64 LE), read as eight u32 LE. */
export class HashStream {
  readonly #prefix: Buffer;
  #counter = 0n;
  #block: Buffer = Buffer.alloc(0);
  #offset = 0;

  constructor(domain: string, key: Uint8Array) {
    this.#prefix = Buffer.concat([Buffer.from(domain, 'utf8'), key]);
  }

  nextU32(): number {
    if (this.#offset === this.#block.length) {
      const counter = Buffer.alloc(8);
      counter.writeBigUInt64LE(this.#counter++);
      this.#block = createHash('sha256').update(this.#prefix).update(counter).digest();
      this.#offset = 0;
    }
    const value = this.#block.readUInt32LE(this.#offset);
    this.#offset += 4;
    return value;
  }

  /** Uniform in 0 … bound−1 (1 ≤ bound ≤ 2^32), by rejection: no value is likelier than another. */
  below(bound: number): number {
    const usable = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const value = this.nextU32();
      if (value < usable) return value % bound;
    }
  }
}
