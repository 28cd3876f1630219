import { bare, invalid, product, quoted, readLayout, type SafetensorsLimits } from './safetensors-layout.ts';

/** A tensor of little-endian signed integers. */
export type IntTensor =
  | { readonly dtype: 'I32'; readonly shape: readonly number[]; readonly data: Int32Array }
  | { readonly dtype: 'I64'; readonly shape: readonly number[]; readonly data: BigInt64Array };

export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, IntTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What this reader takes at most; larger files are refused before anything is allocated. */
export const SAFETENSORS_LIMITS: SafetensorsLimits = {
  headerBytes: 64 * 1024,
  fileBytes: 64 * 1024 * 1024,
  tensors: 64,
  dimensions: 8,
};

const BYTES = { I32: 4, I64: 8 } as const;
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Writes tensors in name order, without gaps, the header padded with spaces to 8 bytes: equal input, equal bytes.
 * @throws EngineError SAFETENSORS_INVALID when a tensor's shape and data disagree.
 */
export function encodeSafetensors(file: SafetensorsFile): Uint8Array {
  const header: [string, unknown][] = [];
  if (Object.keys(file.metadata).length > 0) header.push(['__metadata__', sorted(file.metadata)]);
  let at = 0;
  const parts: Uint8Array[] = [];
  for (const [name, tensor] of Object.entries(sorted(file.tensors))) {
    if (name === '__metadata__') throw invalid('a tensor cannot be called __metadata__');
    if (product(tensor.shape) !== tensor.data.length)
      throw invalid(`tensor ${quoted(name)} does not fill its shape`);
    const bytes = toLittleEndian(tensor);
    header.push([
      name,
      { dtype: tensor.dtype, shape: [...tensor.shape], data_offsets: [at, at + bytes.length] },
    ]);
    parts.push(bytes);
    at += bytes.length;
  }
  let json = `{${header.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
  json = json.padEnd(json.length + ((8 - (Buffer.byteLength(json) % 8)) % 8), ' ');
  const head = Buffer.from(json, 'utf8');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(head.length));
  return new Uint8Array(Buffer.concat([length, head, ...parts]));
}

/**
 * Reads a file that may come from anybody, of I32 and I64 only.
 * @throws EngineError SAFETENSORS_INVALID, and nothing else, whatever the bytes.
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { tensors, metadata, headerEnd } = readLayout(bytes, BYTES, SAFETENSORS_LIMITS);
  const read = tensors.map(({ name, dtype, shape, start, end }): [string, IntTensor] => [
    name,
    fromLittleEndian(dtype, shape, bytes.subarray(headerEnd + start, headerEnd + end)),
  ]);
  return { tensors: bare(read), metadata };
}

function toLittleEndian(tensor: IntTensor): Uint8Array {
  const bytes = new Uint8Array(
    tensor.data.buffer.slice(tensor.data.byteOffset, tensor.data.byteOffset + tensor.data.byteLength),
  );
  return LITTLE_ENDIAN ? bytes : swap(bytes, BYTES[tensor.dtype]);
}

function fromLittleEndian(dtype: 'I32' | 'I64', shape: readonly number[], source: Uint8Array): IntTensor {
  const bytes = LITTLE_ENDIAN ? source.slice() : swap(source.slice(), BYTES[dtype]);
  const own = new Uint8Array(bytes).buffer;
  return dtype === 'I32'
    ? { dtype, shape, data: new Int32Array(own) }
    : { dtype, shape, data: new BigInt64Array(own) };
}

function swap(bytes: Uint8Array, size: number): Uint8Array {
  for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
  return bytes;
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return bare(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
