import { planJobs, VICTIMS, type Victim } from './plan.ts';
import { type JobReport, runJob } from './run-job.ts';
import { System } from './system.ts';
import { undisturbed } from './undisturbed.ts';

export interface ChaosOptions {
  /** Of each victim. */
  readonly kills: number;
  readonly seed: number;
  readonly say: (text: string) => void;
  readonly signal?: AbortSignal;
  /** Only this job of the plan. */
  readonly only?: number;
}

export interface ChaosReport {
  readonly jobs: number;
  readonly killed: Readonly<Record<Victim, number>>;
  /** Kills that came after the end of what they were meant for. */
  readonly missed: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/** A chain grows slower with every job, and a chain whose clock was moved is not used again. */
const JOBS_A_SYSTEM = 12;

/** Job after job, with somebody killed in each. */
export async function runChaos({ kills, seed, say, signal, only }: ChaosOptions): Promise<ChaosReport> {
  const expected = await undisturbed();
  const killed = Object.fromEntries(VICTIMS.map((victim) => [victim, 0])) as Record<Victim, number>;
  const ends: Record<string, number> = {};
  const faults: string[] = [];
  let [jobs, missed, used] = [0, 0, 0];
  let system: System | undefined;
  for (const plan of planJobs(kills, seed)) {
    if (signal?.aborted) break;
    if (only !== undefined && plan.number !== only) continue;
    system ??= await System.start();
    const name = `job ${plan.number} (${plan.engine})`;
    const report = await runJob(plan, system, expected).catch(
      (error: unknown): JobReport => ({
        ...{ end: 'never paid for', kills: [], missed: plan.kills.length },
        faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
      }),
    );
    jobs += 1;
    used += 1;
    missed += report.missed;
    ends[report.end] = (ends[report.end] ?? 0) + 1;
    for (const { victim } of report.kills) killed[victim] += 1;
    const told = report.kills.map(({ victim, at }) => `${victim} at ${at}`).join(', ');
    say(`${name}: killed ${told || 'nobody'}: ${report.end}`);
    for (const fault of report.faults) say(`${name}: FAULT: ${fault}; logs: ${system.folder}`);
    faults.push(...report.faults.map((fault) => `${name}, seed ${seed}: ${fault}`));
    const moved = plan.kills.some(({ downMs }) => downMs === null);
    if (!moved && report.faults.length === 0 && used < JOBS_A_SYSTEM) continue;
    await system.stop(report.faults.length > 0);
    system = undefined;
    used = 0;
  }
  await system?.stop(false);
  return { jobs, killed, missed, ends, faults };
}
