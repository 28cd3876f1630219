import { PublicKey } from '@solana/web3.js';
import { concatBytes } from '../bytes.ts';
import { CyxwizError } from '../failure.ts';
import { camelCase, type Idl, type IdlField, type IdlType, isNamedField, typeDef } from './idl.ts';

const INTEGER = /^([iu])(8|16|32|64|128)$/;

function wrong(where: string, expected: string, value: unknown) {
  const shown = typeof value === 'bigint' ? `${value}` : String(JSON.stringify(value)).slice(0, 60);
  return new CyxwizError({ code: 'INVALID_ARGUMENT', message: `${where} must be ${expected}, got ${shown}` });
}

function integer(type: string, value: unknown, where: string): Uint8Array | undefined {
  const match = INTEGER.exec(type);
  if (!match) return undefined;
  const bits = BigInt(match[2] ?? 0);
  const [low, high] = match[1] === 'u' ? [0n, 1n << bits] : [-(1n << (bits - 1n)), 1n << (bits - 1n)];
  const isWhole = typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
  if (!isWhole || BigInt(value as number) < low || BigInt(value as number) >= high) {
    throw wrong(where, `a whole number from ${low} to ${high - 1n}`, value);
  }
  const bytes = new Uint8Array(Number(bits) / 8);
  let rest = BigInt.asUintN(Number(bits), BigInt(value as number));
  for (let i = 0; i < bytes.length; i++, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  return bytes;
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw wrong(where, 'an object', value);
}

export function encodeFields(
  idl: Idl,
  fields: readonly (IdlField | IdlType)[],
  value: unknown,
  where: string,
): Uint8Array {
  if (fields.every(isNamedField)) {
    const from = fields.length ? record(value, where) : {};
    return concatBytes(
      ...fields.map((f) => encodeType(idl, f.type, from[camelCase(f.name)], `${where}.${camelCase(f.name)}`)),
    );
  }
  if (!Array.isArray(value) || value.length !== fields.length)
    throw wrong(where, `${fields.length} values`, value);
  return concatBytes(
    ...fields.map((f, i) => encodeType(idl, isNamedField(f) ? f.type : f, value[i], `${where}[${i}]`)),
  );
}

function defined(idl: Idl, name: string, value: unknown, where: string): Uint8Array {
  const definition = typeDef(idl, name);
  if (definition.kind === 'struct') return encodeFields(idl, definition.fields ?? [], value, where);
  const kind = typeof value === 'string' ? value : record(value, where).kind;
  const tag = definition.variants.findIndex((variant) => variant.name === kind);
  const variant = definition.variants[tag];
  if (!variant) throw wrong(where, `one of ${definition.variants.map((v) => v.name).join(', ')}`, kind);
  if (!variant.fields?.length) return Uint8Array.of(tag);
  return concatBytes(
    Uint8Array.of(tag),
    encodeFields(idl, variant.fields, record(value, where).value, where),
  );
}

function sequence(
  idl: Idl,
  type: IdlType,
  value: unknown,
  length: number | undefined,
  where: string,
): Uint8Array {
  const isBytes = value instanceof Uint8Array;
  if (!(isBytes && type === 'u8') && !Array.isArray(value)) {
    throw wrong(where, type === 'u8' ? 'a Uint8Array' : 'an array', value);
  }
  if (length !== undefined && value.length !== length) throw wrong(where, `${length} long`, value.length);
  if (isBytes) return value;
  return concatBytes(
    ...value.map((item: unknown, i: number) => encodeType(idl, type, item, `${where}[${i}]`)),
  );
}

function withLength(length: number, bytes: Uint8Array, where: string): Uint8Array {
  return concatBytes(integer('u32', length, where) ?? new Uint8Array(), bytes);
}

/**
 * Writes a value as Borsh; the reverse of `decodeType`, and as lenient: integers may be number or bigint.
 * @throws CyxwizError `INVALID_ARGUMENT` naming the field that is wrong.
 */
export function encodeType(idl: Idl, type: IdlType, value: unknown, where: string): Uint8Array {
  if (typeof type === 'string') {
    const number = integer(type, value, where);
    if (number) return number;
    if (type === 'bool') {
      if (typeof value !== 'boolean') throw wrong(where, 'true or false', value);
      return Uint8Array.of(value ? 1 : 0);
    }
    if (type === 'pubkey') return keyBytes(value, where);
    if (type === 'bytes') {
      if (!(value instanceof Uint8Array)) throw wrong(where, 'a Uint8Array', value);
      return withLength(value.length, value, where);
    }
    if (type === 'string') {
      if (typeof value !== 'string') throw wrong(where, 'a string', value);
      const bytes = new TextEncoder().encode(value);
      return withLength(bytes.length, bytes, where);
    }
  } else if ('option' in type) {
    if (value === null || value === undefined) return Uint8Array.of(0);
    return concatBytes(Uint8Array.of(1), encodeType(idl, type.option, value, where));
  } else if ('vec' in type) {
    const bytes = sequence(idl, type.vec, value, undefined, where);
    return withLength((value as ArrayLike<unknown>).length, bytes, where);
  } else if ('array' in type && typeof type.array[1] === 'number') {
    return sequence(idl, type.array[0], value, type.array[1], where);
  } else if ('defined' in type) {
    return defined(idl, type.defined.name, value, where);
  }
  throw new CyxwizError({ code: 'IDL_MISMATCH', message: `no encoder for the type ${JSON.stringify(type)}` });
}

function keyBytes(value: unknown, where: string): Uint8Array {
  try {
    return new PublicKey(value as string | PublicKey).toBytes();
  } catch {
    throw wrong(where, 'a base58 address', value);
  }
}
