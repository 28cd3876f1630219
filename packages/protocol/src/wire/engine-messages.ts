import { z } from 'zod';
import { CyxwizError } from '../failure.ts';
import { programSchema } from '../training/process-job.ts';

/** Version of the conversation between a node and a program that trains; both sides name it. */
export const ENGINE_WIRE_VERSION = 1;
/** Longest line in bytes, without its end. */
export const MAX_ENGINE_LINE_BYTES = 64 * 1024;
/** Descriptors of the program: it reads from the first and writes to the second. */
export const ENGINE_READ_FD = 3;
export const ENGINE_WRITE_FD = 4;

const U32_MAX = 0xffff_ffff;
/** Above it the loss in millionths does not fit the checkpoint circuit (48 bits). */
const MAX_LOSS = 281_474_976;

/** A plain name: no separators, nothing hidden, nothing that leads out of the work folder. */
export const checkpointNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must be a plain file name');

const epochNumber = z.int().min(1).max(U32_MAX);

/** What a node sends. */
export const toEngineSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start'),
    version: z.literal(ENGINE_WIRE_VERSION),
    /** What the job's specification says of the training. */
    job: z.strictObject({
      program: programSchema,
      seed: z.string().regex(/^[0-9a-f]{64}$/),
      epochs: epochNumber,
    }),
    /** The client's file; to be read, never written. */
    dataset: z.string().min(1).max(4096),
    /** The program's working directory, where checkpoints go. */
    folder: z.string().min(1).max(4096),
    /** A checkpoint in the folder to go on from, or null. */
    checkpoint: z.strictObject({ file: checkpointNameSchema, epoch: epochNumber }).nullable(),
  }),
  /** Train this epoch; the answer is `epoch`. */
  z.strictObject({ type: z.literal('train'), epoch: epochNumber }),
  z.strictObject({ type: z.literal('pause') }),
  z.strictObject({ type: z.literal('resume') }),
  /** End in good order: answer `done` and exit. */
  z.strictObject({ type: z.literal('stop') }),
]);

/** What a program sends. */
export const fromEngineSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    version: z.literal(ENGINE_WIRE_VERSION),
    name: z.string().min(1).max(64),
    /** `pause`: within an epoch; `resume`: from a checkpoint; `deterministic`: to the same bytes. Others mean nothing yet. */
    abilities: z.array(z.string().min(1).max(32)).max(16),
  }),
  /** The data set is read, the first epoch can be trained. */
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({
    type: z.literal('epoch'),
    epoch: epochNumber,
    loss: z.number().min(0).lt(MAX_LOSS),
    accuracy: z.number().min(0).max(1),
    /** Name of a safetensors file in the work folder, complete when this is sent. */
    checkpoint: checkpointNameSchema,
  }),
  /** Alive; to be sent from the training itself, so that a training that hangs falls silent. */
  z.strictObject({ type: z.literal('heartbeat'), paused: z.boolean() }),
  z.strictObject({ type: z.literal('done') }),
  z.strictObject({ type: z.literal('error'), message: z.string().max(2000) }),
]);

export type ToEngine = z.infer<typeof toEngineSchema>;
export type FromEngine = z.infer<typeof fromEngineSchema>;

/** One line for the program, its end included. */
export function encodeToEngine(message: ToEngine): Uint8Array {
  const line = new TextEncoder().encode(JSON.stringify(toEngineSchema.parse(message)));
  if (line.length > MAX_ENGINE_LINE_BYTES) throw new RangeError('a message to an engine is too long');
  return Uint8Array.of(...line, 10);
}

/** Reads a line of a program, given without its end. @throws CyxwizError `ENGINE_MESSAGE` */
export function decodeFromEngine(line: Uint8Array): FromEngine {
  if (line.length > MAX_ENGINE_LINE_BYTES) throw refused(`it is longer than ${MAX_ENGINE_LINE_BYTES} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch {
    throw refused('it is not JSON in UTF-8');
  }
  const parsed = fromEngineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refused(
    parsed.error.issues.map((i) => `${i.path.join('.') || 'the whole'}: ${i.message}`).join('; '),
  );
}

function refused(why: string) {
  return new CyxwizError({ code: 'ENGINE_MESSAGE', message: `a message of the engine is refused: ${why}` });
}
