import type { WireState } from './job-machine.ts';
import type { EpochMetrics } from './job-record.ts';

/** What watchers of a job are told. */
export type JobEvent =
  | { readonly kind: 'status'; readonly status: JobStatus }
  | { readonly kind: 'epoch'; readonly metrics: EpochMetrics; readonly epochs: number }
  | {
      readonly kind: 'anchored';
      readonly checkpoints: number;
      readonly root: string;
      readonly transaction: string;
    }
  | { readonly kind: 'proof'; readonly progress: ProofProgress }
  | { readonly kind: 'audit'; readonly progress: AuditProgress }
  | { readonly kind: 'ended'; readonly ended: JobEnded };

export interface JobStatus {
  readonly state: WireState;
  readonly epoch: number;
  readonly epochs: number;
  readonly elapsedMs: number;
  readonly etaMs: number;
  readonly cpuLoad: number;
  readonly memoryUsedMib: number;
  /** Of the last epoch; 0 before the first. */
  readonly lossMicros: number;
  readonly accuracyPpm: number;
  /** The last epoch whose state is on disk. */
  readonly stateEpoch: number;
}

export type ProofStage = 'STARTED' | 'WITNESS' | 'PROVED' | 'SUBMITTED' | 'VERIFIED';

export interface ProofProgress {
  readonly stage: ProofStage;
  readonly millis: number;
  readonly transaction: string;
  readonly backend: string;
}

export type AuditStage =
  | 'COMMITTING'
  | 'STEPS_ANCHORED'
  | 'SLOT_MOVED'
  | 'SLOT_RECORDED'
  | 'CHALLENGE_OPENED'
  | 'PROVEN';

export interface AuditProgress {
  readonly stage: AuditStage;
  /** Segments while committing, audits while proving; otherwise 0. */
  readonly done: number;
  readonly of: number;
  /** Empty where somebody else did it. */
  readonly transaction: string;
}

export interface JobEnded {
  readonly ok: boolean;
  readonly error: string;
  /** Commitment to the final weights, hex; empty when there are none. */
  readonly finalWeights: string;
  readonly weightsBytes: number;
}
