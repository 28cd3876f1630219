import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { generator } from '../step/random-steps.ts';
import type { Target } from './target.ts';
import { checkpointTarget, datasetTarget, engineTarget, folderTarget, wireTarget } from './targets.ts';
import { uploadTarget } from './upload-target.ts';

/** One input in so many goes through files, which takes a thousand times as long as one in memory. */
const FILES_EVERY = 50;
const LOOK_EVERY = 1000;

export interface MalformedOptions {
  readonly inputs: number;
  readonly seed: number;
  readonly say: (text: string) => void;
}

export interface MalformedReport {
  /** By target: inputs, and how many of them were taken. */
  readonly fed: Readonly<Record<string, { inputs: number; taken: number }>>;
  readonly faults: readonly string[];
  readonly grownMib: number;
}

/** Feeds mutated input to everything that reads what others wrote. Input i of a seed is always the same. */
export async function runMalformed({ inputs, seed, say }: MalformedOptions): Promise<MalformedReport> {
  const home = mkdtempSync(join(tmpdir(), 'cyxwiz-malformed-'));
  const root = join(home, 'data');
  mkdirSync(root);
  writeFileSync(join(home, 'secret'), 'not to be written to');
  writeFileSync(join(root, 'operator.json'), '[1,2,3]');
  try {
    const quick = [checkpointTarget(), datasetTarget(), engineTarget(), wireTarget()];
    const slow = [await folderTarget(root), await uploadTarget(root)];
    const before = outside(home);
    const fed: Record<string, { inputs: number; taken: number }> = {};
    const faults: string[] = [];
    for (const { name } of [...quick, ...slow]) fed[name] = { inputs: 0, taken: 0 };
    let rest = 0;
    let grownMib = 0;
    for (let input = 0; input < inputs && faults.length < 20; input += 1) {
      const random = generator(Math.imul(seed, 0x9e3779b1) + input);
      const turn = Math.floor(input / FILES_EVERY);
      const list = input % FILES_EVERY === 0 ? slow : quick;
      const target = list[(list === slow ? turn : input) % list.length] as Target;
      const count = fed[target.name] as { inputs: number; taken: number };
      count.inputs += 1;
      try {
        if (await target.feed(random)) count.taken += 1;
      } catch (error) {
        const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
        faults.push(`${target.name}, input ${input} of seed ${seed}: ${why}`);
        say(faults.at(-1) ?? '');
      }
      if (input % LOOK_EVERY !== 0) continue;
      await new Promise(setImmediate);
      const mib = process.memoryUsage().rss / 2 ** 20;
      // What the first thousands load stays loaded.
      if (input <= 5 * LOOK_EVERY) rest = Math.max(rest, mib);
      grownMib = Math.max(grownMib, mib - rest);
    }
    for (const difference of differences(before, outside(home))) faults.push(difference);
    return { fed, faults, grownMib };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Every file under `home` but for the insides of work and job folders, by the hash of its content. */
function outside(home: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const name = relative(home, path);
      if (/^data\/(engines|jobs)\/[^/]+\/./.test(name)) continue;
      const isFolder = statSync(path).isDirectory();
      found.set(name, isFolder ? 'folder' : createHash('sha256').update(readFileSync(path)).digest('hex'));
      if (isFolder) walk(path);
    }
  };
  walk(home);
  return found;
}

function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${name} was written, made or removed outside of a job's folder`);
}
