import { equalBytes, specHash } from '@cyxwiz/protocol';
import { NodeError } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';
import { readStage } from './read-stage.ts';

export interface SpecReceipt {
  readonly datasetPresent: boolean;
  readonly datasetOffset: number;
  /** Behind which this node's stage begins; 0: with the first weights. */
  readonly checkpointEpoch: number;
  readonly checkpointPresent: boolean;
  readonly checkpointOffset: number;
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
  const escrow = await readStage(job, ports);
  if (!equalBytes(specHash(specJson), escrow.specHash)) {
    throw new NodeError(
      'SPEC_HASH',
      'this is not the specification whose SHA-256 is in the escrow: send its exact bytes',
    );
  }
  const { dataset, start } = job.record;
  return {
    datasetPresent: dataset !== null,
    datasetOffset: dataset?.bytes ?? (await ports.uploads.size(job.address)),
    checkpointEpoch: escrow.epochsDone,
    checkpointPresent: start !== null,
    checkpointOffset: start?.bytes ?? (await ports.starts.size(job.address)),
  };
}
