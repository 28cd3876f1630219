import type { Receipt } from '@cyxwiz/sdk';
import { readBalances } from '../../../packages/cli/src/demo/accounts.ts';
import { checkConservation } from '../../../packages/cli/src/demo/conservation.ts';
import { balanceRows } from '../../../packages/cli/src/demo/ledger-rows.ts';
import { runJob, type Story } from '../../../packages/cli/src/demo/main-job.ts';
import { writeReceipt } from '../../../packages/cli/src/demo/receipt.ts';
import { type ListedTransaction, listTransactions } from '../../../packages/cli/src/demo/transactions.ts';
import type { Stage } from './stage.ts';

export interface PaidJob {
  readonly story: Story;
  readonly listed: ListedTransaction[];
  readonly receipt: Receipt;
}

/** The demo's job, from order to pay, its money counted, and its receipt written to `path`. */
export async function paidJob(
  { world, screen, checks }: Stage,
  path: string,
  options: Parameters<typeof runJob>[3] = {},
): Promise<PaidJob> {
  const story = await runJob(world, screen, checks, options);
  const after = await readBalances(world.chain);
  const listed = await listTransactions(world, story.seen);
  checkConservation(checks, story.before, after, listed, 0n);
  const rows = balanceRows(world, story.settled.job, story.before, after);
  const { receipt } = await writeReceipt(world, story, listed, rows, path);
  return { story, listed, receipt };
}
