// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

import type { ResourceRequirements as _cyxwiz_coordinator_v1_ResourceRequirements, ResourceRequirements__Output as _cyxwiz_coordinator_v1_ResourceRequirements__Output } from '../../../cyxwiz/coordinator/v1/ResourceRequirements.ts';
import type { Priority as _cyxwiz_coordinator_v1_Priority, Priority__Output as _cyxwiz_coordinator_v1_Priority__Output } from '../../../cyxwiz/coordinator/v1/Priority.ts';
import type { Long } from '@grpc/proto-loader';

export interface SubmitJobRequest {
  /**
   * Wallet that will sign the escrow.
   */
  'clientWallet'?: (string);
  /**
   * Raw ed25519 public key (32 bytes) that the client will prove it holds when it connects to the node.
   */
  'clientKey'?: (Buffer | Uint8Array | string);
  /**
   * Job specification as canonical JSON (RFC 8785), at most 4096 bytes; its SHA-256 goes on chain. Hashes and keys are 64
   * lower-case hexadecimal digits. All of {version: 1, engine: "exact" or "process", seed (32 bytes by lot), epochs,
   * checkpointInterval (epochs; at most 64 checkpoints), datasetRoot, initialWeights, estimatedSeconds, clientKey (that of
   * field 2)} and, for "process", program: {name (as the node's owner calls it), config (an object of at most 2048 bytes)}
   * and, if wanted, tolerance. Its commitments are field hashes:
   * datasetRoot:    "cyxwiz:process-dataset:v1" ‖ sha256(file)
   * initialWeights: "cyxwiz:process-start:v1" ‖ canonical JSON of {program, seed}
   * of any weights: "cyxwiz:process-weights:v1" ‖ sha256(safetensors file)
   * For "exact", shape: {inputs, hidden, outputs, batch} and, in the exact tier, exact; its commitments are Poseidon hashes
   * over packed words: docs/exact-training.md.
   */
  'specJson'?: (Buffer | Uint8Array | string);
  'resources'?: (_cyxwiz_coordinator_v1_ResourceRequirements | null);
  'priority'?: (_cyxwiz_coordinator_v1_Priority);
  'mint'?: (string);
  /**
   * SHA-256 of a nonce that the client keeps secret until audits are drawn.
   */
  'clientNonceHash'?: (Buffer | Uint8Array | string);
  /**
   * Highest price the client accepts, base units; 0: no limit.
   */
  'maxPrice'?: (number | string | Long);
  /**
   * Seconds from creation after which anyone may refund; at most seven days; 0: the coordinator's default.
   */
  'deadlineSeconds'?: (number | string | Long);
  /**
   * The same key with the same request returns the same offer.
   */
  'idempotencyKey'?: (string);
  /**
   * Segments that the node has to prove in the exact tier, at most 64; 0: governance's default. The tier and its terms
   * are in the specification.
   */
  'audits'?: (number);
}

export interface SubmitJobRequest__Output {
  /**
   * Wallet that will sign the escrow.
   */
  'clientWallet': (string);
  /**
   * Raw ed25519 public key (32 bytes) that the client will prove it holds when it connects to the node.
   */
  'clientKey': (Buffer);
  /**
   * Job specification as canonical JSON (RFC 8785), at most 4096 bytes; its SHA-256 goes on chain. Hashes and keys are 64
   * lower-case hexadecimal digits. All of {version: 1, engine: "exact" or "process", seed (32 bytes by lot), epochs,
   * checkpointInterval (epochs; at most 64 checkpoints), datasetRoot, initialWeights, estimatedSeconds, clientKey (that of
   * field 2)} and, for "process", program: {name (as the node's owner calls it), config (an object of at most 2048 bytes)}
   * and, if wanted, tolerance. Its commitments are field hashes:
   * datasetRoot:    "cyxwiz:process-dataset:v1" ‖ sha256(file)
   * initialWeights: "cyxwiz:process-start:v1" ‖ canonical JSON of {program, seed}
   * of any weights: "cyxwiz:process-weights:v1" ‖ sha256(safetensors file)
   * For "exact", shape: {inputs, hidden, outputs, batch} and, in the exact tier, exact; its commitments are Poseidon hashes
   * over packed words: docs/exact-training.md.
   */
  'specJson': (Buffer);
  'resources': (_cyxwiz_coordinator_v1_ResourceRequirements__Output | null);
  'priority': (_cyxwiz_coordinator_v1_Priority__Output);
  'mint': (string);
  /**
   * SHA-256 of a nonce that the client keeps secret until audits are drawn.
   */
  'clientNonceHash': (Buffer);
  /**
   * Highest price the client accepts, base units; 0: no limit.
   */
  'maxPrice': (string);
  /**
   * Seconds from creation after which anyone may refund; at most seven days; 0: the coordinator's default.
   */
  'deadlineSeconds': (string);
  /**
   * The same key with the same request returns the same offer.
   */
  'idempotencyKey': (string);
  /**
   * Segments that the node has to prove in the exact tier, at most 64; 0: governance's default. The tier and its terms
   * are in the specification.
   */
  'audits': (number);
}
