import type { ChainReader, JobId } from '@cyxwiz/protocol';
import { ClientError } from '../errors.ts';

const PAGE = 1000;

/**
 * The transaction that created the job's account: the oldest that names it.
 * @throws ClientError JOB_NOT_FOUND
 */
export async function escrowSignature(chain: ChainReader, job: JobId): Promise<string> {
  let oldest: string | undefined;
  for (;;) {
    const page = await chain.signatures(job, oldest === undefined ? {} : { before: oldest });
    const good = page.filter(({ failed }) => !failed).at(-1);
    if (good === undefined) break;
    oldest = good.signature;
    if (page.length < PAGE) break;
  }
  if (oldest !== undefined) return oldest;
  throw new ClientError('JOB_NOT_FOUND', `no transaction has paid for ${job}`, {
    next: 'the submission was not completed: submit again',
  });
}
