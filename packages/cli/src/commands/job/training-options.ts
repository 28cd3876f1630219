import { MAX_PROGRAM_CONFIG_BYTES, type Program, programSchema, type Tolerance } from '@cyxwiz/protocol';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { badInput } from '../../failure/cli-error.ts';
import { readDataset, readInput, readJson } from '../../input/file.ts';
import { type Shape, shape, wholeNumber } from '../../input/numbers.ts';

/** What trains: the built-in engine, or a program that nodes offer by this name. */
export type EngineChoice = { readonly kind: 'exact' } | { readonly kind: 'process'; readonly name: string };

export interface TrainingOptions {
  dataset: string;
  engine: EngineChoice;
  tier: 'committed' | 'exact';
  audits?: number;
  shape?: Shape;
  batch?: number;
  programConfig?: string;
  absoluteTolerance?: number;
  relativeTolerance?: number;
}

const DEFAULT_BATCH = 8;

/** Parser of `exact` or `process:NAME`. */
export function engineChoice(text: string): EngineChoice {
  if (text === 'exact') return { kind: 'exact' };
  const name = /^process:(.*)$/.exec(text)?.[1];
  if (name !== undefined && programSchema.shape.name.safeParse(name).success)
    return { kind: 'process', name };
  throw new InvalidArgumentError(
    'It must be exact or process:NAME, the name being 1 to 32 lower-case letters, digits and hyphens.',
  );
}

function share(text: string): number {
  const value = /^\d+(\.\d+)?(e-?\d{1,3})?$/i.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1, like 0.001 or 1e-5.');
}

export function addTrainingOptions(command: Command): void {
  command
    .requiredOption(
      '--dataset <file>',
      'CSV (or .csv.gz): a row a sample, features and then the class; for a program any file, handed over as it is',
    )
    .addOption(
      new Option('--engine <engine>', 'what trains: exact, or process:NAME for a program that nodes offer')
        .argParser(engineChoice)
        .default({ kind: 'exact' }, 'exact'),
    )
    .addOption(new Option('--shape <i-h-o>', 'exact: layers of the network').argParser(shape))
    .addOption(
      new Option('--batch <n>', `exact: samples a step (default: ${DEFAULT_BATCH})`).argParser(
        wholeNumber(1, 65_536),
      ),
    )
    .option(
      '--program-config <file>',
      `process: JSON object, at most ${MAX_PROGRAM_CONFIG_BYTES} bytes, that the program is started with`,
    )
    .addOption(
      new Option(
        '--absolute-tolerance <x>',
        'process: how far re-executed weights may be off (default: 1e-5)',
      ).argParser(share),
    )
    .addOption(
      new Option(
        '--relative-tolerance <x>',
        'process: and in addition, as a share of the weight (default: 1e-3)',
      ).argParser(share),
    );
}

/** The part of the request that says what is trained, and with what. @throws CliError BAD_INPUT naming the option */
export async function trainingOf(options: TrainingOptions, defaults: Tolerance) {
  if (options.engine.kind === 'process') return processTraining(options, options.engine.name, defaults);
  const { shape: layers, batch = DEFAULT_BATCH } = options;
  const stray = strayOf(options, ['programConfig', 'absoluteTolerance', 'relativeTolerance']);
  if (stray)
    throw badInput(stray, 'is for a program', 'leave it away, or name the program: --engine process:NAME');
  if (layers === undefined) {
    throw badInput('--shape', 'is missing', 'give the layers of the network, like --shape 64-32-10');
  }
  const dataset = await readDataset(options.dataset);
  return { engine: 'exact' as const, dataset, shape: { ...layers, batch } };
}

async function processTraining(options: TrainingOptions, name: string, defaults: Tolerance) {
  const stray = strayOf(options, ['shape', 'batch']);
  if (stray) {
    const next = 'leave it away and say it in the file of --program-config, in the program’s own words';
    throw badInput(stray, 'is for the exact engine', next);
  }
  if (options.tier === 'exact' || options.audits !== undefined) {
    throw badInput(
      options.tier === 'exact' ? '--tier' : '--audits',
      'steps of a program cannot be proven: its jobs are of the committed tier',
      'leave it away, or take --engine exact',
    );
  }
  const { programConfig, absoluteTolerance, relativeTolerance } = options;
  if (programConfig === undefined) {
    throw badInput(
      '--program-config',
      'is missing',
      'name a file with the configuration that the program wants; {} for none',
    );
  }
  const program = programOf(name, await readJson(programConfig, '--program-config'));
  return {
    engine: 'process' as const,
    dataset: await readInput(options.dataset, '--dataset'),
    program,
    tolerance: {
      absolute: absoluteTolerance ?? defaults.absolute,
      relative: relativeTolerance ?? defaults.relative,
    },
  };
}

function programOf(name: string, config: unknown): Program {
  const parsed = programSchema.safeParse({ name, config });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.slice(1).join('.');
  throw badInput(
    '--program-config',
    `${where ? `${where}: ` : ''}${issue?.message}`,
    'it must be a JSON object of the program’s own settings',
  );
}

function strayOf(options: TrainingOptions, names: readonly (keyof TrainingOptions)[]): string | undefined {
  const found = names.find((name) => options[name] !== undefined);
  return found && `--${found.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
