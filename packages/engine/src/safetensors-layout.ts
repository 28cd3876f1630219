import { EngineError } from './errors.ts';

/** What a reader takes at most; larger files are refused before anything is allocated. */
export interface SafetensorsLimits {
  readonly headerBytes: number;
  readonly fileBytes: number;
  readonly tensors: number;
  readonly dimensions: number;
}

/** Where a tensor lies, in bytes behind the header. */
export interface TensorEntry<Dtype extends string> {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsLayout<Dtype extends string> {
  readonly tensors: readonly TensorEntry<Dtype>[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly headerEnd: number;
}

/** What is taken of a program's checkpoint; how large the file may be is for whoever holds it to say. */
export const CHECKPOINT_LIMITS = { headerBytes: 4 * 1024 * 1024, tensors: 65_536, dimensions: 16 } as const;

/** Bytes of an element of each type that the format knows. */
export const SAFETENSORS_TYPES = {
  ...{ BOOL: 1, U8: 1, I8: 1, F8_E5M2: 1, F8_E4M3: 1 },
  ...{ U16: 2, I16: 2, F16: 2, BF16: 2 },
  ...{ U32: 4, I32: 4, F32: 4, U64: 8, I64: 8, F64: 8 },
} as const;

/**
 * Reads the layout of a file that may come from anybody: every size, offset, type and name is checked, the tensors must
 * fill the file without gap or overlap, and duplicate names are refused. The values themselves are not looked at.
 * @throws EngineError SAFETENSORS_INVALID, and nothing else, whatever the bytes.
 */
export function readLayout<Dtype extends string>(
  bytes: Uint8Array,
  types: Readonly<Record<Dtype, number>>,
  limits: SafetensorsLimits,
): SafetensorsLayout<Dtype> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length > limits.fileBytes) throw invalid(`it is longer than ${limits.fileBytes} bytes`);
  if (buffer.length < 10) throw invalid('it is too short to hold a header');
  const declared = buffer.readBigUInt64LE(0);
  if (declared > BigInt(limits.headerBytes)) throw invalid('its header is too long');
  const headerEnd = 8 + Number(declared);
  if (headerEnd > buffer.length) throw invalid('its header reaches beyond its end');
  const header = parseHeader(buffer.subarray(8, headerEnd));
  const dataBytes = buffer.length - headerEnd;

  const tensors: TensorEntry<Dtype>[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      metadata = checkMetadata(entry);
      continue;
    }
    if (tensors.length === limits.tensors) throw invalid('it holds too many tensors');
    tensors.push(checkEntry(name, entry, dataBytes, types, limits));
  }
  checkSpans(tensors, dataBytes);
  return { tensors, metadata, headerEnd };
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

function checkEntry<Dtype extends string>(
  name: string,
  entry: unknown,
  dataBytes: number,
  types: Readonly<Record<Dtype, number>>,
  limits: SafetensorsLimits,
): TensorEntry<Dtype> {
  const where = `tensor ${quoted(name)}`;
  if (!isRecord(entry)) throw invalid(`${where} is not an object`);
  for (const key of Object.keys(entry)) {
    if (key !== 'dtype' && key !== 'shape' && key !== 'data_offsets')
      throw invalid(`${where} has an unknown field`);
  }
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isOneOf(types, dtype)) throw invalid(`${where} is not of type ${oneOf(Object.keys(types))}`);
  if (!isCounts(shape) || shape.length > limits.dimensions) throw invalid(`${where} has an impossible shape`);
  if (!isCounts(offsets) || offsets.length !== 2) throw invalid(`${where} has impossible offsets`);
  const [start, end] = offsets as [number, number];
  if (start > end || end > dataBytes) throw invalid(`${where} lies outside the file`);
  if (product(shape) * types[dtype] !== end - start) throw invalid(`${where} does not fill its offsets`);
  return { name, dtype, shape, start, end };
}

function checkSpans(spans: readonly TensorEntry<string>[], dataBytes: number): void {
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (span.start !== at)
      throw invalid(`tensor ${quoted(span.name)} ${span.start < at ? 'overlaps another' : 'follows a gap'}`);
    at = span.end;
  }
  if (at !== dataBytes) throw invalid('bytes follow the last tensor');
}

function isOneOf<Dtype extends string>(
  types: Readonly<Record<Dtype, number>>,
  dtype: unknown,
): dtype is Dtype {
  return typeof dtype === 'string' && Object.hasOwn(types, dtype);
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? `${names}` : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

export function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** An object without a prototype, so that no name in a file can reach one. */
export function bare<T>(pairs: [string, T][]): Record<string, T> {
  const record = Object.create(null) as Record<string, T>;
  for (const [key, value] of pairs) record[key] = value;
  return record;
}

export function quoted(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}

export function invalid(reason: string): EngineError {
  return new EngineError(
    { code: 'SAFETENSORS_INVALID', reason },
    `this is not a safetensors file that can be read here: ${reason}`,
  );
}
