import { z } from 'zod';
import { canonicalJson } from '../training/canonical-json.ts';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const address = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/);
const transaction = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{0,90}$/);
const count = z.int().nonnegative();

/** What a node vouches for of a job: `GetReceiptResponse.receipt_json`. */
export const nodeReceiptSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('cyxwiz-node-receipt'),
  job: address,
  node: address,
  operator: address,
  client: address,
  specHash: hex32,
  /** As TrainingStatus.state. */
  state: z.string().max(20),
  issuedAtMs: count,
  /** What the chain of checkpoints starts from; null before acceptance. */
  binding: hex32.nullable(),
  checkpointInterval: count,
  epochs: count,
  checkpoints: z
    .array(
      z.strictObject({
        epoch: count,
        /** Commitment to the weights. */
        weights: hex32,
        lossMicros: count,
        accuracyPpm: count,
        timeMs: count,
      }),
    )
    .max(64),
  anchors: z
    .array(z.strictObject({ checkpoints: count, root: hex32, elapsedMs: count, transaction }))
    .max(64),
  finalRoot: hex32.nullable(),
  proof: z.strictObject({ checkpoints: count, transaction }).nullable(),
  weights: z.strictObject({ commitment: hex32, sha256: hex32, bytes: count }).nullable(),
});

export type NodeReceipt = z.infer<typeof nodeReceiptSchema>;

/** The bytes that are signed. */
export function encodeNodeReceipt(receipt: NodeReceipt): Uint8Array {
  return canonicalJson(receipt);
}

/** @throws Error when it is not JSON, or not such a receipt. */
export function parseNodeReceipt(bytes: Uint8Array): NodeReceipt {
  return nodeReceiptSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
}
