import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { type GpuSources, readGpus, systemGpus } from './gpus.ts';

const MIB = 1024 * 1024;
const CGROUP_LIMIT = '/sys/fs/cgroup/memory.max';

/** What the machine is, as far as its owner may use it: a container's limits count, not its host's size. */
export interface DetectedHardware {
  readonly cpuCores: number;
  readonly memoryMib: number;
  readonly gpuCount: number;
  /** Of all of them together. */
  readonly gpuMemoryMib: number;
  readonly gpuNames: readonly string[];
}

export async function detectHardware(sources: GpuSources = systemGpus): Promise<DetectedHardware> {
  const gpus = await readGpus(sources);
  return {
    cpuCores: availableParallelism(),
    memoryMib: Math.floor(Math.min(totalmem(), cgroupLimit()) / MIB),
    gpuCount: Math.min(255, gpus.length),
    gpuMemoryMib: gpus.reduce((sum, { totalMib }) => sum + totalMib, 0),
    gpuNames: gpus.map(({ name }) => name),
  };
}

function cgroupLimit(): number {
  try {
    const text = readFileSync(CGROUP_LIMIT, 'utf8').trim();
    return /^\d+$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
