import { readFile } from 'node:fs/promises';
import type { Client } from './client.ts';
import { type Ended, endWithout, settled } from './ending.ts';
import { carryOut, type Killed, wait } from './kills.ts';
import type { JobPlan } from './plan.ts';
import type { System } from './system.ts';
import type { Undisturbed } from './undisturbed.ts';

export interface JobReport extends Ended {
  readonly killed: readonly Killed[];
  /** Kills that found nobody any more. */
  readonly missed: number;
  readonly faults: readonly string[];
}

/** One job with its kills, and what must hold when it has ended. */
export async function runJob(
  plan: JobPlan,
  client: Client,
  system: System,
  expected: Undisturbed,
): Promise<JobReport> {
  const over = new AbortController();
  const killed: Killed[] = [];
  const scene = { system, client, plan, over: over.signal, killed };
  await wait(plan.afterMs);
  const ordering = client.run();
  ordering.catch(() => {});
  const killing = plan.kills.map((kill) => carryOut(kill, scene));
  try {
    const dead = plan.kills.find((kill) => kill.downMs === null)?.victim;
    const late = ordering.then(() => false);
    const lost = dead !== undefined && (await Promise.race([...killing, late]));
    // Nobody may die for good behind our back.
    if (dead !== undefined) over.abort();
    const ended =
      dead !== undefined && (lost || (await killing[0]))
        ? await endWithout(dead, system, client)
        : await endWith(ordering, system, client);
    over.abort();
    await Promise.all(killing);
    await client.leave();
    const faults = dead === undefined ? await faultsOf(plan, client, expected, ended) : [];
    return { ...ended, killed, missed: plan.kills.length - killed.length, faults };
  } finally {
    over.abort();
    await Promise.allSettled(killing);
    await client.leave();
  }
}

async function endWith(ordering: Promise<void>, system: System, client: Client): Promise<Ended> {
  await ordering;
  return { end: 'paid', job: await settled(system, client) };
}

async function faultsOf(
  { kind }: JobPlan,
  client: Client,
  expected: Undisturbed,
  { end, job }: Ended,
): Promise<string[]> {
  if (end !== 'paid') return [`everybody came back, and it was ${end}`];
  const faults: string[] = [];
  const weights = await readFile(client.weights);
  if (!weights.equals(expected[kind])) faults.push('the weights differ from an undisturbed training');
  const { auditsDue = 0, auditsProven = 0 } = job ?? {};
  if (auditsProven !== auditsDue || (kind === 'exact') !== auditsDue > 0)
    faults.push(`${auditsProven} of ${auditsDue} audits are proven`);
  return faults;
}
