import { readFileSync } from 'node:fs';

/** How many files this process may have open; the agent, which it starts, has the same. */
export function openFilesLimit(): number {
  const match = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
  return Number(match?.[1] ?? 1024);
}
