import { setTimeout as sleep } from 'node:timers/promises';
import { jobId } from '@cyxwiz/protocol';
import { type CyxwizClient, paymentFate } from '@cyxwiz/sdk';
import type { Context } from '../context.ts';
import { CliError } from '../failure/cli-error.ts';
import type { JobFile } from './job-file.ts';

const POLL_MS = 500;

/**
 * Waits until it is certain whether a job was paid for whose program ended between signing and confirmation: a
 * transaction can land as long as its blockhash lives, and not for a block longer.
 * @throws CliError JOB_NOT_PAID: it never will be, and ordering again cannot pay twice; ClientError RPC_UNAVAILABLE
 */
export async function awaitPayment(context: Context, client: CyxwizClient, file: JobFile): Promise<void> {
  const { escrow, payment, job } = file;
  // Confirmed already, or signed in a browser: only the chain knows.
  if (escrow !== undefined || payment === undefined) return;
  if (payment === null) throw notPaid(job, 'the program that ordered it ended before it signed the payment');
  for (;;) {
    const fate = await paymentFate(client.chain, client.connection, jobId(job), payment);
    if (fate.state === 'landed') return;
    if (fate.state === 'dead') {
      throw notPaid(job, `its payment ${payment.signature} is not on the chain, and its blockhash is dead`);
    }
    context.output.progress(`the payment may still arrive: ${fate.blocksLeft} blocks`);
    await sleep(POLL_MS, undefined, { signal: context.signal });
  }
}

function notPaid(job: string, why: string): CliError {
  return new CliError({
    code: 'JOB_NOT_PAID',
    message: `the job ${job} was not paid for and never will be: ${why}`,
    next: 'order again: cyxwiz job submit; nothing can be paid twice',
  });
}
