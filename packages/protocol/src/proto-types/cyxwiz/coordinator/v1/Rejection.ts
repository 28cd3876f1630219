// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto


export interface Rejection {
  'node'?: (string);
  /**
   * Typed code, for programs: INSUFFICIENT_STAKE, TIER_TOO_LOW, HARDWARE, SUSPENDED, BANNED, BUSY, OFFLINE, LOWER_SCORE, PRICE.
   */
  'code'?: (string);
  /**
   * For people.
   */
  'reason'?: (string);
  /**
   * Match score of a node that could do the job but lost, 0 to 1.
   */
  'matchScore'?: (number | string);
  '_matchScore'?: "matchScore";
}

export interface Rejection__Output {
  'node': (string);
  /**
   * Typed code, for programs: INSUFFICIENT_STAKE, TIER_TOO_LOW, HARDWARE, SUSPENDED, BANNED, BUSY, OFFLINE, LOWER_SCORE, PRICE.
   */
  'code': (string);
  /**
   * For people.
   */
  'reason': (string);
  /**
   * Match score of a node that could do the job but lost, 0 to 1.
   */
  'matchScore'?: (number);
  '_matchScore'?: "matchScore";
}
