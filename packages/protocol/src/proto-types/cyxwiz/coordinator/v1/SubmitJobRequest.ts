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
   * Job specification as canonical JSON (RFC 8785); its SHA-256 goes on chain.
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
   * Job specification as canonical JSON (RFC 8785); its SHA-256 goes on chain.
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
