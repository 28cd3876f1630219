import type { AgentStatus } from '../domain/agent-status.ts';

/** Where the owner's other programs look what the agent is doing. */
export interface StatusBoard {
  show(status: AgentStatus): Promise<void>;
  /** The agent has stopped. */
  clear(): Promise<void>;
}
