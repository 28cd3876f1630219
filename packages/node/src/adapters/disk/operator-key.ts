import { readFile } from 'node:fs/promises';
import { Keypair } from '@solana/web3.js';
import { z } from 'zod';
import { NodeError } from '../../domain/errors.ts';

const schema = z.array(z.int().min(0).max(255)).length(64);

/** Reads a Solana key file. @throws NodeError CONFIG_INVALID, never quoting what the file holds. */
export async function readOperatorKey(path: string): Promise<Keypair> {
  try {
    return Keypair.fromSecretKey(Uint8Array.from(schema.parse(JSON.parse(await readFile(path, 'utf8')))));
  } catch (error) {
    const missing = (error as { code?: unknown }).code === 'ENOENT';
    throw new NodeError(
      'CONFIG_INVALID',
      `operatorKeyFile ${path} ${missing ? 'does not exist' : 'is not a Solana key file (a JSON array of 64 numbers)'}`,
    );
  }
}
