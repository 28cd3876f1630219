import { z } from 'zod';
import { sha256Field } from '../bytes.ts';
import { canonicalJson } from './canonical-json.ts';

/** Longest configuration of a program, in canonical bytes. */
export const MAX_PROGRAM_CONFIG_BYTES = 2048;
const MAX_CONFIG_DEPTH = 8;

/** What an owner calls a program that he offers. */
export const programNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits and hyphens');

/** The program of a `process` job and what it is told. The node knows what it runs by that name; the client never says. */
export const programSchema = z.strictObject({
  name: programNameSchema,
  config: z
    .record(z.string().min(1).max(64), z.unknown())
    .refine((config) => isBoundedJson(config, MAX_CONFIG_DEPTH), {
      message: `must be JSON of at most ${MAX_CONFIG_DEPTH} levels`,
      abort: true,
    })
    .refine((config) => canonicalJson(config).length <= MAX_PROGRAM_CONFIG_BYTES, {
      message: `must be at most ${MAX_PROGRAM_CONFIG_BYTES} bytes`,
    }),
});

export type Program = z.infer<typeof programSchema>;

const margin = (max: number) => z.number().min(0).max(max);

/**
 * How far two trainings of the same epoch by the same program may be apart, element by element: |a − b| ≤ absolute +
 * relative · |b|, where b is the one that re-executes. Of floating-point tensors; all others are equal or not.
 */
export const toleranceSchema = z.strictObject({ absolute: margin(1), relative: margin(1) });

export type Tolerance = z.infer<typeof toleranceSchema>;

/** Of a job whose specification names none: single precision, a few thousand steps, another machine's libraries. */
export const DEFAULT_TOLERANCE: Tolerance = { absolute: 1e-5, relative: 1e-3 };

/** SHA-256 of the file → the weights' commitment of a `process` job: of the safetensors bytes, its header included. */
export function processWeightsCommitment(sha256OfFile: Uint8Array): Uint8Array {
  return ofFile('cyxwiz:process-weights:v1', sha256OfFile);
}

/** SHA-256 of the file → the data set root of a `process` job. */
export function processDatasetRoot(sha256OfFile: Uint8Array): Uint8Array {
  return ofFile('cyxwiz:process-dataset:v1', sha256OfFile);
}

/**
 * What a `process` job has for initial weights. Its program makes them from name, configuration and seed, on the node, so
 * those are what is committed.
 */
export function processStart(program: Program, seed: string): Uint8Array {
  return sha256Field('cyxwiz:process-start:v1', canonicalJson({ program, seed }));
}

/** Twice hashed, so that the inner hash is what `sha256sum` prints, and neither kind of file can stand for the other. */
function ofFile(domain: string, sha256OfFile: Uint8Array): Uint8Array {
  if (sha256OfFile.length !== 32) throw new RangeError('a SHA-256 is 32 bytes');
  return sha256Field(domain, sha256OfFile);
}

function isBoundedJson(value: unknown, levels: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || levels === 0) return false;
  return Object.values(value).every((inner) => isBoundedJson(inner, levels - 1));
}
