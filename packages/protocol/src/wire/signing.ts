import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { PublicKey } from '@solana/web3.js';
import { concatBytes, sha256 } from '../bytes.ts';
import type { JobId, NodeId } from '../ids.ts';

// Node's crypto takes raw ed25519 keys only inside their DER frames.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Digest that a client signs with its job key to prove to the node that the token is its own. */
export function connectDigest(job: JobId, token: string, tlsKeyHash: Uint8Array): Uint8Array {
  if (tlsKeyHash.length !== 32) throw new RangeError('a TLS key hash is 32 bytes');
  return sha256('cyxwiz:connect:v1', new PublicKey(job).toBytes(), sha256(token), tlsKeyHash);
}

/** Digest that an operator signs to open the node's session with a coordinator. */
export function nodeSessionDigest(node: NodeId, challenge: Uint8Array): Uint8Array {
  if (challenge.length !== 32) throw new RangeError('a challenge is 32 bytes');
  return sha256('cyxwiz:node-session:v1', new PublicKey(node).toBytes(), challenge);
}

/**
 * Digest that an operator signs to take the node's place at a relay. `channel` are 32 bytes of the TLS exporter, so that
 * a signature is worth nothing on another connection than its own, whoever stands between.
 */
export function relayDigest(node: NodeId, challenge: Uint8Array, channel: Uint8Array): Uint8Array {
  if (challenge.length !== 32 || channel.length !== 32) throw new RangeError('both are 32 bytes');
  return sha256('cyxwiz:relay:v1', new PublicKey(node).toBytes(), challenge, channel);
}

/** Digest that an operator signs to vouch for a receipt. */
export function nodeReceiptDigest(receiptJson: Uint8Array): Uint8Array {
  return sha256('cyxwiz:node-receipt:v1', sha256(receiptJson));
}

/** @param secretKey 32 bytes (seed) or Solana's 64 (seed and public key) */
export function signEd25519(secretKey: Uint8Array, message: Uint8Array): Uint8Array {
  if (secretKey.length !== 32 && secretKey.length !== 64)
    throw new RangeError('an ed25519 secret key is 32 or 64 bytes');
  const der = Buffer.concat([PKCS8_PREFIX, secretKey.subarray(0, 32)]);
  return new Uint8Array(sign(null, message, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })));
}

/** False for anything that is not a valid signature, whatever its shape. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    const der = concatBytes(SPKI_PREFIX, publicKey);
    return verify(
      null,
      message,
      createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }),
      signature,
    );
  } catch {
    return false;
  }
}
