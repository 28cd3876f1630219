import { readFileSync } from 'node:fs';

/** Process id of the program that trains for this agent, when there is one. */
export function engineOf(agent: number): number | undefined {
  return childrenOf(agent).find((pid) => commandOf(pid).includes('process-program.mjs'));
}

function childrenOf(pid: number): number[] {
  try {
    const tasks = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return tasks.trim().split(/\s+/).filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
