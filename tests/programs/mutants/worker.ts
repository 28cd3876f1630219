// A process that tries mutants: its parent tells it one at a time, and ends it when its chains have filled its memory.
import { inOrder } from './order.ts';
import type { Mutant } from './schemata.ts';
import { ProgramTests } from './tests.ts';
import { failingUnitTest, type UnitTests } from './unit-tests.ts';

export interface Setup {
  readonly root: string;
  readonly deployed: string;
  readonly unitTests: UnitTests;
}

/** What to try. */
export interface Order {
  readonly mutant: Mutant;
  /** Programs whose unit tests come to it. */
  readonly rooms: readonly string[];
  /** Whether to run only the tests of its instruction. */
  readonly near: boolean;
}

/** What became of a mutant: the test that failed, or none. */
export interface Fate {
  readonly number: number;
  readonly killedBy: string | undefined;
  readonly milliseconds: number;
}

export interface Answer {
  readonly fate: Fate;
  /** Bytes that this process holds. */
  readonly memory: number;
}

const setup = JSON.parse(process.argv[2] ?? '{}') as Setup;
// Not awaited here: orders come before the tests are loaded.
const loading = ProgramTests.load(setup.root, setup.deployed);
/** Tests that pass with every check in place, and that do not. */
const health = new Map<string, boolean>();

process.on('message', async (order: Order) => {
  const tests = await loading;
  const { mutant, rooms } = order;
  const start = performance.now();
  const killedBy =
    failingUnitTest(setup.root, setup.unitTests, rooms, mutant.number) ?? (await byChains(tests, order));
  const fate = { number: mutant.number, killedBy, milliseconds: performance.now() - start };
  const answer: Answer = { fate, memory: process.memoryUsage.rss() };
  process.send?.(answer);
});

async function byChains(tests: ProgramTests, { mutant, near }: Order): Promise<string | undefined> {
  for (const group of inOrder(mutant, tests.known, near)) {
    for (let left = usable(group); left.length; left = usable(group)) {
      const [failure] = await tests.run(mutant.number, new Set(left), true);
      if (!failure) break;
      if (await isHealthy(tests, failure.tests)) return failure.title;
    }
  }
  return undefined;
}

function usable(titles: readonly string[]): readonly string[] {
  return titles.filter((title) => health.get(title) !== false);
}

/** Whether tests fail only because a check is off, and not because a switch takes compute units. */
async function isHealthy(tests: ProgramTests, titles: readonly string[]): Promise<boolean> {
  const unknown = titles.filter((title) => !health.has(title));
  const failures = await tests.run(0, new Set(unknown), false);
  const sick = new Set(failures.flatMap((failure) => failure.tests));
  for (const title of unknown) health.set(title, !sick.has(title));
  return titles.every((title) => health.get(title));
}
