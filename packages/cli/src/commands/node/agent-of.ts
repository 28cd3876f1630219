import type { AgentStatus } from '@cyxwiz/node';
import type { NodeFolder } from './folder.ts';

/** What the agent of a folder says that it is doing; null when none runs. */
export async function agentOf({ config }: Pick<NodeFolder, 'config'>): Promise<AgentStatus | null> {
  const { StatusFile } = await import('@cyxwiz/node');
  return new StatusFile(config.dataDir).read(Date.now());
}

/** `draining since …`, or that it does not. */
export function drainText({
  draining,
  awaited,
}: Pick<AgentStatus, 'draining' | 'awaited'>): string | undefined {
  if (draining === null) return undefined;
  const { sinceMs, deadlineMs } = draining;
  const until = deadlineMs === null ? '' : `, until ${date(deadlineMs)} at the latest`;
  const reserved = awaited.length === 0 ? '' : `; ${awaited.length} reserved before may still come`;
  return `since ${date(sinceMs)}${until}${reserved}`;
}

function date(ms: number): string {
  return new Date(ms).toISOString();
}
