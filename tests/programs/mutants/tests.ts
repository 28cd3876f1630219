import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Mocha from 'mocha';
import { deployInstead } from '../support/bytecode.ts';
import { MARK } from './switch.ts';

/** A test of the programs. */
export interface Known {
  readonly title: string;
  /** File below tests/programs. */
  readonly file: string;
  /** Text of its function, and of its whole file. */
  readonly body: string;
  readonly source: string;
}

/** Tests of these files are about texts, not about programs. */
const APART = /(^|\/)(attack-classes|every-error|program-ids|security-txt|errors)\.test\.ts$/;
const MARKED = Buffer.from(MARK);

/** A test that failed, or every test that a hook kept from running. */
export interface Failure {
  readonly title: string;
  readonly tests: readonly string[];
}

/** The tests of the programs, in this process, on chains whose programs lack one check. */
export class ProgramTests {
  readonly known: readonly Known[];
  readonly #mocha: Mocha;
  readonly #deployed: URL;
  readonly #folder: string;
  /** Hears what a run comes to. */
  listener: ((runner: Mocha.Runner) => void) | undefined;
  readonly #sources = new Map<string, string>();
  #failures: Failure[] = [];

  private constructor(mocha: Mocha, folder: string, deployed: string) {
    this.#mocha = mocha;
    this.#folder = folder;
    this.#deployed = pathToFileURL(`${deployed}/`);
    this.known = [...this.#collect(mocha.suite)];
  }

  static async load(root: string, deployed: string): Promise<ProgramTests> {
    let tests: ProgramTests | undefined;
    class Silent {
      constructor(runner: Mocha.Runner) {
        tests?.listener?.(runner);
        runner.on('fail', (failed) => tests?.note(failed));
      }
    }
    const mocha = new Mocha({ timeout: 60_000, reporter: Silent as never });
    mocha.cleanReferencesAfterRun(false);
    const folder = join(root, 'tests/programs');
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (file.endsWith('.test.ts') && !APART.test(file)) mocha.addFile(join(folder, file));
    }
    await mocha.loadFilesAsync();
    tests = new ProgramTests(mocha, folder, deployed);
    return tests;
  }

  /** Runs these tests while a check is off; what failed, at most the first when `bail`. */
  async run(number: number, titles: ReadonlySet<string>, bail: boolean): Promise<readonly Failure[]> {
    if (titles.size === 0) return [];
    deployInstead(this.#deployed, (code) => withSwitch(code, number));
    this.#failures = [];
    bailAll(this.#mocha.suite, bail);
    this.#mocha.grep({ test: (title: string) => titles.has(title) } as RegExp);
    await new Promise<void>((resolve) => this.#mocha.run(() => resolve()));
    return this.#failures;
  }

  note(failed: Mocha.Test | Mocha.Hook): void {
    const isHook = failed.type === 'hook';
    const tests = isHook && failed.parent ? [...this.#collect(failed.parent)].map(({ title }) => title) : [];
    this.#failures.push({ title: failed.fullTitle(), tests: isHook ? tests : [failed.fullTitle()] });
  }

  #source(file: string): string {
    const known = this.#sources.get(file) ?? readFileSync(file, 'utf8');
    this.#sources.set(file, known);
    return known;
  }

  *#collect(suite: Mocha.Suite): Generator<Known> {
    for (const test of suite.tests)
      yield {
        title: test.fullTitle(),
        file: (test.file ?? '').slice(this.#folder.length + 1),
        body: test.body,
        source: test.file ? this.#source(test.file) : '',
      };
    for (const inner of suite.suites) yield* this.#collect(inner);
  }
}

/** Suites take the setting of their parent when they are made. */
function bailAll(suite: Mocha.Suite, bail: boolean): void {
  suite.bail(bail);
  for (const inner of suite.suites) bailAll(inner, bail);
}

/** The bytecode with the number behind every mark. */
function withSwitch(code: Uint8Array, number: number): Uint8Array {
  const bytes = Buffer.from(code);
  let marks = 0;
  for (let at = bytes.indexOf(MARKED); at >= 0; at = bytes.indexOf(MARKED, at + 1)) {
    bytes.writeUInt16LE(number, at + MARKED.length);
    marks += 1;
  }
  if (!marks) throw new Error('this bytecode has no switch');
  return bytes;
}
