import type { EpochEntry, JobRecords } from '../../../ports/job-records.ts';
import type { JobStore } from '../../../ports/job-store.ts';
import { AppendFile } from './append-file.ts';
import { metricsLine, soundLines } from './metrics-lines.ts';
import { soundEvents, tfEpoch, tfFileVersion } from './tf-events.ts';

const METRICS = 'metrics.jsonl';
/** TensorBoard takes every file whose name holds `tfevents`. */
const EVENTS = 'events.out.tfevents.0.cyxwiz';

interface Opened {
  readonly metrics: AppendFile;
  readonly events: AppendFile;
}

/** `metrics.jsonl` and TensorBoard's events in each job's folder. */
export class RecordFiles implements JobRecords {
  readonly #jobs: Pick<JobStore, 'path' | 'removeFile'>;
  readonly #open = new Map<string, Promise<Opened>>();

  constructor(jobs: Pick<JobStore, 'path' | 'removeFile'>) {
    this.#jobs = jobs;
  }

  async append(job: string, entry: EpochEntry): Promise<void> {
    const { metrics, events } = await this.#opened(job);
    const { epoch, atMs } = entry;
    // Epochs that are trained again after a crash are in there already; one file may be an epoch ahead.
    if (epoch > metrics.lastEpoch) await metrics.append(metricsLine(entry), epoch, atMs);
    if (epoch <= events.lastEpoch) return;
    const first = events.lastEpoch === 0 ? [tfFileVersion(atMs)] : [];
    await events.append(Buffer.concat([...first, tfEpoch(entry)]), epoch, atMs);
  }

  async close(job: string): Promise<void> {
    const opening = this.#open.get(job);
    this.#open.delete(job);
    const opened = await opening?.catch(() => undefined);
    await opened?.metrics.close();
    await opened?.events.close();
  }

  async remove(job: string): Promise<void> {
    await this.close(job);
    for (const name of [METRICS, EVENTS]) await this.#jobs.removeFile(job, name);
  }

  #opened(job: string): Promise<Opened> {
    const known = this.#open.get(job);
    if (known !== undefined) return known;
    const opening = this.#openFiles(job);
    this.#open.set(job, opening);
    opening.catch(() => this.#open.delete(job));
    return opening;
  }

  async #openFiles(job: string): Promise<Opened> {
    const metrics = await AppendFile.open(this.#jobs.path(job, METRICS), soundLines);
    try {
      return { metrics, events: await AppendFile.open(this.#jobs.path(job, EVENTS), soundEvents) };
    } catch (error) {
      await metrics.close();
      throw error;
    }
  }
}
