import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2';
import { randomBytes as random } from '@noble/hashes/utils';

/** What our packages use of node:crypto, for the browser: SHA-256, randomness, and checking ed25519 signatures. */
export function createHash(name: string) {
  if (name !== 'sha256') throw new Error(`the page has no hash ${name}`);
  const hash = sha256.create();
  const chain = {
    update: (part: Uint8Array | string) => {
      hash.update(typeof part === 'string' ? new TextEncoder().encode(part) : part);
      return chain;
    },
    digest: (encoding?: 'hex') => {
      const bytes = Buffer.from(hash.digest());
      return encoding === undefined ? bytes : bytes.toString(encoding);
    },
  };
  return chain;
}

export const randomBytes = (length: number) => Buffer.from(random(length));

/** Of an ed25519 key in DER: its last 32 bytes are the key. */
export function createPublicKey({ key }: { readonly key: Uint8Array }): Uint8Array {
  return key.slice(-32);
}

export function verify(
  _algorithm: null,
  message: Uint8Array,
  key: Uint8Array,
  signature: Uint8Array,
): boolean {
  return ed25519.verify(signature, message, key, { zip215: false });
}
