import { readFile } from 'node:fs/promises';
import { concatBytes, fromHex, type KeyPoints, sha256, toHex } from '@cyxwiz/protocol';
import { z } from 'zod';
import { badInput, ClientError } from '../errors.ts';

const coordinate = z.string().regex(/^\d{1,78}$/);
const g1 = z.array(coordinate).length(3);
const g2 = z.array(z.array(coordinate).length(2)).length(3);
/** The verifying key as snarkjs writes it. */
const keySchema = z.looseObject({
  protocol: z.literal('groth16'),
  curve: z.literal('bn128'),
  development: z.boolean().default(false),
  vk_alpha_1: g1,
  vk_beta_2: g2,
  vk_gamma_2: g2,
  vk_delta_2: g2,
  IC: z.array(g1).min(2),
});

/** A verifying key as the chain takes it. */
export interface VerifyingKeyFile {
  readonly points: KeyPoints;
  /** Whether the file says that it was made from a published seed. */
  readonly development: boolean;
}

/** Reads what snarkjs writes. @throws ClientError BAD_INPUT */
export function parseVerifyingKey(json: unknown, field: string): VerifyingKeyFile {
  const read = keySchema.safeParse(json);
  if (!read.success) {
    const where = read.error.issues[0]?.path.join('.') || 'the whole file';
    throw badInput(field, `it holds no Groth16 verifying key: ${where}`, 'name a file as snarkjs writes it');
  }
  const key = read.data;
  const points = {
    alphaG1: point(key.vk_alpha_1),
    betaG2: point2(key.vk_beta_2),
    gammaG2: point2(key.vk_gamma_2),
    deltaG2: point2(key.vk_delta_2),
    ic: key.IC.map(point),
  };
  return { points, development: key.development };
}

/** Reads a verifying key that is committed with the circuits. @throws ClientError RECEIPT_INVALID */
export async function readCommittedKey(path: string | URL): Promise<KeyPoints> {
  try {
    return parseVerifyingKey(JSON.parse(await readFile(path, 'utf8')), String(path)).points;
  } catch (cause) {
    throw new ClientError('RECEIPT_INVALID', `the verifying key ${String(path)} cannot be read`, {
      next: 'run verify from a whole checkout',
      cause,
    });
  }
}

/** SHA-256 over alpha, beta, gamma, delta and the input points, as the chain stores them. */
export function keyHash(key: KeyPoints): string {
  return toHex(sha256(concatBytes(key.alphaG1, key.betaG2, key.gammaG2, key.deltaG2, ...key.ic)));
}

const word = (decimal = '0'): Uint8Array => fromHex(BigInt(decimal).toString(16).padStart(64, '0'), 32);

function point([x, y]: string[]): Uint8Array {
  return concatBytes(word(x), word(y));
}

/** The chain wants the imaginary part first, snarkjs writes it second. */
function point2([x = [], y = []]: string[][]): Uint8Array {
  return concatBytes(word(x[1]), word(x[0]), word(y[1]), word(y[0]));
}
