import { fromHex, jobId } from '@cyxwiz/protocol';
import { ClientError, type CyxwizClient, escrowSignature, type NodeSession } from '@cyxwiz/sdk';
import type { JobFile } from './job-file.ts';

/** The node may need a moment: it reads the same escrow from its own node of the chain. */
const PATIENCE_MS = 30_000;
const NOT_YET = new Set(['ESCROW_NOT_FOUND', 'JOB_UNKNOWN', 'NODE_OFFLINE']);

/**
 * Asks the coordinator for a new token and opens a session with the job's node, whose key is pinned to the chain.
 * @throws ClientError of coordinator, chain or node
 */
export async function connectToNode(client: CyxwizClient, file: JobFile): Promise<NodeSession> {
  const job = jobId(file.job);
  const escrow = file.escrow ?? (await escrowSignature(client.chain, job));
  const sessionKey = {
    publicKey: fromHex(file.sessionKey.publicKey, 32),
    secretKey: fromHex(file.sessionKey.secretKey, 32),
  };
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await client.connect(await client.confirm(job, escrow), { sessionKey });
    } catch (error) {
      const early = error instanceof ClientError && NOT_YET.has(error.reason ?? '');
      if (!early || Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
