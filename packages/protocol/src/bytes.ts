import { createHash } from 'node:crypto';
import { CyxwizError } from './failure.ts';

/** Modulus of the BN254 scalar field, in which circuits compute. */
export const FIELD_MODULUS = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

export function sha256(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** SHA-256 as a field element of 32 bytes: its top three bits are cleared, so that it is below the modulus. */
export function sha256Field(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const hash = sha256(...parts);
  hash[0] = (hash[0] ?? 0) & 0x1f;
  return hash;
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** @throws CyxwizError `INVALID_HEX` when `hex` is not an even number of hexadecimal digits, or not `length` bytes. */
export function fromHex(hex: string, length?: number): Uint8Array {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(hex) || (length !== undefined && hex.length !== 2 * length)) {
    const want =
      length === undefined ? 'an even number of hexadecimal digits' : `${2 * length} hexadecimal digits`;
    throw new CyxwizError({
      code: 'INVALID_HEX',
      message: `expected ${want}, got ${JSON.stringify(hex.slice(0, 80))}`,
    });
  }
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Equal content; not constant in time, so not for secrets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** @throws RangeError when `value` does not fit 64 bits without sign. */
export function u64le(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return new Uint8Array(bytes);
}

export function isFieldElement(value: bigint): boolean {
  return value >= 0n && value < FIELD_MODULUS;
}

/**
 * A field element as the chain and the wire carry it: 32 bytes, big endian.
 * @throws CyxwizError `NOT_A_FIELD_ELEMENT` outside 0 … modulus − 1.
 */
export function fieldToBytes(value: bigint): Uint8Array {
  if (!isFieldElement(value)) throw notAFieldElement();
  return fromHex(value.toString(16).padStart(64, '0'));
}

/** @throws CyxwizError `NOT_A_FIELD_ELEMENT` when not 32 bytes, or the modulus or above. */
export function bytesToField(bytes: Uint8Array): bigint {
  if (bytes.length !== 32) throw notAFieldElement();
  const value = BigInt(`0x${toHex(bytes)}`);
  if (!isFieldElement(value)) throw notAFieldElement();
  return value;
}

function notAFieldElement() {
  return new CyxwizError({
    code: 'NOT_A_FIELD_ELEMENT',
    message: 'a field element is 32 bytes, big endian, and below the modulus of the BN254 scalar field',
  });
}
