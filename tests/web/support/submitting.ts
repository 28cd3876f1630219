import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { World } from '../../../packages/cli/src/demo/world.ts';
import { type Commanded, commandIn, newHome } from './commanding.ts';

const DIGITS = fileURLToPath(new URL('../../../data/digits.csv.gz', import.meta.url));

/** `cyxwiz job submit --wallet browser`, as a person would run it. */
export function submitInBrowser(world: World, ...more: readonly string[]): Commanded {
  const home = newHome();
  const certificate = join(home, 'coordinator.pem');
  writeFileSync(certificate, world.coordinator.grpcCertificate ?? '');
  return commandIn(
    home,
    ...['job', 'submit', '--wallet', 'browser', '--dataset', DIGITS, '--shape', '64-32-10'],
    ...['--epochs', '6', '--estimate', '60s', '--max-price', '5', '--cpu', '2', '--memory', '2048'],
    ...['--rpc', world.chain.rpcUrl, '--ws', world.chain.wsUrl],
    ...['--coordinator', world.coordinator.grpcAddress, '--coordinator-cert', certificate],
    ...more,
  );
}
