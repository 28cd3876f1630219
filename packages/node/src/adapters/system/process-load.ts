import { cpus, loadavg } from 'node:os';
import type { MachineLoad } from '../../ports/machine-load.ts';

const MIB = 1024 * 1024;

/** Load of the machine over the last minute, memory of this process. */
export const processLoad: MachineLoad = {
  cpu: () => Math.min(1, (loadavg()[0] ?? 0) / Math.max(1, cpus().length)),
  memoryMib: () => Math.round(process.memoryUsage.rss() / MIB),
};
