import { readFileSync } from 'node:fs';
import type { Mutant } from './schemata.ts';

/** By file and check: why no test fails without it. */
export type Survivors = Readonly<Record<string, Readonly<Record<string, string>>>>;

const FILE = new URL('./survivors.json', import.meta.url);
/** Letters of a reason that says something. */
const LEAST = 40;

export function readSurvivors(): Survivors {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/** Why a check may survive, when somebody has said so. */
export function reason(survivors: Survivors, { file, check }: Mutant): string | undefined {
  const said = survivors[file]?.[check];
  return said && said.length >= LEAST ? said : undefined;
}

/** Entries of the file about checks that are not there any more. */
export function stale(survivors: Survivors, mutants: readonly Mutant[]): readonly string[] {
  const there = new Set(mutants.map(({ file, check }) => `${file}: ${check}`));
  return Object.entries(survivors)
    .flatMap(([file, checks]) => Object.keys(checks).map((check) => `${file}: ${check}`))
    .filter((name) => !there.has(name));
}
