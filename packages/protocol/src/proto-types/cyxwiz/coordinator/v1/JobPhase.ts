// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

export const JobPhase = {
  JOB_PHASE_UNSPECIFIED: 'JOB_PHASE_UNSPECIFIED',
  /**
   * Offered to the client, not yet in escrow.
   */
  JOB_PHASE_RESERVED: 'JOB_PHASE_RESERVED',
  JOB_PHASE_FUNDED: 'JOB_PHASE_FUNDED',
  JOB_PHASE_RUNNING: 'JOB_PHASE_RUNNING',
  JOB_PHASE_PROVING: 'JOB_PHASE_PROVING',
  JOB_PHASE_SETTLED: 'JOB_PHASE_SETTLED',
  JOB_PHASE_CANCELLED: 'JOB_PHASE_CANCELLED',
  JOB_PHASE_REFUNDED: 'JOB_PHASE_REFUNDED',
  JOB_PHASE_TIMED_OUT: 'JOB_PHASE_TIMED_OUT',
  /**
   * The reservation ran out before the escrow was funded.
   */
  JOB_PHASE_EXPIRED: 'JOB_PHASE_EXPIRED',
  /**
   * A party disputes it; its money is frozen until token holders have decided.
   */
  JOB_PHASE_DISPUTED: 'JOB_PHASE_DISPUTED',
  /**
   * It was paid out as the verdict says.
   */
  JOB_PHASE_RESOLVED: 'JOB_PHASE_RESOLVED',
} as const;

export type JobPhase =
  | 'JOB_PHASE_UNSPECIFIED'
  | 0
  /**
   * Offered to the client, not yet in escrow.
   */
  | 'JOB_PHASE_RESERVED'
  | 1
  | 'JOB_PHASE_FUNDED'
  | 2
  | 'JOB_PHASE_RUNNING'
  | 3
  | 'JOB_PHASE_PROVING'
  | 4
  | 'JOB_PHASE_SETTLED'
  | 5
  | 'JOB_PHASE_CANCELLED'
  | 6
  | 'JOB_PHASE_REFUNDED'
  | 7
  | 'JOB_PHASE_TIMED_OUT'
  | 8
  /**
   * The reservation ran out before the escrow was funded.
   */
  | 'JOB_PHASE_EXPIRED'
  | 9
  /**
   * A party disputes it; its money is frozen until token holders have decided.
   */
  | 'JOB_PHASE_DISPUTED'
  | 10
  /**
   * It was paid out as the verdict says.
   */
  | 'JOB_PHASE_RESOLVED'
  | 11

export type JobPhase__Output = typeof JobPhase[keyof typeof JobPhase]
