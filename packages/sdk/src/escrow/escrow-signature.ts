import type { ChainReader, JobId } from '@cyxwiz/protocol';
import { ClientError } from '../errors.ts';

const PAGE = 1000;

/**
 * The transaction that created the job's account: the oldest that names it.
 * @throws ClientError JOB_NOT_FOUND
 */
export async function escrowSignature(chain: Pick<ChainReader, 'signatures'>, job: JobId): Promise<string> {
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
    // A blockhash lives for 150 blocks: until it dies, what was sent can still be executed, and a second order be paid too.
    next: 'one sent within the last two minutes may still arrive, so look again after them; then submit again',
  });
}
