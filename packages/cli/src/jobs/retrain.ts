import { spawnSync } from 'node:child_process';
import { AGENT_VERSION, openReexecutor, type Reexecutor } from '@cyxwiz/node';
import { type JobSpec, messageOf } from '@cyxwiz/protocol';
import type { RecheckEvidence } from '@cyxwiz/sdk';
import type { Context } from '../context.ts';
import { badInput } from '../failure/cli-error.ts';
import { type EngineOffers, readEngines } from '../input/engines-file.ts';
import { readJobDataset } from '../input/file.ts';

export interface RetrainOptions {
  readonly dataset?: string;
  readonly engines?: string;
}

export interface Retraining {
  readonly engine: Reexecutor;
  /** For evidence. */
  readonly with: RecheckEvidence['reexecution'];
}

/**
 * What trains epochs of a job again on this machine.
 * @throws CliError BAD_INPUT for a data set, a program or a file of programs that does not fit
 */
export async function openRetraining(
  context: Context,
  spec: JobSpec,
  options: RetrainOptions,
  datasetPath: string | undefined = options.dataset,
): Promise<Retraining> {
  if (datasetPath === undefined) {
    throw badInput('--dataset', 'is missing', 'name the file that the job was made from');
  }
  const engines = await enginesFor(spec, options.engines);
  const dataset = await readJobDataset(datasetPath, spec.engine, '--dataset');
  const { signal } = context;
  const log = {
    info: () => {},
    debug: () => {},
    error: () => {},
    warn: (facts: object, text: string) =>
      context.output.note(`note: ${text}${'lastWords' in facts ? `: ${facts.lastWords}` : ''}`),
  };
  const engine = await openReexecutor({ spec, dataset, engines, signal, log }).catch((cause: unknown) => {
    const { code } = cause as { code?: string };
    if (code !== 'DATASET_ROOT' && code !== 'DATASET_INVALID') throw cause;
    throw badInput('--dataset', messageOf(cause), 'name the file that the job was made from', cause);
  });
  return { engine, with: describe(spec, engines) };
}

async function enginesFor(spec: JobSpec, path: string | undefined): Promise<EngineOffers> {
  if (spec.engine === 'exact') return {};
  const { name } = spec.program;
  const next = `give a JSON file that says how it is started: {"${name}": {"command": ["program", "argument"]}}`;
  if (path === undefined) throw badInput('--engines', `the job was trained by the program ${name}`, next);
  const engines = await readEngines(path);
  if (!Object.hasOwn(engines, name)) throw badInput('--engines', `${path} has no program ${name}`, next);
  return engines;
}

function describe(spec: JobSpec, engines: EngineOffers): Retraining['with'] {
  const versions = {
    cyxwiz: AGENT_VERSION,
    node: process.version,
    system: `${process.platform} ${process.arch}`,
  };
  if (spec.engine === 'exact') return { engine: 'exact', command: null, environment: [], versions };
  const { name } = spec.program;
  const { command = [], env = {} } = engines[name] ?? {};
  return {
    engine: `process:${name}`,
    command: [...command],
    environment: Object.keys(env),
    versions: { ...versions, program: versionOf(command[0] ?? '') },
  };
}

/** What the program says of itself; a custom that most keep. */
function versionOf(program: string): string {
  const { stdout, stderr, status } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const [line = ''] = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n');
  return status === 0 && line !== '' ? line.slice(0, 400) : 'says nothing of its version';
}
