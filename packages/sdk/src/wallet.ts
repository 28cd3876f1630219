import { readFile } from 'node:fs/promises';
import { keypairSigner, signEd25519, type TransactionSigner } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { ClientError } from './errors.ts';

/** Whoever holds the client's key: a file, a browser wallet, a hardware key. It never gives the key away. */
export interface Wallet extends TransactionSigner {
  /** ed25519 over arbitrary bytes, for receipts. A wallet without it cannot issue receipts. */
  signMessage?(message: Uint8Array): Promise<Uint8Array>;
}

/** A wallet over a key in memory. */
export function keypairWallet(keypair: Keypair): Wallet {
  return {
    ...keypairSigner(keypair),
    signMessage: async (message) => signEd25519(keypair.secretKey, message),
  };
}

/** Reads a Solana CLI keypair file: a JSON array of 64 bytes. */
export async function readKeypairFile(path: string): Promise<Keypair> {
  const next = 'create one with `solana-keygen new -o FILE`, or pass another file with --keypair';
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ClientError('BAD_KEYPAIR', `cannot read the keypair file ${path}`, { next, cause });
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new ClientError('BAD_KEYPAIR', `${path} is not JSON`, { next, cause });
  }
  const isBytes = (v: unknown): v is number[] =>
    Array.isArray(v) && v.length === 64 && v.every((b) => Number.isInteger(b) && b >= 0 && b <= 255);
  if (!isBytes(parsed)) {
    throw new ClientError('BAD_KEYPAIR', `${path} is not an array of 64 bytes`, { next });
  }
  try {
    return Keypair.fromSecretKey(Uint8Array.from(parsed));
  } catch (cause) {
    throw new ClientError('BAD_KEYPAIR', `the public half in ${path} does not belong to its secret half`, {
      next,
      cause,
    });
  }
}
