import type { ProofStage } from '../domain/events.ts';
import type { CheckpointRecord } from '../domain/job-record.ts';
import type { ChainProof } from './chain.ts';

export interface ProofRequest {
  readonly binding: Uint8Array;
  readonly checkpoints: readonly CheckpointRecord[];
}

export interface ProofResult {
  readonly proof: ChainProof;
  readonly millis: number;
  readonly backend: string;
}

/** Makes checkpoint-chain proofs outside the thread that serves the network. */
export interface Prover {
  prove(request: ProofRequest, onStage: (stage: ProofStage, millis: number) => void): Promise<ProofResult>;
  close(): Promise<void>;
}
