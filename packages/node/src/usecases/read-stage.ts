import { NodeError } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { EscrowJob } from '../ports/chain.ts';
import type { ActiveJob } from './active-job.ts';

/**
 * The escrow as far as it is about this node: not as it was while another node worked on the job, which a provider that
 * lags behind the coordinator's may still show.
 * @throws NodeError CHAIN_UNAVAILABLE
 */
export async function readStage(job: ActiveJob, { chain }: Pick<AgentPorts, 'chain'>): Promise<EscrowJob> {
  const escrow = job.escrow ?? (await chain.readJob(job.address));
  if (escrow !== null && !isOthers(escrow, chain.node)) return escrow;
  throw new NodeError('CHAIN_UNAVAILABLE', 'the escrow is not visible yet: try again in a moment');
}

/** Another node works on the job. */
export function isOthers(escrow: EscrowJob, node: string): boolean {
  return escrow.state === 'Running' && escrow.node !== node;
}
