import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { JOB_PHASES, type JobRecord } from '../../packages/node/src/domain/job-record.ts';
import type { Client } from './client.ts';
import { TRAININGS } from './kinds.ts';
import { type JobPlan, type Kill, MOMENTS } from './plan.ts';
import type { System } from './system.ts';

const AFTER = (phase: (typeof JOB_PHASES)[number]) => JOB_PHASES.indexOf(phase);

const read = new Map<string, { mtime: bigint; record: JobRecord }>();

/** What the node has written down of a job. Many ask many times a second, so it is read when it has changed. */
export function journalOf(system: System, job: string): JobRecord | undefined {
  try {
    const path = join(system.nodeDir, 'data', 'jobs', job, 'journal.json');
    const { mtimeNs: mtime } = statSync(path, { bigint: true });
    const before = read.get(job);
    if (before?.mtime === mtime) return before.record;
    const record = JSON.parse(readFileSync(path, 'utf8')) as JobRecord;
    read.set(job, { mtime, record });
    return record;
  } catch {
    return undefined;
  }
}

/** Whether the job has come so far that this kill is due. */
export async function isDue(
  { moment, share }: Kill,
  { kind }: JobPlan,
  client: Client,
  system: System,
): Promise<boolean> {
  if (moment === 'begun') return true;
  const { job } = client;
  if (job === undefined) return false;
  if (moment === 'offered') return true;
  const journal = journalOf(system, job);
  if (moment === 'paid')
    return journal !== undefined || (await system.chain.reader.job(job).catch(() => undefined)) !== undefined;
  if (journal === undefined) return false;
  if (moment === 'assigned') return true;
  const reached = AFTER(journal.phase);
  if (moment === 'training')
    return (
      reached > AFTER('training') ||
      (reached === AFTER('training') && epochOf(journal) >= share * TRAININGS[kind].epochs)
    );
  return reached >= AFTER(moment);
}

function epochOf({ latest }: JobRecord): number {
  return latest?.epoch ?? 0;
}

/** How far a job had come: for the report. */
export function momentOf(client: Client, system: System): string {
  const journal = client.job === undefined ? undefined : journalOf(system, client.job);
  if (journal === undefined) return client.job === undefined ? MOMENTS[0] : MOMENTS[1];
  return journal.phase === 'training' ? `training, epoch ${epochOf(journal)}` : journal.phase;
}
