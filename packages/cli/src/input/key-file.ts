import { readFile, stat } from 'node:fs/promises';
import { Keypair } from '@solana/web3.js';
import { CliError } from '../failure/cli-error.ts';
import type { Output } from '../output/output.ts';

const KEY_BYTES = 64;
const LARGEST_FILE = 4096;

/**
 * Reads a key file as Solana's own command line keeps them: a JSON array of 64 numbers. What is in the file is never
 * quoted; a file that others can read gets a warning.
 * @throws CliError BAD_KEYPAIR
 */
export async function readKeyFile(path: string, option: string, output: Output): Promise<Keypair> {
  const bad = (wrong: string, cause?: unknown) =>
    new CliError(
      {
        code: 'BAD_KEYPAIR',
        message: `the key file ${path} ${wrong}`,
        next: `name a file made by "solana-keygen new" or "cyxwiz node init" with ${option}`,
        details: { path },
      },
      cause,
    );
  const text = await readText(path, bad);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw bad('is not JSON', cause);
  }
  if (!Array.isArray(value)) throw bad('is not a JSON array of 64 numbers');
  if (value.length !== KEY_BYTES) throw bad(`holds ${value.length} numbers, a key has 64`);
  const odd = value.findIndex((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255);
  if (odd >= 0) throw bad(`holds something else than a number from 0 to 255 at place ${odd + 1}`);
  let keypair: Keypair;
  try {
    keypair = Keypair.fromSecretKey(Uint8Array.from(value as number[]));
  } catch (cause) {
    throw bad('is damaged: its public half does not belong to its secret half', cause);
  }
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    output.warn(`others on this machine can read the key file ${path}`, `chmod 600 ${path}`);
  }
  return keypair;
}

async function readText(path: string, bad: (wrong: string, cause?: unknown) => CliError): Promise<string> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw bad('is a folder');
    if (found.size > LARGEST_FILE) throw bad(`is too large for a key: ${found.size} bytes`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw bad(
      code === 'ENOENT' ? 'does not exist' : code === 'EACCES' ? 'is not readable for you' : 'cannot be read',
      cause,
    );
  }
}
