import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Story } from '../../../packages/cli/src/demo/main-job.ts';
import { jobFileOf, saveJobFile } from '../../../packages/cli/src/jobs/job-file.ts';
import { cli, type Ran } from '../../../packages/cli/test/support/cli.ts';
import type { Stage } from './stage.ts';

/** What `cyxwiz job receipt` writes for a client that has kept its job's file, the weights and nothing else. */
export async function ownReceipt(
  { world }: Stage,
  { run, end }: Story,
  folder: string,
): Promise<{ path: string; ran: Ran }> {
  const { job, offer } = run.checked;
  const [path, key, weights] = ['own.json', 'wallet.json', 'own.safetensors'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await saveJobFile(folder, jobFileOf(job, offer, join(folder, 'data.csv'), new Date()));
  await writeFile(key, JSON.stringify([...world.cast.client.secretKey]), { mode: 0o600 });
  await writeFile(weights, end.weights ?? '');
  const ran = await cli(
    [
      ...['job', 'receipt', offer.job, '--weights', weights, '--output', path],
      ...['--keypair', key, '--rpc', world.chain.rpcUrl, '--json'],
    ],
    { env: { CYXWIZ_HOME: folder } },
  );
  return { path, ran };
}
