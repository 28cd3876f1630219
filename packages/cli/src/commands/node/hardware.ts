import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hardware } from '@cyxwiz/protocol';
import { z } from 'zod';
import { badInput } from '../../failure/cli-error.ts';
import type { NodeFolder } from './folder.ts';

const FILE = 'hardware.json';
const count = z.number().int().nonnegative();
const measuredSchema = z.strictObject({
  cpuCores: count,
  memoryMib: count,
  gpuCount: count,
  gpuMemoryMib: count,
  gpuNames: z.array(z.string()),
  /** Multiply-accumulates a second of exact training on one core; null: not measured. */
  benchmark: z
    .string()
    .regex(/^\d{1,20}$/)
    .nullable(),
});

/** What a machine was found to be. */
export type Measured = z.infer<typeof measuredSchema>;

/** Looks what this machine is, and how fast it trains unless `measure` is false. Takes some seconds. */
export async function measureHardware(measure = true): Promise<Measured> {
  const { benchmarkEngine, detectHardware } = await import('@cyxwiz/node');
  const found = await detectHardware();
  return {
    ...found,
    gpuNames: [...found.gpuNames],
    benchmark: measure ? String(benchmarkEngine(1_000)) : null,
  };
}

export async function keepHardware(
  { folder }: Pick<NodeFolder, 'folder'>,
  measured: Measured,
): Promise<void> {
  await writeFile(join(folder, FILE), `${JSON.stringify(measured, null, 2)}\n`, { mode: 0o600 });
}

/** What `node init` found; a folder of before that is measured now. @throws CliError BAD_INPUT */
export async function hardwareIn(node: Pick<NodeFolder, 'folder'>): Promise<Measured> {
  const path = join(node.folder, FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return measureHardware();
  try {
    return measuredSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw badInput('--dir', `${path} is damaged`, 'delete it; the machine is then looked at again', cause);
  }
}

/** As the registry keeps it; what the owner says counts before what was found. */
export function registered(
  measured: Measured,
  said: { cpu?: number; memory?: number; gpu?: number; gpuMemory?: number },
): Hardware {
  const gpuCount = said.gpu ?? measured.gpuCount;
  const foundMemory = said.gpu === undefined ? measured.gpuMemoryMib : 0;
  return {
    cpuCores: said.cpu ?? measured.cpuCores,
    memoryMib: said.memory ?? measured.memoryMib,
    gpuCount,
    gpuMemoryMib: said.gpuMemory ?? (gpuCount === 0 ? 0 : foundMemory),
    benchmark: BigInt(measured.benchmark ?? 0),
  };
}

export function hardwareText({ cpuCores, memoryMib, gpuCount, gpuMemoryMib, benchmark }: Hardware): string {
  const speed = benchmark > 0n ? `, ${(Number(benchmark) / 1e6).toFixed(0)} million MAC/s a core` : '';
  return `${cpuCores} cores, ${memoryMib} MiB, ${gpuCount} GPUs (${gpuMemoryMib} MiB)${speed}`;
}
