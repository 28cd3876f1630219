import type { SAFETENSORS_TYPES } from './safetensors-layout.ts';

export type TensorType = keyof typeof SAFETENSORS_TYPES;

/** Types that hold rounded numbers; all others are exact. */
export const FLOATING: ReadonlySet<TensorType> = new Set(['F8_E5M2', 'F8_E4M3', 'F16', 'BF16', 'F32', 'F64']);

/** Reads the element at a byte of a little-endian tensor; 64-bit integers beyond 2^53 lose their last digits. */
export type ReadElement = (view: DataView, at: number) => number;

export const READ: Readonly<Record<TensorType, ReadElement>> = {
  BOOL: (view, at) => view.getUint8(at),
  U8: (view, at) => view.getUint8(at),
  I8: (view, at) => view.getInt8(at),
  U16: (view, at) => view.getUint16(at, true),
  I16: (view, at) => view.getInt16(at, true),
  U32: (view, at) => view.getUint32(at, true),
  I32: (view, at) => view.getInt32(at, true),
  U64: (view, at) => Number(view.getBigUint64(at, true)),
  I64: (view, at) => Number(view.getBigInt64(at, true)),
  F32: (view, at) => view.getFloat32(at, true),
  F64: (view, at) => view.getFloat64(at, true),
  F16: (view, at) => small(view.getUint16(at, true), 5, 10),
  BF16: (view, at) => small(view.getUint16(at, true), 8, 7),
  F8_E5M2: (view, at) => small(view.getUint8(at), 5, 2),
  F8_E4M3: (view, at) => withoutInfinity(view.getUint8(at)),
};

/** A number in IEEE 754's form with so many bits of exponent and fraction. */
function small(bits: number, exponentBits: number, fractionBits: number): number {
  const sign = bits >> (exponentBits + fractionBits) === 0 ? 1 : -1;
  const top = 2 ** exponentBits - 1;
  const exponent = (bits >> fractionBits) & top;
  const fraction = bits & (2 ** fractionBits - 1);
  const bias = top >> 1;
  if (exponent === top) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias - fractionBits);
  return sign * (2 ** fractionBits + fraction) * 2 ** (exponent - bias - fractionBits);
}

/** E4M3 as it is used for training: no infinities, all ones is not a number, the rest of the top exponent are numbers. */
function withoutInfinity(bits: number): number {
  if ((bits & 0x7f) === 0x7f) return Number.NaN;
  const sign = bits >> 7 === 0 ? 1 : -1;
  const exponent = (bits >> 3) & 15;
  const fraction = bits & 7;
  return exponent === 0 ? sign * fraction * 2 ** -9 : sign * (8 + fraction) * 2 ** (exponent - 10);
}
