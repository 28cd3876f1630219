import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type JobSpec, parseJobSpec } from '@cyxwiz/protocol';
import { ClientError } from '@cyxwiz/sdk';
import type { Context } from '../context.ts';
import { bar } from '../output/text.ts';
import type { JobFile } from './job-file.ts';
import { findKept, incomingPath, isStateOf, keptBefore, keptPath, type WantedState } from './kept-files.ts';
import { openRetraining, type Retraining } from './retrain.ts';

export interface StateOptions {
  /** Files of the user's own to look in as well. */
  readonly keptElsewhere?: readonly string[];
  /** How the program of a process job is started here: a JSON file. */
  readonly engines?: string | undefined;
}

/** What the training goes on from; null: from the job's beginning. */
type From = Parameters<Retraining['engine']['train']>[0];

/**
 * The file with the state that the next node begins with. A node may die between its proof and our download: what we do not
 * have is trained here once more, from the latest state that we kept, and held against what was proven. The built-in engine
 * is always here, a program only where `engines` names it.
 * @throws ClientError CHECKPOINT_MISSING; CliError BAD_INPUT for data or programs that do not fit
 */
export async function stateToGoOnWith(
  context: Context,
  file: Pick<JobFile, 'job' | 'specJson' | 'datasetPath'>,
  wanted: WantedState,
  { keptElsewhere = [], engines }: StateOptions,
): Promise<string> {
  const { job } = file;
  const spec = parseJobSpec(new TextEncoder().encode(file.specJson));
  const kept = await findKept(context.home, job, wanted, spec.engine, keptElsewhere);
  if (kept !== undefined) return kept;
  if (spec.engine === 'process' && engines === undefined) {
    throw missing(
      job,
      wanted,
      'is not kept here',
      `train it again: cyxwiz job reassign ${job} --engines FILE, a JSON file that says how ${spec.program.name} is started`,
    );
  }
  const retraining = await openRetraining(context, spec, { ...(engines && { engines }) }, file.datasetPath);
  try {
    return await trainAgain(context, job, spec, wanted, retraining);
  } finally {
    await retraining.engine.close();
  }
}

async function trainAgain(
  context: Context,
  job: string,
  spec: JobSpec,
  wanted: WantedState,
  retraining: Retraining,
): Promise<string> {
  const { output, home } = context;
  const starts = [...(await keptBefore(home, job, wanted.epoch)), null];
  for (const start of starts) {
    const from = start && { epoch: start.epoch, bytes: await readFile(start.path) };
    const first = (from?.epoch ?? 0) + 1;
    output.note(
      `the state behind epoch ${wanted.epoch} is not kept here: training epochs ${first} to ${wanted.epoch} again`,
    );
    const state = await retraining.engine
      .train(from, wanted.epoch, (epoch) =>
        output.progress(`again ${bar(epoch - first + 1, wanted.epoch - first + 1)} epochs`),
      )
      .catch((error: unknown) => giveUp(context, from, error));
    if (state === undefined || !isStateOf(state, wanted.weights, spec.engine)) continue;
    const path = keptPath(home, job, wanted.epoch);
    await keep(incomingPath(home, job), path, state);
    output.note(`it is what was proven: ${path}`);
    if (output.json) {
      const data = { event: 'retrained', epoch: wanted.epoch, from: from?.epoch ?? 0, path };
      output.say({ data, text: '' });
    }
    return path;
  }
  throw missing(job, wanted, 'is not kept here, and epochs that are trained again here lead elsewhere');
}

/** A start that somebody damaged is as good as none; without one there is nothing else to try. */
function giveUp({ signal }: Context, from: From, error: unknown): undefined {
  if (from === null || signal.aborted) throw error;
  return undefined;
}

async function keep(incoming: string, path: string, state: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(incoming, state, { mode: 0o600, flush: true });
  await rename(incoming, path);
}

function missing(job: string, { epoch }: WantedState, why: string, instead?: string): ClientError {
  const refund = `take the rest of its price back: cyxwiz crank timeout ${job}`;
  return new ClientError(
    'CHECKPOINT_MISSING',
    `the next node would go on behind epoch ${epoch}, which is proven, and the state behind it ${why}`,
    {
      next: instead ? `${instead}; or ${refund}` : `nobody can go on with this job; ${refund}`,
      details: { epoch: String(epoch) },
    },
  );
}
