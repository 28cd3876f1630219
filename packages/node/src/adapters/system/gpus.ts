import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GpuLoad } from '../../ports/machine-load.ts';

const MIB = 1024 * 1024;
const QUERY = ['name', 'memory.total', 'memory.used', 'utilization.gpu'];
const ANSWER_MS = 10_000;
const DRM = '/sys/class/drm';

/** A graphics processor as its driver describes it. */
export interface Gpu extends GpuLoad {
  readonly name: string;
  readonly totalMib: number;
}

/** What of the system is asked; tests bring their own. */
export interface GpuSources {
  /** Output of `nvidia-smi` with these arguments; rejects where there is none. */
  nvidiaSmi(args: readonly string[]): Promise<string>;
  /** Where the kernel lists graphics cards. */
  readonly drm: string;
}

export const systemGpus: GpuSources = {
  nvidiaSmi: async (args) =>
    (await promisify(execFile)('nvidia-smi', [...args], { timeout: ANSWER_MS })).stdout,
  drm: DRM,
};

/** NVIDIA's by their driver's own tool, AMD's by what the kernel tells; none where neither answers. */
export async function readGpus(sources: GpuSources = systemGpus): Promise<Gpu[]> {
  const [nvidia, amd] = await Promise.all([nvidiaGpus(sources), amdGpus(sources.drm)]);
  return [...nvidia, ...amd];
}

async function nvidiaGpus({ nvidiaSmi }: GpuSources): Promise<Gpu[]> {
  const query = [`--query-gpu=${QUERY.join(',')}`, '--format=csv,noheader,nounits'];
  const text = await nvidiaSmi(query).catch(() => '');
  return text.split('\n').flatMap((line) => {
    const [name, total, used, busy] = line.split(',').map((word) => word.trim());
    // "[N/A]" where a card does not tell, as those that share their memory with the processor.
    const totalMib = Number(total);
    if (name === undefined || name === '' || !Number.isFinite(totalMib)) return [];
    return [{ name, totalMib, memoryMib: Number(used) || 0, utilisation: share(Number(busy)) }];
  });
}

async function amdGpus(drm: string): Promise<Gpu[]> {
  const cards = (await readdir(drm).catch(() => [])).filter((name) => /^card\d+$/.test(name)).sort();
  const found = await Promise.all(
    cards.map(async (card) => {
      const device = (file: string) => numberIn(join(drm, card, 'device', file));
      const total = await device('mem_info_vram_total');
      if (total === undefined) return [];
      const [used = 0, busy = 0] = [await device('mem_info_vram_used'), await device('gpu_busy_percent')];
      const [totalMib, memoryMib] = [Math.floor(total / MIB), Math.floor(used / MIB)];
      return [{ name: `AMD ${card}`, totalMib, memoryMib, utilisation: share(busy) }];
    }),
  );
  return found.flat();
}

async function numberIn(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return /^\d+\s*$/.test(text) ? Number(text) : undefined;
}

function share(percent: number): number {
  return Number.isFinite(percent) ? Math.min(1, Math.max(0, percent / 100)) : 0;
}
