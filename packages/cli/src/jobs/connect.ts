import { fromHex, type JobId, jobId } from '@cyxwiz/protocol';
import { ClientError, type CyxwizClient, type NodeSession } from '@cyxwiz/sdk';
import { CliError } from '../failure/cli-error.ts';
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
  const escrow = file.escrow ?? (await escrowSignature(client, job));
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

/** The transaction that created the job's account: the oldest that names it. */
export async function escrowSignature(client: CyxwizClient, job: JobId): Promise<string> {
  let oldest: string | undefined;
  for (;;) {
    const page = await client.chain.signatures(job, oldest === undefined ? {} : { before: oldest });
    const good = page.filter(({ failed }) => !failed).at(-1);
    if (good === undefined) break;
    oldest = good.signature;
    if (page.length < 1000) break;
  }
  if (oldest !== undefined) return oldest;
  throw new CliError({
    code: 'JOB_NOT_FOUND',
    message: `no transaction has paid for ${job}`,
    next: 'the submission was not completed: submit again',
  });
}
