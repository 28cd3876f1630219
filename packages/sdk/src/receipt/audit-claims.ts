import { type SegmentClaim, segmentBatches } from '@cyxwiz/engine';
import { bytesToField, fromHex, type JobSpec } from '@cyxwiz/protocol';
import type { Receipt } from './schema.ts';

/** What an exact job's specification fixes of its steps. */
export type ExactSpec = NonNullable<JobSpec['exact']>;
/** What a receipt says of audits. */
export type ReceiptAudit = NonNullable<Receipt['audit']>;

/** What the proof of a segment has to be about, by the receipt's fields alone. @throws EngineError */
export function segmentClaim(
  { job, proof }: Pick<Receipt, 'job' | 'proof'>,
  exact: ExactSpec,
  { challenge, stepsRoot, segments }: Pick<ReceiptAudit, 'challenge' | 'stepsRoot' | 'segments'>,
  segment: number,
): SegmentClaim {
  const field = (hex: string) => bytesToField(fromHex(hex));
  const seed = job.spec.seed as Parameters<typeof segmentBatches>[0];
  return {
    binding: field(proof.publicInputs.binding),
    challenge: field(challenge),
    stepsRoot: field(stepsRoot),
    initialWeights: field(job.spec.initialWeights),
    finalWeights: field(proof.publicInputs.finalWeights),
    datasetRoot: field(job.spec.datasetRoot),
    segment,
    segments,
    batchIndices: segmentBatches(seed, segment, exact.steps, exact.batches),
  };
}
