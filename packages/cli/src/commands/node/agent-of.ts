import type { AgentStatus } from '@cyxwiz/node';
import type { NodeFolder } from './folder.ts';

/** What the agent of a folder says that it is doing; null when none runs. */
export async function agentOf({ config }: Pick<NodeFolder, 'config'>): Promise<AgentStatus | null> {
  const { StatusFile } = await import('@cyxwiz/node');
  return new StatusFile(config.dataDir).read(Date.now());
}

/** `draining since …`, or that it does not. */
export function drainText({ draining }: Pick<AgentStatus, 'draining'>): string | undefined {
  if (draining === null) return undefined;
  const { sinceMs, deadlineMs } = draining;
  const until = deadlineMs === null ? '' : `, until ${date(deadlineMs)} at the latest`;
  return `since ${date(sinceMs)}${until}`;
}

function date(ms: number): string {
  return new Date(ms).toISOString();
}
