import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Mocha from 'mocha';
import { generator } from '../step/random-steps.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where an attack is tried: on the constraints, whatever a prover's program does, and on the programs. */
export const LEVELS = { circuit: 'circuits/test', chain: 'tests/programs/job-escrow' } as const;
export type Level = keyof typeof LEVELS;

/** The tests that try an attack, by full title. Some try several. */
export type Attacks = Readonly<Record<string, Readonly<Record<Level, readonly string[]>>>>;

export const attacks = JSON.parse(readFileSync(new URL('attacks.json', import.meta.url), 'utf8')) as Attacks;

/** The tests that are named for a level, each once. */
export function named(level: Level): ReadonlySet<string> {
  return new Set(Object.values(attacks).flatMap((attack) => attack[level]));
}

/** The tests of both levels, loaded and not run; the seed gives the order of their files. */
export class Loaded {
  readonly mocha: Mocha;
  readonly titles: Readonly<Record<Level, readonly string[]>>;

  private constructor(mocha: Mocha) {
    this.mocha = mocha;
    const of = (level: Level) => titlesBelow(mocha.suite, join(ROOT, LEVELS[level]));
    this.titles = { circuit: of('circuit'), chain: of('chain') };
  }

  static async from(seed: number): Promise<Loaded> {
    const mocha = new Mocha({ reporter: 'dot', timeout: 60_000 });
    const files = Object.values(LEVELS).flatMap((folder) =>
      readdirSync(join(ROOT, folder))
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => join(ROOT, folder, name)),
    );
    for (const file of shuffled(files.sort(), seed)) mocha.addFile(file);
    await mocha.loadFilesAsync();
    return new Loaded(mocha);
  }

  /** What is wrong with the table. */
  faults(): string[] {
    const levels = Object.keys(LEVELS) as Level[];
    const untried = Object.entries(attacks).flatMap(([attack, tests]) =>
      levels.filter((level) => !tests[level]?.length).map((level) => `${attack}: no test of the ${level}`),
    );
    const unknown = levels.flatMap((level) =>
      [...named(level)].flatMap((title) => {
        const count = this.titles[level].filter((known) => known === title).length;
        return count === 1 ? [] : [`${count} tests in ${LEVELS[level]} are called: ${title}`];
      }),
    );
    return [...untried, ...unknown];
  }
}

function titlesBelow(suite: Mocha.Suite, folder: string): string[] {
  const own = suite.tests
    .filter(({ file }) => file?.startsWith(`${folder}/`))
    .map((test) => test.fullTitle());
  return [...own, ...suite.suites.flatMap((inner) => titlesBelow(inner, folder))];
}

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const next = generator(seed);
  return values
    .map((value) => ({ value, place: next(2 ** 30) }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
