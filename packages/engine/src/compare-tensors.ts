import {
  CHECKPOINT_LIMITS,
  readLayout,
  SAFETENSORS_TYPES,
  type SafetensorsLayout,
  type TensorEntry,
} from './safetensors-layout.ts';
import { FLOATING, READ, type TensorType } from './tensor-values.ts';

/** How far a floating-point element a may be from b: |a − b| ≤ absolute + relative · |b|. */
export interface TensorTolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** A tensor of which at least one element is too far off. */
export interface TensorDifference {
  readonly tensor: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly elements: number;
  /** Elements that are too far off. */
  readonly differing: number;
  /** The element that is farthest off, by its place in row-major order; one that is no number counts as farthest. */
  readonly worst: {
    readonly index: number;
    readonly a: number;
    readonly b: number;
    readonly difference: number;
  };
}

export interface Comparison {
  /** Nothing is missing, and nothing too far off. */
  readonly agree: boolean;
  readonly tensors: number;
  readonly elements: number;
  /** Tensors that only one has, or that have another type or shape. */
  readonly faults: readonly string[];
  readonly differences: readonly TensorDifference[];
  /** Largest |a − b| of all elements, those within the tolerance too. */
  readonly largest: number;
}

/**
 * Compares two safetensors files: names, types and shapes must be equal, elements of floating-point tensors within the
 * tolerance, all others equal. What is not finite must be the same on both sides. Metadata and the order of tensors in the
 * file do not count.
 * @param tolerance null: every element must have the same bits
 * @throws EngineError SAFETENSORS_INVALID
 */
export function compareTensors(a: Uint8Array, b: Uint8Array, tolerance: TensorTolerance | null): Comparison {
  const [left, right] = [layoutOf(a), layoutOf(b)];
  const others = new Map(right.tensors.map((entry) => [entry.name, entry]));
  const faults: string[] = [];
  const differences: TensorDifference[] = [];
  let elements = 0;
  let largest = 0;
  for (const entry of left.tensors) {
    const other = others.get(entry.name);
    others.delete(entry.name);
    const fault = other === undefined ? `${entry.name} is in the first only` : faultOf(entry, other);
    if (other === undefined || fault !== undefined) {
      faults.push(fault ?? '');
      continue;
    }
    const found = compareElements(entry, viewOf(a, left, entry), viewOf(b, right, other), tolerance);
    elements += found.elements;
    largest = Math.max(largest, found.largest);
    if (found.difference) differences.push(found.difference);
  }
  for (const name of others.keys()) faults.push(`${name} is in the second only`);
  const agree = faults.length === 0 && differences.length === 0;
  return { agree, tensors: left.tensors.length, elements, faults, differences, largest };
}

function layoutOf(bytes: Uint8Array): SafetensorsLayout<TensorType> {
  return readLayout(bytes, SAFETENSORS_TYPES, { ...CHECKPOINT_LIMITS, fileBytes: bytes.length });
}

function viewOf(
  bytes: Uint8Array,
  { headerEnd }: SafetensorsLayout<TensorType>,
  { start, end }: TensorEntry<TensorType>,
): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + headerEnd + start, end - start);
}

function faultOf(a: TensorEntry<TensorType>, b: TensorEntry<TensorType>): string | undefined {
  if (a.dtype !== b.dtype) return `${a.name} is ${a.dtype} in the first and ${b.dtype} in the second`;
  const [left, right] = [a.shape.join('×'), b.shape.join('×')];
  return left === right ? undefined : `${a.name} is ${left} in the first and ${right} in the second`;
}

function compareElements(
  { name, dtype, shape }: TensorEntry<TensorType>,
  a: DataView,
  b: DataView,
  tolerance: TensorTolerance | null,
) {
  const size = SAFETENSORS_TYPES[dtype];
  const read = READ[dtype];
  const elements = a.byteLength / size;
  const loose = FLOATING.has(dtype) ? tolerance : null;
  let differing = 0;
  let largest = 0;
  let worst: TensorDifference['worst'] | undefined;
  for (let index = 0; index < elements; index += 1) {
    const at = index * size;
    if (sameBits(a, b, at, size)) continue;
    const [x, y] = [read(a, at), read(b, at)];
    const difference = distance(x, y);
    if (difference > largest) largest = difference;
    if (loose !== null && difference <= loose.absolute + loose.relative * Math.abs(y)) {
      if (Number.isFinite(difference)) continue;
    }
    differing += 1;
    if (worst === undefined || difference > worst.difference) worst = { index, a: x, b: y, difference };
  }
  const difference = worst && { tensor: name, dtype, shape, elements, differing, worst };
  return { elements, largest, difference };
}

/** |a − b|; infinite when only one is not a number, or they are not the same infinity. */
function distance(a: number, b: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  const difference = Math.abs(a - b);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

function sameBits(a: DataView, b: DataView, at: number, size: number): boolean {
  for (let byte = at; byte < at + size; byte += 1) if (a.getUint8(byte) !== b.getUint8(byte)) return false;
  return true;
}
