// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

/**
 * What is proven of a training.
 */
export const VerificationTier = {
  VERIFICATION_TIER_UNSPECIFIED: 'VERIFICATION_TIER_UNSPECIFIED',
  /**
   * The chain of its checkpoints.
   */
  VERIFICATION_TIER_COMMITTED: 'VERIFICATION_TIER_COMMITTED',
  /**
   * That, and the steps of segments that were drawn when the training was over.
   */
  VERIFICATION_TIER_EXACT: 'VERIFICATION_TIER_EXACT',
} as const;

/**
 * What is proven of a training.
 */
export type VerificationTier =
  | 'VERIFICATION_TIER_UNSPECIFIED'
  | 0
  /**
   * The chain of its checkpoints.
   */
  | 'VERIFICATION_TIER_COMMITTED'
  | 1
  /**
   * That, and the steps of segments that were drawn when the training was over.
   */
  | 'VERIFICATION_TIER_EXACT'
  | 2

/**
 * What is proven of a training.
 */
export type VerificationTier__Output = typeof VerificationTier[keyof typeof VerificationTier]
