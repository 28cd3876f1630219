import { sha256 } from '@noble/hashes/sha2';
import { randomBytes as random } from '@noble/hashes/utils';

/** What our packages use of node:crypto, for the browser: SHA-256 and randomness. */
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

const absent = (name: string) => () => {
  throw new Error(`the page does not use ${name}`);
};
export const createPrivateKey = absent('createPrivateKey');
export const createPublicKey = absent('createPublicKey');
export const generateKeyPairSync = absent('generateKeyPairSync');
export const sign = absent('sign');
export const verify = absent('verify');
export const timingSafeEqual = absent('timingSafeEqual');
