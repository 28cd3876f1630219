import { openBooks } from './books.ts';
import { Client } from './client.ts';
import type { Killed } from './kills.ts';
import { phaseAtCoordinator } from './phase.ts';
import type { Wave } from './plan.ts';
import { type JobReport, runJob } from './run-job.ts';
import type { System } from './system.ts';
import type { Undisturbed } from './undisturbed.ts';

export interface WaveReport {
  /** How each job ended. */
  readonly ends: readonly string[];
  readonly killed: readonly Killed[];
  /** Kills that found nobody any more. */
  readonly missed: number;
  readonly faults: readonly string[];
}

/** The jobs of a wave at the same time, and the books of all of them when the last one has ended. */
export async function runWave(wave: Wave, system: System, expected: Undisturbed): Promise<WaveReport> {
  const clients = await Promise.all(wave.jobs.map((plan) => Client.new(system, plan)));
  const wallets = clients.map(({ wallet }) => wallet);
  const books = await openBooks(system, wallets);
  const outcomes = await Promise.allSettled(
    wave.jobs.map((plan, at) => runJob(plan, clients[at] as Client, system, expected)),
  );
  const reports: JobReport[] = [];
  const faults: string[] = [];
  outcomes.forEach((outcome, at) => {
    const { number, kind } = wave.jobs[at] as Wave['jobs'][number];
    const name = `job ${number} (${kind})`;
    if (outcome.status === 'rejected') faults.push(`${name}: ${wordsOf(outcome.reason)}`);
    else {
      reports.push(outcome.value);
      faults.push(...outcome.value.faults.map((fault) => `${name}: ${fault}`));
    }
  });
  for (const service of [system.node, system.coordinator])
    await service.whenReady().catch((error: unknown) => faults.push(wordsOf(error)));
  // Not before: the kills of other jobs keep the coordinator from reading the chain.
  for (const [at, { number, kills }] of wave.jobs.entries()) {
    const outcome = outcomes[at];
    if (outcome?.status !== 'fulfilled' || outcome.value.end !== 'paid') continue;
    if (kills.some(({ downMs }) => downMs === null)) continue;
    const phase = await phaseAtCoordinator(system, clients[at]?.job ?? '');
    if (phase !== 'SETTLED') faults.push(`job ${number}: the coordinator says ${phase} of a settled job`);
  }
  // What is missing in the books of a job that went wrong says nothing new.
  if (reports.length === clients.length) {
    const entries = reports.map(({ end, job }, at) => ({
      client: wallets[at] as (typeof wallets)[0],
      end,
      job,
    }));
    faults.push(...(await books.faults(entries)));
  }
  return {
    ends: reports.map(({ end }) => end),
    killed: reports.flatMap(({ killed }) => killed),
    missed: reports.reduce((missed, report) => missed + report.missed, 0),
    faults,
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
