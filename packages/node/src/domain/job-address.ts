import { PublicKey } from '@solana/web3.js';
import { NodeError } from './errors.ts';

/** The address of a job account; also the name of its folder, so nothing else may pass. */
export function assertJobAddress(text: string): string {
  return addressBytes(text) === null ? refuse(text) : text;
}

/** The 32 bytes of an address, or null when it is not one in its only spelling. */
export function addressBytes(text: string): Uint8Array | null {
  if (!/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(text)) return null;
  try {
    const key = new PublicKey(text);
    return key.toBase58() === text ? key.toBytes() : null;
  } catch {
    return null;
  }
}

function refuse(text: string): never {
  throw new NodeError(
    'JOB_ADDRESS',
    `${JSON.stringify(text.slice(0, 60))} is not the address of a job account`,
  );
}
