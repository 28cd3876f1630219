import { PublicKey } from '@solana/web3.js';
import { CyxwizError } from '../failure.ts';
import { camelCase, type Idl, type IdlField, type IdlType, isNamedField, typeDef } from './idl.ts';

/** Bytes read from front to back. */
export class Reader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  take(length: number): Uint8Array {
    if (this.offset + length > this.#bytes.length) {
      throw new CyxwizError({
        code: 'DATA_TOO_SHORT',
        message: `the data end after ${this.#bytes.length} bytes; they are not what the IDL says, or of an older version`,
      });
    }
    this.offset += length;
    return this.#bytes.slice(this.offset - length, this.offset);
  }

  view(length: number): { view: DataView; at: number } {
    const at = this.offset;
    this.take(length);
    return { view: this.#view, at };
  }
}

const INTEGER = /^([iu])(8|16|32|64|128)$/;

function readInteger(type: string, reader: Reader): number | bigint | undefined {
  const match = INTEGER.exec(type);
  if (!match) return undefined;
  const bits = Number(match[2]);
  const { view, at } = reader.view(bits / 8);
  const signed = match[1] === 'i';
  if (bits === 8) return signed ? view.getInt8(at) : view.getUint8(at);
  if (bits === 16) return signed ? view.getInt16(at, true) : view.getUint16(at, true);
  if (bits === 32) return signed ? view.getInt32(at, true) : view.getUint32(at, true);
  if (bits === 64) return signed ? view.getBigInt64(at, true) : view.getBigUint64(at, true);
  const high = signed ? view.getBigInt64(at + 8, true) : view.getBigUint64(at + 8, true);
  return (high << 64n) | view.getBigUint64(at, true);
}

/** The fields of a struct, or the arguments of an instruction. */
export function decodeFields(idl: Idl, fields: readonly (IdlField | IdlType)[], reader: Reader): unknown {
  if (fields.every(isNamedField)) {
    return Object.fromEntries(fields.map((f) => [camelCase(f.name), decodeType(idl, f.type, reader)]));
  }
  return fields.map((field) => decodeType(idl, isNamedField(field) ? field.type : field, reader));
}

function readDefined(idl: Idl, name: string, reader: Reader): unknown {
  const definition = typeDef(idl, name);
  if (definition.kind === 'struct') return decodeFields(idl, definition.fields ?? [], reader);
  const tag = reader.take(1)[0] ?? 0;
  const variant = definition.variants[tag];
  if (!variant) {
    throw new CyxwizError({ code: 'IDL_MISMATCH', message: `${name} has no variant ${tag}` });
  }
  if (!variant.fields?.length) return variant.name;
  return { kind: variant.name, value: decodeFields(idl, variant.fields, reader) };
}

/**
 * Reads a value as Borsh lays it out (which for zero-copy accounts without implicit padding is also their memory).
 * Integers of 64 bits and more are bigint, smaller ones number; keys are base58; bytes Uint8Array; absent options
 * null; enums without fields their variant's name.
 */
export function decodeType(idl: Idl, type: IdlType, reader: Reader): unknown {
  if (typeof type === 'string') {
    const integer = readInteger(type, reader);
    if (integer !== undefined) return integer;
    switch (type) {
      case 'bool':
        return reader.take(1)[0] !== 0;
      case 'pubkey':
        return new PublicKey(reader.take(32)).toBase58();
      case 'bytes':
        return reader.take(Number(decodeType(idl, 'u32', reader)));
      case 'string':
        return new TextDecoder().decode(reader.take(Number(decodeType(idl, 'u32', reader))));
    }
  } else if ('option' in type) {
    return reader.take(1)[0] === 0 ? null : decodeType(idl, type.option, reader);
  } else if ('vec' in type) {
    return readMany(idl, type.vec, Number(decodeType(idl, 'u32', reader)), reader);
  } else if ('array' in type && typeof type.array[1] === 'number') {
    return readMany(idl, type.array[0], type.array[1], reader);
  } else if ('defined' in type) {
    return readDefined(idl, type.defined.name, reader);
  }
  throw new CyxwizError({ code: 'IDL_MISMATCH', message: `no decoder for the type ${JSON.stringify(type)}` });
}

function readMany(idl: Idl, type: IdlType, length: number, reader: Reader): unknown {
  if (type === 'u8') return reader.take(length);
  return Array.from({ length }, () => decodeType(idl, type, reader));
}
