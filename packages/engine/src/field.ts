import { EngineError } from './errors.ts';

/** Order of BN254's scalar field. */
export const FIELD_MODULUS = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** 32 bytes big endian, as the chain and the job specification carry field elements. */
export function fieldToBytes(value: bigint): Uint8Array {
  if (value < 0n || value >= FIELD_MODULUS) throw notInField();
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}

/** @throws EngineError NOT_A_FIELD_ELEMENT when it is not 32 bytes or not below the modulus. */
export function fieldFromBytes(bytes: Uint8Array): bigint {
  if (bytes.length !== 32) throw notInField();
  const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  if (value >= FIELD_MODULUS) throw notInField();
  return value;
}

/** 64 lower-case hex digits, big endian. */
export function fieldToHex(value: bigint): string {
  return Buffer.from(fieldToBytes(value)).toString('hex');
}

/** @throws EngineError NOT_A_FIELD_ELEMENT */
export function fieldFromHex(hex: string): bigint {
  if (!/^[0-9a-f]{64}$/.test(hex)) throw notInField();
  return fieldFromBytes(Buffer.from(hex, 'hex'));
}

function notInField(): EngineError {
  return new EngineError(
    { code: 'NOT_A_FIELD_ELEMENT' },
    'a field element is 32 bytes, big endian, below the BN254 scalar modulus',
  );
}
