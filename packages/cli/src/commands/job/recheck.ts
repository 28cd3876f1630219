import { join } from 'node:path';
import {
  checkJobSpec,
  checkpointCount,
  drawnCheckpoints,
  equalBytes,
  type Job,
  type JobSpec,
  jobId,
  missProbability,
  parseJobSpec,
  type Seen,
  specHash,
} from '@cyxwiz/protocol';
import {
  type CheckpointSource,
  describeMismatch,
  type ListedCheckpoint,
  type Rechecked,
  recheck,
  requireAnchored,
  type SlotHash,
  slotHashAfter,
  summaryOf,
  writeEvidence,
} from '@cyxwiz/sdk';
import { type Command, Option } from 'commander';
import type { Context, WalletOptions } from '../../context.ts';
import { badInput, CliError } from '../../failure/cli-error.ts';
import { readJson } from '../../input/file.ts';
import { wholeNumber } from '../../input/numbers.ts';
import { checkpointSource } from '../../jobs/checkpoint-source.ts';
import { findJobFile, type JobFile } from '../../jobs/job-file.ts';
import { openRetraining, type Retraining } from '../../jobs/retrain.ts';
import {
  chainOptions,
  coordinatorOptions,
  jobArgument,
  leaf,
  walletOptions,
  withOptions,
} from '../../leaf.ts';
import { bar } from '../../output/text.ts';
import type { ChainOptions, CoordinatorOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { readJob } from './status.ts';

export interface RecheckOptions extends ChainOptions, CoordinatorOptions, WalletOptions {
  count: number;
  only?: number[];
  dataset?: string;
  engines?: string;
  spec?: string;
  checkpoints?: string;
  keep?: string;
  evidence?: string;
}

type Draw = SlotHash & { readonly checkpoints: readonly number[] };

const DEFAULT_COUNT = 4;

export function registerRecheck(parent: Command, around: Surroundings): void {
  const command = leaf<RecheckOptions>(
    parent,
    around,
    'recheck',
    're-execute epochs that the node could not foresee, and compare; packs a mismatch as evidence',
    (context, options, [job = '']) => run(context, options, job),
  )
    .addArgument(jobArgument())
    .addOption(
      new Option('--count <n>', 'checkpoints to draw').argParser(wholeNumber(1, 64)).default(DEFAULT_COUNT),
    )
    .addOption(
      new Option('--only <numbers>', 'these checkpoints instead, counted from 1: 3,7')
        .argParser((text) => text.split(',').map(wholeNumber(1, 64)))
        .conflicts('count'),
    )
    .option('--dataset <file>', 'the data set (default: the one that "job submit" was given here)')
    .option('--engines <file>', 'JSON: how the program of the job is started here, as nodes configure it')
    .option('--spec <file>', 'the job’s specification (default: the one in the job’s file here)')
    .option(
      '--checkpoints <folder>',
      'take the node’s checkpoints from here: checkpoints.json and epoch-N.safetensors',
    )
    .option('--keep <folder>', 'keep what comes from the node, for --checkpoints of somebody else')
    .option('--evidence <folder>', 'where to write evidence of a mismatch (default JOB.evidence)');
  withOptions(command, chainOptions(), coordinatorOptions(), walletOptions());
}

async function run(context: Context, options: RecheckOptions, id: string): Promise<void> {
  const file = await findJobFile(context.home, id);
  const job = await readAnchoredJob(context, options, id);
  const spec = await specOf(options, file, job.value);
  const { source, close } = await checkpointSource(context, options, file);
  const retraining = await openRetraining(context, spec, options, options.dataset ?? file?.datasetPath);
  try {
    const checkpoints = await source.list();
    requireAnchored(checkpoints, job.value, spec);
    const draw = await drawOf(context, options, job);
    const challenged = options.only ?? draw?.checkpoints ?? [];
    tellDraw(context, draw, challenged, checkpoints.length);
    await compareAll({ context, options, job, spec, source, retraining, checkpoints, draw, challenged });
  } finally {
    await retraining.engine.close();
    close();
  }
}

interface Work {
  readonly context: Context;
  readonly options: RecheckOptions;
  readonly job: Seen<Job>;
  readonly spec: JobSpec;
  readonly source: CheckpointSource;
  readonly retraining: Retraining;
  readonly checkpoints: readonly ListedCheckpoint[];
  readonly draw: Draw | null;
  readonly challenged: readonly number[];
}

async function compareAll(work: Work): Promise<void> {
  const { context, spec, source, retraining, checkpoints, challenged } = work;
  const { output } = context;
  const results: Rechecked[] = [];
  const onEpoch: Parameters<typeof recheck>[0]['onEpoch'] = ({ from, to }, epoch) =>
    output.progress(`epochs ${from} to ${to} ${bar(epoch - from + 1, to - from + 1)}`);
  const retrain = retraining.engine.train;
  const bad: { path: string; sha256: string; to: number }[] = [];
  for await (const one of recheck({ spec, checkpoints, challenged, source, retrain, onEpoch })) {
    results.push(one);
    const { stretch, comparison } = one;
    const evidence = comparison.agree ? undefined : await pack(work, one);
    if (evidence) bad.push({ ...evidence, to: stretch.to });
    const epochs =
      stretch.from === stretch.to ? `epoch ${stretch.to}` : `epochs ${stretch.from} to ${stretch.to}`;
    const verdict = comparison.agree
      ? `agrees: ${comparison.elements} elements, at most ${comparison.largest} apart`
      : `DIFFERS: ${summaryOf(comparison)}`;
    const { agree, elements, largest, faults, differences } = comparison;
    output.say({
      data: {
        ...{ event: 'rechecked', ...stretch, agree, elements, largest: String(largest), faults, differences },
        evidence: evidence ?? null,
      },
      text: `${epochs} ${verdict}${evidence ? `\n  evidence ${evidence.path}\n  sha256   ${evidence.sha256}` : ''}`,
    });
  }
  tellEnd(work, results);
  const [first] = bad;
  if (first === undefined) return;
  throw new CliError({
    code: 'RECHECK_MISMATCH',
    message: `${bad.length} of ${results.length} stretches lead elsewhere than the node’s checkpoints`,
    next: nextOf(work.job, first.path),
    details: { evidence: bad },
  });
}

function nextOf({ address, value }: Seen<Job>, path: string): string {
  if (value.state !== 'Proving')
    return `the job is ${value.state}: it is too late for a dispute; rate the node`;
  return `do not waive; within the objection window: cyxwiz dispute open ${address} --evidence ${path}`;
}

async function pack(work: Work, rechecked: Rechecked) {
  const { context, options, job, spec, checkpoints, draw, retraining } = work;
  const evidence = describeMismatch({
    genesisHash: await context.connection(options).getGenesisHash(),
    ...{ job, spec, checkpoints, draw, rechecked },
    reexecution: retraining.with,
    now: new Date(),
  });
  const folder = options.evidence ?? `${job.address}.evidence`;
  return writeEvidence(join(folder, `epoch-${rechecked.stretch.to}`), evidence, rechecked.files);
}

/** @throws CliError JOB_NOT_FOUND, WRONG_STATE */
async function readAnchoredJob(context: Context, options: ChainOptions, id: string): Promise<Seen<Job>> {
  const chain = context.chain(options);
  const seen = await readJob(chain, id);
  const { anchoredCheckpoints, checkpoints, reassignments } = seen.value;
  const wrong = (message: string, next: string) => new CliError({ code: 'WRONG_STATE', message, next });
  if (anchoredCheckpoints !== checkpoints) {
    throw wrong(
      `the node has anchored ${anchoredCheckpoints} of ${checkpoints} checkpoints`,
      'wait for the final anchor: until then the node could still choose what to commit to',
    );
  }
  if (reassignments > 0) {
    throw wrong(
      'several nodes trained this job, and the checkpoints of the earlier ones are not on its account any more',
      'train it again as a whole and compare the weights',
    );
  }
  return seen;
}

/** @throws CliError BAD_INPUT */
async function specOf({ spec: path }: RecheckOptions, file: JobFile | undefined, job: Job): Promise<JobSpec> {
  if (path === undefined && file === undefined) {
    throw badInput(
      '--spec',
      'this job was not submitted from here',
      'get its specification from its client, or its receipt',
    );
  }
  const spec =
    path === undefined
      ? parseJobSpec(new TextEncoder().encode(file?.specJson))
      : checkJobSpec(await readJson(path, '--spec'));
  if (equalBytes(specHash(spec), job.specHash)) return spec;
  throw badInput('--spec', 'its hash is not the one in the escrow', 'get the specification of this very job');
}

/** Null when the caller chooses. */
async function drawOf(context: Context, options: RecheckOptions, job: Seen<Job>): Promise<Draw | null> {
  if (options.only) {
    const { checkpoints } = job.value;
    const odd = options.only.find((number) => number > checkpoints);
    if (odd !== undefined)
      throw badInput('--only', `there is no checkpoint ${odd}`, `the job has ${checkpoints}`);
    return null;
  }
  const { signal } = context;
  const slotHash = await slotHashAfter(context.connection(options), job.slot, { signal });
  const { checkpoints } = job.value;
  return {
    ...slotHash,
    checkpoints: drawnCheckpoints(slotHash.hash, jobId(job.address), checkpoints, options.count),
  };
}

function tellDraw({ output }: Context, draw: Draw | null, challenged: readonly number[], of: number): void {
  const how = draw ? `drawn with the hash of slot ${draw.slot}` : 'chosen by hand';
  output.say({
    data: {
      event: 'challenged',
      checkpoints: challenged,
      of,
      slot: draw?.slot ?? null,
      slotHash: draw?.hash ?? null,
    },
    text: `checkpoints ${challenged.join(', ')} of ${of}, ${how}`,
  });
}

function tellEnd({ context, spec, draw, challenged }: Work, results: readonly Rechecked[]): void {
  const all = checkpointCount(spec);
  const differ = results.filter(({ comparison }) => !comparison.agree).length;
  const miss = (cheated: number) => missProbability(all, cheated, challenged.length);
  const tenth = Math.ceil(all / 10);
  const odds = draw && { one: miss(1), tenth: miss(tenth), half: miss(Math.ceil(all / 2)) };
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  context.output.say({
    data: { event: 'recheck', ok: differ === 0, rechecked: results.length, differ, of: all, missed: odds },
    text: odds
      ? `${results.length - differ} of ${results.length} agree; a node that cheated in 1 of ${all} checkpoints gets through this with ${percent(odds.one)}, in ${tenth} with ${percent(odds.tenth)}, in half of them with ${percent(odds.half)}`
      : `${results.length - differ} of ${results.length} agree`,
  });
}
