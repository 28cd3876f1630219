import { equalBytes, specHash } from '@cyxwiz/protocol';
import { NodeError } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';

export interface SpecReceipt {
  readonly datasetPresent: boolean;
  readonly datasetOffset: number;
}

/**
 * Compares the client's specification with the escrow's hash, so that client, node and chain mean the same job.
 * @throws NodeError SPEC_HASH, CHAIN_UNAVAILABLE
 */
export async function receiveSpec(
  job: ActiveJob,
  specJson: Uint8Array,
  ports: AgentPorts,
): Promise<SpecReceipt> {
  const escrow = job.escrow ?? (await ports.chain.readJob(job.address));
  if (escrow === null)
    throw new NodeError('CHAIN_UNAVAILABLE', 'the escrow is not visible yet: try again in a moment');
  if (!equalBytes(specHash(specJson), escrow.specHash)) {
    throw new NodeError(
      'SPEC_HASH',
      'this is not the specification whose SHA-256 is in the escrow: send its exact bytes',
    );
  }
  const { dataset } = job.record;
  return {
    datasetPresent: dataset !== null,
    datasetOffset: dataset?.bytes ?? (await ports.uploads.size(job.address)),
  };
}
