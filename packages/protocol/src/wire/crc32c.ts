import { createRequire } from 'node:module';

const POLYNOMIAL = 0x82f63b78;

function makeTables(): Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    return crc;
  });
  const tables = [first];
  for (let slice = 1; slice < 8; slice++) {
    tables.push((tables[slice - 1] as Uint32Array).map((value) => (value >>> 8) ^ at(first, value & 255)));
  }
  return tables;
}

const [T0, T1, T2, T3, T4, T5, T6, T7] = makeTables() as [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];

type Crc32c = (data: Uint8Array, previous?: number) => number;

/** Checksum of a chunk as an unsigned 32-bit number; with `previous`, of what was before and the chunk. */
export const crc32c: Crc32c = native() ?? crc32cByTables;

/** The processor's own instruction: tables cost as much time as TLS itself. Undefined where it was not installed. */
function native(): Crc32c | undefined {
  try {
    const loaded = createRequire(import.meta.url)('@node-rs/crc32') as { crc32c: Crc32c };
    return (data, previous = 0) => loaded.crc32c(data, previous);
  } catch {
    return undefined;
  }
}

/** CRC-32C (Castagnoli) without native code, eight bytes a step. */
export function crc32cByTables(data: Uint8Array, previous = 0): number {
  let crc = ~previous;
  let i = 0;
  for (const whole = data.length - (data.length % 8); i < whole; i += 8) {
    crc ^= at(data, i) | (at(data, i + 1) << 8) | (at(data, i + 2) << 16) | (at(data, i + 3) << 24);
    crc =
      at(T7, crc & 255) ^
      at(T6, (crc >>> 8) & 255) ^
      at(T5, (crc >>> 16) & 255) ^
      at(T4, crc >>> 24) ^
      at(T3, at(data, i + 4)) ^
      at(T2, at(data, i + 5)) ^
      at(T1, at(data, i + 6)) ^
      at(T0, at(data, i + 7));
  }
  for (; i < data.length; i++) crc = (crc >>> 8) ^ at(T0, (crc ^ at(data, i)) & 255);
  return ~crc >>> 0;
}

/** An element that is known to be there; V8 inlines it. */
function at(array: Uint8Array | Uint32Array, index: number): number {
  return array[index] as number;
}
