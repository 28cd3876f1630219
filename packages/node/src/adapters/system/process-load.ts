import { cpus, loadavg } from 'node:os';
import type { GpuLoad, MachineLoad } from '../../ports/machine-load.ts';
import { type GpuSources, readGpus, systemGpus } from './gpus.ts';

const MIB = 1024 * 1024;
const GPUS_MS = 5_000;

/** Load of the machine over the last minute, memory of this process, graphics processors as of the last five seconds. */
export class ProcessLoad implements MachineLoad {
  readonly #sources: GpuSources;
  #gpus: readonly GpuLoad[] = [];
  #timer: NodeJS.Timeout | undefined;

  private constructor(sources: GpuSources) {
    this.#sources = sources;
  }

  /** Where no graphics processor answers, none is asked again. */
  static async start(sources: GpuSources = systemGpus): Promise<ProcessLoad> {
    const load = new ProcessLoad(sources);
    await load.#read();
    if (load.#gpus.length > 0) load.#next();
    return load;
  }

  cpu(): number {
    return Math.min(1, (loadavg()[0] ?? 0) / Math.max(1, cpus().length));
  }

  memoryMib(): number {
    return Math.round(process.memoryUsage.rss() / MIB);
  }

  gpus(): readonly GpuLoad[] {
    return this.#gpus;
  }

  async #read(): Promise<void> {
    const found = await readGpus(this.#sources);
    this.#gpus = found.map(({ utilisation, memoryMib }) => ({ utilisation, memoryMib }));
  }

  #next(): void {
    this.#timer = setTimeout(() => void this.#read().finally(() => this.#next()), GPUS_MS);
    this.#timer.unref();
  }
}
