import { readdirSync, readFileSync } from 'node:fs';

const MIB = 1024;

/** A line of /proc/PID/status in MiB, such as VmRSS (now) or VmHWM (most ever); 0 for a process that is gone. */
export function statusMib(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  try {
    const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
      readFileSync(`/proc/${pid}/status`, 'utf8'),
    );
    return Number(match?.[1] ?? 0) / MIB;
  } catch {
    return 0;
  }
}

/** Processor time of a process so far, all its threads, in seconds; Linux counts it in hundredths. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** A process and all its descendants. */
export function processTree(root: number): { pid: number; name: string }[] {
  const children = new Map<number, { pid: number; name: string }[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const found = statOf(pid);
    if (!found) continue;
    children.set(found.parent, [...(children.get(found.parent) ?? []), { pid, name: found.name }]);
  }
  const tree = [{ pid: root, name: statOf(root)?.name ?? 'gone' }];
  for (const process of tree) tree.push(...(children.get(process.pid) ?? []));
  return tree;
}

function statOf(pid: number): { parent: number; name: string } | undefined {
  try {
    const match = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return match ? { name: match[1] ?? '', parent: Number(match[2]) } : undefined;
  } catch {
    return undefined;
  }
}

export interface MemoryWatch {
  /** Most that the whole tree held at one moment, MiB, and what each process held then. */
  readonly peakMib: number;
  readonly parts: readonly { name: string; mib: number }[];
  stop(): void;
}

/** Samples the resident memory of a process and its descendants. */
export function watchMemory(root: number, everyMs = 50): MemoryWatch {
  let peakMib = 0;
  let parts: { name: string; mib: number }[] = [];
  const sample = () => {
    const now = processTree(root).map(({ pid, name }) => ({ name, mib: statusMib(pid, 'VmRSS') }));
    const sum = now.reduce((total, { mib }) => total + mib, 0);
    if (sum <= peakMib) return;
    peakMib = sum;
    parts = now;
  };
  const timer = setInterval(sample, everyMs);
  return {
    get peakMib() {
      return peakMib;
    },
    get parts() {
      return parts;
    },
    stop: () => clearInterval(timer),
  };
}
