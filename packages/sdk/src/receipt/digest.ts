import { canonicalJson, concatBytes, sha256 } from '@cyxwiz/protocol';
import type { Ledger, UnsignedReceipt } from './schema.ts';

const TAG = new TextEncoder().encode('cyxwiz:receipt:v1');

/** What the client's wallet signs: sha256("cyxwiz:receipt:v1" ‖ sha256(canonical JSON without the signature)). */
export function receiptDigest(receipt: UnsignedReceipt & { signature?: string }): Uint8Array {
  const { signature: _, ...unsigned } = receipt;
  return sha256(concatBytes(TAG, sha256(canonicalJson(unsigned))));
}

export function ledgerDigest(ledger: Ledger): string {
  return Buffer.from(sha256(canonicalJson(ledger))).toString('hex');
}
