import { generateKeyPairSync } from 'node:crypto';

/**
 * The key that proves to the node that the connection comes from the client in the job specification. Its public
 * half stands there, so a coordinator cannot connect in a client's place. Keep it as long as the job runs.
 */
export type SessionKey = { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array };

export function newSessionKey(): SessionKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)),
    secretKey: new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32)),
  };
}
