import { readFileSync } from 'node:fs';

/** Process id of the program that trains for this agent, when there is one. */
export function engineOf(agent: number): number | undefined {
  return childOf(agent, (words) => words.includes('process-program.mjs'));
}

/** Process id of a native prover of this agent, when there is one: the exact tier's, or the checkpoints'. */
export function proverOf(agent: number): number | undefined {
  return childOf(agent, (words) => (words.split('\0')[0] ?? '').endsWith('cyxwiz-prover'));
}

function childOf(pid: number, isIt: (commandLine: string) => boolean): number | undefined {
  return childrenOf(pid).find((child) => isIt(read(`/proc/${child}/cmdline`)));
}

function childrenOf(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`);
  return children.trim().split(/\s+/).filter(Boolean).map(Number);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
