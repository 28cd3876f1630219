import {
  bytesToField,
  CheckpointChain,
  checkpointCount,
  equalBytes,
  fieldToBytes,
  fromHex,
  type Job,
  type JobSpec,
  messageOf,
  specHash,
  stretchOf,
  toHex,
} from '@cyxwiz/protocol';
import { z } from 'zod';
import { ClientError } from '../errors.ts';
import { weightsCommitment } from '../weights.ts';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');
const natural = z.int().min(0);

/** One checkpoint as a node lists it: what is hashed into the chain whose root it anchored. */
export const listedCheckpointSchema = z.strictObject({
  /** The last epoch that it contains. */
  epoch: natural.min(1),
  /** Commitment to the weights, 32 bytes big endian. */
  weights: hex32,
  lossMicros: natural,
  accuracyPpm: natural.max(1_000_000),
  /** Milliseconds since the job was accepted. */
  timeMs: natural,
});

export type ListedCheckpoint = z.infer<typeof listedCheckpointSchema>;

/** What the chain says of the training of a job. */
export type Anchored = Pick<
  Job,
  | 'specHash'
  | 'binding'
  | 'checkpoints'
  | 'anchoredCheckpoints'
  | 'anchoredRoot'
  | 'anchoredWeights'
  | 'anchoredElapsedMs'
>;

/**
 * Takes a list of checkpoints from anybody: it is the node's own, fixed before its final anchor, or it is refused.
 * @throws ClientError CHECKPOINTS_MISMATCH
 */
export function requireAnchored(list: readonly ListedCheckpoint[], job: Anchored, spec: JobSpec): void {
  const wrong = anchoredFault(list, job, spec);
  if (wrong === undefined) return;
  throw new ClientError('CHECKPOINTS_MISMATCH', `the list of checkpoints is not the anchored one: ${wrong}`, {
    next: 'get the list from the node again, or from the job’s receipt; without it nothing can be re-executed',
  });
}

/** What keeps the list from being the anchored one. */
export function anchoredFault(
  list: readonly ListedCheckpoint[],
  job: Anchored,
  spec: JobSpec,
): string | undefined {
  if (!equalBytes(specHash(spec), job.specHash)) return 'the specification is not the job’s';
  const count = checkpointCount(spec);
  if (job.anchoredCheckpoints !== count) return `${job.anchoredCheckpoints} of ${count} are anchored`;
  if (list.length !== count) return `it has ${list.length} entries, the job ${count} checkpoints`;
  const misplaced = list.findIndex(({ epoch }, index) => epoch !== stretchOf(spec, index + 1).to);
  if (misplaced >= 0) return `entry ${misplaced + 1} is of epoch ${list[misplaced]?.epoch}`;
  try {
    const chain = new CheckpointChain(
      bytesToField(job.binding),
      list.map(({ weights, lossMicros, accuracyPpm, timeMs }) => ({
        weights: bytesToField(fromHex(weights, 32)),
        lossMicros: BigInt(lossMicros),
        accuracyPpm,
        elapsedMs: BigInt(timeMs),
      })),
    );
    if (!equalBytes(fieldToBytes(chain.root()), job.anchoredRoot)) return 'it leads to another root';
  } catch (error) {
    return messageOf(error);
  }
  return undefined;
}

/** Where a node's checkpoints come from. What it gives is checked by whoever asks. */
export interface CheckpointSource {
  /** For people. */
  readonly describe: string;
  list(): Promise<readonly ListedCheckpoint[]>;
  /** The safetensors file behind the checkpoint that ends with this epoch; undefined when it is not kept. */
  take(epoch: number): Promise<Uint8Array | undefined>;
}

/**
 * A checkpoint that is the one in the list; undefined when the source does not have it.
 * @throws ClientError CHECKPOINT_MISMATCH, and failures of the source
 */
export async function takeCheckpoint(
  source: CheckpointSource,
  listed: ListedCheckpoint,
  engine: JobSpec['engine'],
): Promise<Uint8Array | undefined> {
  const bytes = await source.take(listed.epoch);
  if (bytes === undefined) return undefined;
  const found = commitmentOf(bytes, engine);
  if (found === listed.weights) return bytes;
  throw new ClientError(
    'CHECKPOINT_MISMATCH',
    `the checkpoint of epoch ${listed.epoch} from ${source.describe} is not the one that was anchored`,
    {
      next: 'ask again; a node that cannot show what it anchored has something to hide: do not waive, but nobody else can tell that it was asked',
      details: { found, anchored: listed.weights },
    },
  );
}

/** Hexadecimal; of a program's file even when it is no safetensors file, because the node may have committed to that. */
export function commitmentOf(bytes: Uint8Array, engine: JobSpec['engine']): string {
  try {
    return toHex(fieldToBytes(weightsCommitment(bytes, engine, { readable: false })));
  } catch (error) {
    return `none: ${messageOf(error)}`;
  }
}
