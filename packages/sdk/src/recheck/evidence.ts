import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Comparison } from '@cyxwiz/engine';
import { type Job, type JobSpec, messageOf, programs, type Seen, toHex } from '@cyxwiz/protocol';
import { ClientError } from '../errors.ts';
import { commitmentOf, type ListedCheckpoint } from './checkpoints.ts';
import type { SlotHash } from './draw.ts';
import { EVIDENCE_FILES, evidenceSchema, type RecheckEvidence } from './evidence-schema.ts';
import { type Rechecked, type RecheckedFiles, toleranceOf } from './recheck.ts';

export const EVIDENCE_FILE = 'evidence.json';

export interface EvidenceInput {
  readonly genesisHash: string;
  readonly job: Seen<Job>;
  readonly spec: JobSpec;
  readonly checkpoints: readonly ListedCheckpoint[];
  readonly draw: (SlotHash & { readonly checkpoints: readonly number[] }) | null;
  readonly rechecked: Rechecked;
  readonly reexecution: RecheckEvidence['reexecution'];
  readonly now: Date;
}

/** Writes down that the node's checkpoint is not what its epochs lead to. */
export function describeMismatch(input: EvidenceInput): RecheckEvidence {
  const { spec, draw, rechecked } = input;
  const { address, slot, value: job } = input.job;
  const { before, after, again } = rechecked.files;
  const entry = <Which extends keyof typeof EVIDENCE_FILES>(which: Which, bytes: Uint8Array) => ({
    name: EVIDENCE_FILES[which],
    sha256: sha256Hex(bytes),
    bytes: bytes.length,
    commitment: commitmentOf(bytes, spec.engine),
  });
  return evidenceSchema.parse({
    format: 'cyxwiz-evidence',
    version: 1,
    kind: 'recheck',
    madeAt: input.now.toISOString(),
    cluster: { genesisHash: input.genesisHash },
    program: programs.jobEscrow.id.toBase58(),
    job: {
      address,
      node: job.node,
      slot,
      specHash: toHex(job.specHash),
      datasetRoot: toHex(job.datasetRoot),
      binding: toHex(job.binding),
      checkpoints: job.checkpoints,
      anchoredCheckpoints: job.anchoredCheckpoints,
      anchoredRoot: toHex(job.anchoredRoot),
      anchoredWeights: toHex(job.anchoredWeights),
      anchoredElapsedMs: String(job.anchoredElapsedMs),
    },
    specification: spec,
    checkpoints: input.checkpoints,
    draw: draw && { slot: draw.slot, slotHash: toHex(draw.hash), checkpoints: draw.checkpoints },
    stretch: rechecked.stretch,
    tolerance: toleranceOf(spec),
    files: {
      before: before && entry('before', before),
      after: entry('after', after),
      again: again && entry('again', again),
    },
    comparison: comparisonText(rechecked.comparison),
    reexecution: input.reexecution,
    rerun: `cyxwiz dispute check ${EVIDENCE_FILE} --dataset FILE${spec.engine === 'process' ? ' --engines FILE' : ''}: FILE is the data set whose root is above${spec.engine === 'process' ? `, and a JSON file that says how the program ${spec.program.name} is started: {"${spec.program.name}": {"command": [...]}}` : ''}`,
  });
}

/** As it stands in evidence.json. */
export function comparisonText({ faults, differences }: Comparison): RecheckEvidence['comparison'] {
  return {
    faults: [...faults],
    differences: differences.map(({ worst, shape, ...rest }) => ({
      ...rest,
      shape: [...shape],
      worst: {
        index: worst.index,
        a: String(worst.a),
        b: String(worst.b),
        difference: String(worst.difference),
      },
    })),
  };
}

export interface WrittenEvidence {
  /** evidence.json: with its hash a dispute is opened. */
  readonly path: string;
  readonly sha256: string;
}

/** Writes evidence.json and the files that it names into a folder of their own. */
export async function writeEvidence(
  folder: string,
  evidence: RecheckEvidence,
  files: RecheckedFiles,
): Promise<WrittenEvidence> {
  await mkdir(folder, { recursive: true });
  for (const which of ['before', 'after', 'again'] as const) {
    const bytes = files[which];
    if (bytes) await writeFile(join(folder, EVIDENCE_FILES[which]), bytes);
  }
  const path = join(folder, EVIDENCE_FILE);
  const text = Buffer.from(`${JSON.stringify(evidence, null, 2)}\n`);
  await writeFile(path, text);
  return { path, sha256: sha256Hex(text) };
}

export interface OpenedEvidence {
  readonly evidence: RecheckEvidence;
  readonly sha256: string;
  /** A file that is missing or not the one that was named is undefined; `faults` says why. */
  readonly files: { readonly [which in keyof RecheckedFiles]: Uint8Array | null | undefined };
  readonly faults: readonly string[];
}

/**
 * Reads evidence.json, or the folder that it lies in, and the files beside it.
 * @throws ClientError EVIDENCE_INVALID when evidence.json is none
 */
export async function openEvidence(given: string): Promise<OpenedEvidence> {
  const path = basename(given).endsWith('.json') ? given : join(given, EVIDENCE_FILE);
  const invalid = (why: string, cause?: unknown) =>
    new ClientError('EVIDENCE_INVALID', `${path} is no evidence of a recheck: ${why}`, {
      next: 'name the evidence.json that cyxwiz job recheck wrote, or its folder',
      cause,
    });
  let text: Buffer;
  let value: unknown;
  try {
    text = await readFile(path);
    value = JSON.parse(text.toString('utf8'));
  } catch (cause) {
    throw invalid(messageOf(cause), cause);
  }
  const parsed = evidenceSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`${issue?.path.join('.') || 'the whole'}: ${issue?.message}`);
  }
  const { data: evidence } = parsed;
  const faults: string[] = [];
  const files: Record<string, Uint8Array | null | undefined> = {};
  for (const which of ['before', 'after', 'again'] as const) {
    const named = evidence.files[which];
    files[which] = named && (await readNamed(dirname(path), named, faults));
  }
  return { evidence, sha256: sha256Hex(text), files: files as OpenedEvidence['files'], faults };
}

async function readNamed(
  folder: string,
  { name, sha256, bytes }: { name: string; sha256: string; bytes: number },
  faults: string[],
): Promise<Uint8Array | undefined> {
  let found: Uint8Array;
  try {
    found = new Uint8Array(await readFile(join(folder, name)));
  } catch (error) {
    faults.push(`${name}: ${messageOf(error)}`);
    return undefined;
  }
  if (found.length === bytes && sha256Hex(found) === sha256) return found;
  faults.push(`${name} is not the file that was named: its SHA-256 differs`);
  return undefined;
}

function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
