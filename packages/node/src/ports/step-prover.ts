import type { JobSpec } from '@cyxwiz/protocol';
import type { TrainingInputs } from './engine.ts';
import type { ProofResult } from './prover.ts';

/** What a proof of a segment is bound to, besides the training. */
export interface AuditedSegment {
  readonly segment: number;
  readonly binding: Uint8Array;
  readonly challenge: Uint8Array;
}

/** A training whose every state is committed to, and of which any segment can be proven. */
export interface CommittedSteps {
  /** Root over the states between the segments. */
  readonly root: Uint8Array;
  readonly segments: number;
  /** Several may be asked for at once. @throws NodeError STEPS_FAILED */
  prove(at: AuditedSegment, signal: AbortSignal): Promise<ProofResult>;
  /** Lets go of it and of its files. */
  forget(): Promise<void>;
}

export interface StepTraining extends TrainingInputs {
  readonly spec: JobSpec;
  /** What the engine ended with; the prover must come by the same. */
  readonly finalWeights: Uint8Array;
  /** What an earlier run of this node committed to. */
  readonly root: Uint8Array | undefined;
}

export interface CommitOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, of: number) => void;
}

/** Repeats trainings of the exact tier and proves their steps, outside the thread that serves the network. */
export interface StepProver {
  /** Why this node cannot prove the steps of such a job; null when it can, with its key at hand. */
  whyNot(spec: JobSpec): Promise<string | null>;
  /** @throws NodeError STEPS_FAILED, with the fact `differs` when engine and prover disagree */
  commit(training: StepTraining, options: CommitOptions): Promise<CommittedSteps>;
  close(): Promise<void>;
}
