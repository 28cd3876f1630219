import { EngineError } from './errors.ts';

/** A tensor of little-endian signed integers. */
export type IntTensor =
  | { readonly dtype: 'I32'; readonly shape: readonly number[]; readonly data: Int32Array }
  | { readonly dtype: 'I64'; readonly shape: readonly number[]; readonly data: BigInt64Array };

export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, IntTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What this reader takes at most; larger files are refused before anything is allocated. */
export const SAFETENSORS_LIMITS = {
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
 * Reads a file that may come from anybody: every size, offset, type and name is checked before it is used, the tensors
 * must fill the file without gap or overlap, and duplicate names are refused.
 * @throws EngineError SAFETENSORS_INVALID, and nothing else, whatever the bytes.
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length > SAFETENSORS_LIMITS.fileBytes)
    throw invalid(`it is longer than ${SAFETENSORS_LIMITS.fileBytes} bytes`);
  if (buffer.length < 10) throw invalid('it is too short to hold a header');
  const declared = buffer.readBigUInt64LE(0);
  if (declared > BigInt(SAFETENSORS_LIMITS.headerBytes)) throw invalid('its header is too long');
  const headerEnd = 8 + Number(declared);
  if (headerEnd > buffer.length) throw invalid('its header reaches beyond its end');
  const header = parseHeader(buffer.subarray(8, headerEnd));
  const data = buffer.subarray(headerEnd);

  const tensors: [string, IntTensor][] = [];
  const spans: { start: number; end: number; name: string }[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      metadata = checkMetadata(entry);
      continue;
    }
    if (tensors.length === SAFETENSORS_LIMITS.tensors) throw invalid('it holds too many tensors');
    const { dtype, shape, start, end } = checkEntry(name, entry, data.length);
    spans.push({ start, end, name });
    tensors.push([name, fromLittleEndian(dtype, shape, data.subarray(start, end))]);
  }
  checkSpans(spans, data.length);
  return { tensors: bare(tensors), metadata };
}

function parseHeader(bytes: Buffer): Record<string, unknown> {
  if (bytes[0] !== 0x7b) throw invalid('its header is not a JSON object');
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    header = JSON.parse(text);
  } catch {
    throw invalid('its header is not JSON in UTF-8');
  }
  if (!isRecord(header)) throw invalid('its header is not a JSON object');
  // JSON.parse keeps the last of equal keys; another reader may keep the first, and then sees other weights.
  if (topLevelKeys(text) !== Object.keys(header).length) throw invalid('its header names a tensor twice');
  return header;
}

/** Counts the keys of the outermost object of valid JSON. */
function topLevelKeys(json: string): number {
  let depth = 0;
  let keys = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (token === ':' && depth === 1) keys++;
  }
  return keys;
}

function checkMetadata(entry: unknown): Record<string, string> {
  if (!isRecord(entry)) throw invalid('its metadata is not an object');
  const pairs = Object.entries(entry).map(([key, value]): [string, string] => {
    if (typeof value !== 'string') throw invalid(`its metadata ${quoted(key)} is not a text`);
    return [key, value];
  });
  return bare(pairs);
}

function checkEntry(name: string, entry: unknown, dataBytes: number) {
  const where = `tensor ${quoted(name)}`;
  if (!isRecord(entry)) throw invalid(`${where} is not an object`);
  for (const key of Object.keys(entry)) {
    if (key !== 'dtype' && key !== 'shape' && key !== 'data_offsets')
      throw invalid(`${where} has an unknown field`);
  }
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'I32' && dtype !== 'I64') throw invalid(`${where} is not of type I32 or I64`);
  if (!isCounts(shape) || shape.length > SAFETENSORS_LIMITS.dimensions)
    throw invalid(`${where} has an impossible shape`);
  if (!isCounts(offsets) || offsets.length !== 2) throw invalid(`${where} has impossible offsets`);
  const [start, end] = offsets as [number, number];
  if (start > end || end > dataBytes) throw invalid(`${where} lies outside the file`);
  if (product(shape) * BYTES[dtype] !== end - start) throw invalid(`${where} does not fill its offsets`);
  return { dtype, shape, start, end } as const;
}

function checkSpans(spans: { start: number; end: number; name: string }[], dataBytes: number): void {
  let at = 0;
  for (const span of spans.sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (span.start !== at)
      throw invalid(`tensor ${quoted(span.name)} ${span.start < at ? 'overlaps another' : 'follows a gap'}`);
    at = span.end;
  }
  if (at !== dataBytes) throw invalid('bytes follow the last tensor');
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

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return bare(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** An object without a prototype, so that no name in a file can reach one. */
function bare<T>(pairs: [string, T][]): Record<string, T> {
  const record = Object.create(null) as Record<string, T>;
  for (const [key, value] of pairs) record[key] = value;
  return record;
}

function quoted(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}

function invalid(reason: string): EngineError {
  return new EngineError(
    { code: 'SAFETENSORS_INVALID', reason },
    `this is not a safetensors file of integers: ${reason}`,
  );
}
