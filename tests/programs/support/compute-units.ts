import { readFileSync } from 'node:fs';
import { instructions, type Registered } from '../fixtures/registry/index.ts';
import { World } from '../fixtures/world.ts';
import { run } from './case.ts';

/** What an instruction takes: compute units with everything that it calls, and its whole transaction in bytes. */
export interface Cost {
  readonly units: number;
  readonly bytes: number;
}

/** By name, as `job-escrow.settle`. */
export type Costs = Readonly<Record<string, Cost>>;

/** What the table is committed as; docs/compute-units.md says the same to people. */
export const TABLE = new URL('../../../docs/compute-units.json', import.meta.url);

/** Compute units that an instruction may take at most, whatever the table says. */
export const AIMS: Readonly<Record<string, number>> = {
  'job-escrow.create_job': 40_000,
  'job-escrow.settle': 35_000,
};

/** Growth over the table that is let through. */
export const TOLERANCE = 0.05;

/** Compute units of everything that other transactions are made of: only what this program took counts. */
function unitsOf(program: string, logs: readonly string[]): number {
  const consumed = new RegExp(`^Program ${program} consumed (\\d+) of`);
  const last = logs.map((line) => consumed.exec(line)?.[1]).findLast(Boolean);
  if (last === undefined) throw new Error(`no line says what ${program} consumed`);
  return Number(last);
}

/**
 * Runs an instruction as its fixture has it, in a world of its own. Wallets are the same in every world, so addresses,
 * bumps and with them the units repeat to the last one.
 */
export function measure({ name, idl, fixture }: Registered): Cost {
  if (!fixture) throw new Error(`${name} has no fixture: add it to tests/programs/fixtures/registry`);
  const { logs, bytes } = run(fixture(new World()));
  return { units: unitsOf(idl.address, logs), bytes };
}

/** Every instruction, measured. */
export function measureAll(): Costs {
  return Object.fromEntries(instructions.map((registered) => [registered.name, measure(registered)]));
}

/** The table as it is committed. */
export function committed(): Costs {
  return JSON.parse(readFileSync(TABLE, 'utf8')) as Costs;
}
