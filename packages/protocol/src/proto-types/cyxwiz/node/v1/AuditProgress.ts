// Original file: proto/cyxwiz/node/v1/training.proto


/**
 * Only of a job in the exact tier, between the final anchor and the end.
 */
export interface AuditProgress {
  /**
   * COMMITTING, STEPS_ANCHORED, SLOT_MOVED, SLOT_RECORDED, CHALLENGE_OPENED, PROVEN.
   */
  'stage'?: (string);
  /**
   * COMMITTING: segments of the training that are committed to; PROVEN: audits that the chain has verified. Else 0.
   */
  'done'?: (number);
  'of'?: (number);
  /**
   * The node's transaction; empty where another's did the same.
   */
  'transaction'?: (string);
}

/**
 * Only of a job in the exact tier, between the final anchor and the end.
 */
export interface AuditProgress__Output {
  /**
   * COMMITTING, STEPS_ANCHORED, SLOT_MOVED, SLOT_RECORDED, CHALLENGE_OPENED, PROVEN.
   */
  'stage': (string);
  /**
   * COMMITTING: segments of the training that are committed to; PROVEN: audits that the chain has verified. Else 0.
   */
  'done': (number);
  'of': (number);
  /**
   * The node's transaction; empty where another's did the same.
   */
  'transaction': (string);
}
