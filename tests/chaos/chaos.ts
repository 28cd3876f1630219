import { planWaves, type Tally, VICTIMS, type Victim } from './plan.ts';
import { runWave, type WaveReport } from './run-wave.ts';
import { System } from './system.ts';
import { undisturbed } from './undisturbed.ts';

export interface ChaosOptions {
  readonly kills: Tally;
  readonly seed: number;
  readonly say: (text: string) => void;
  /** No wave begins afterwards. */
  readonly signal?: AbortSignal;
  /** Only this wave of the plan. */
  readonly only?: number;
  /** Told of each wave as soon as it has ended. */
  readonly onWave?: (wave: number, report: WaveReport, seconds: number) => void;
}

export interface ChaosReport {
  readonly waves: number;
  readonly jobs: number;
  readonly killed: Tally;
  /** How many met a job at which point. */
  readonly moments: Readonly<Record<string, number>>;
  /** Kills that came after the end of what they were meant for. */
  readonly missed: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/** A chain grows slower with every job, and a chain whose clock was moved is not used again. */
const WAVES_A_SYSTEM = 6;

/** Wave after wave, with somebody killed in each. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { kills, seed, say, signal, only, onWave } = options;
  const expected = await undisturbed();
  const reports: WaveReport[] = [];
  let system: System | undefined;
  let used = 0;
  for (const wave of planWaves(kills, seed)) {
    if (signal?.aborted) break;
    if (only !== undefined && wave.number !== only) continue;
    const began = Date.now();
    system ??= await System.start();
    const report = await carefully(wave, system, expected);
    const seconds = (Date.now() - began) / 1000;
    const name = `wave ${wave.number}`;
    const told = report.killed.map(({ victim, at }) => `${victim} at ${at}`).join(', ');
    say(`${name}, ${seconds.toFixed(0)} s: ${report.ends.join(', ')}; killed ${told || 'nobody'}`);
    for (const fault of report.faults) say(`${name}: FAULT: ${fault}; logs: ${system.folder}`);
    const faults = report.faults.map((fault) => `wave ${wave.number}, seed ${seed}: ${fault}`);
    reports.push({ ...report, faults });
    onWave?.(wave.number, { ...report, faults }, seconds);
    used += 1;
    const moved = wave.jobs.some((job) => job.kills.some(({ downMs }) => downMs === null));
    if (!moved && faults.length === 0 && used < WAVES_A_SYSTEM) continue;
    await system.stop(faults.length > 0);
    system = undefined;
    used = 0;
  }
  await system?.stop(false);
  return summed(reports);
}

async function carefully(...[wave, system, expected]: Parameters<typeof runWave>): Promise<WaveReport> {
  return runWave(wave, system, expected).catch((error: unknown): WaveReport => {
    const faults = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return { ends: [], killed: [], missed: 0, faults };
  });
}

/** Several waves together. */
export function summed(reports: readonly WaveReport[]): ChaosReport {
  const killed = Object.fromEntries(VICTIMS.map((victim) => [victim, 0])) as Record<Victim, number>;
  const moments: Record<string, number> = {};
  const ends: Record<string, number> = {};
  for (const report of reports) {
    for (const { victim, at } of report.killed) {
      const [moment = at] = at.split(',');
      killed[victim] += 1;
      moments[moment] = (moments[moment] ?? 0) + 1;
    }
    for (const end of report.ends) ends[end] = (ends[end] ?? 0) + 1;
  }
  return {
    waves: reports.length,
    jobs: reports.reduce((jobs, report) => jobs + report.ends.length, 0),
    ...{ killed, moments, ends },
    missed: reports.reduce((missed, report) => missed + report.missed, 0),
    faults: reports.flatMap(({ faults }) => faults),
  };
}
