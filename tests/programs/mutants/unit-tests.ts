import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { RECORD } from './switch.ts';

/** Executables of the programs' unit tests, by the program's folder. */
export type UnitTests = Readonly<Record<string, string>>;

function run(root: string, room: string, executable: string, number: number) {
  // A loop that its check no longer ends counts as a failure.
  return spawnSync(executable, [], {
    cwd: join(root, 'programs', room),
    env: { ...process.env, CYXWIZ_MUTANT: String(number) },
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 1 << 28,
  });
}

/** Programs whose unit tests come to a check, by the check's number. */
export function reachedByUnitTests(
  root: string,
  executables: UnitTests,
): ReadonlyMap<number, readonly string[]> {
  const rooms = new Map<number, string[]>();
  for (const [room, executable] of Object.entries(executables)) {
    const { status, stdout, stderr } = run(root, room, executable, RECORD);
    if (status !== 0) throw new Error(`unit tests of ${room} fail with every check in place:\n${stdout}`);
    for (const [, found] of stderr.matchAll(/^reached (\d+)$/gm)) {
      const number = Number(found);
      rooms.set(number, [...(rooms.get(number) ?? []), room]);
    }
  }
  return rooms;
}

/** The first unit test that fails while a check is off. */
export function failingUnitTest(
  root: string,
  executables: UnitTests,
  rooms: readonly string[],
  number: number,
): string | undefined {
  for (const room of rooms) {
    const { status, stdout } = run(root, room, executables[room] ?? '', number);
    if (status !== 0) return `${room}: ${/^test (\S+) \.\.\. FAILED/m.exec(stdout)?.[1] ?? 'a unit test'}`;
  }
  return undefined;
}
