import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { folder } from '../../../packages/cli/test/support/cli.ts';
import type { Stage } from './stage.ts';

const DIGITS = new URL('../../../data/digits.csv.gz', import.meta.url);

/**
 * The folder of the stage's client: its wallet, the digits (`digits.csv`) and the configuration of the program that trains
 * (`config.json`), with the environment by which its command line finds all of the stage.
 */
export function clientHome({ world }: Stage, config: object) {
  const home = folder();
  const { chain, coordinator, cast } = world;
  writeFileSync(home.file('client.json'), JSON.stringify([...cast.client.secretKey]), { mode: 0o600 });
  if (coordinator.grpcCertificate) writeFileSync(home.file('coordinator.pem'), coordinator.grpcCertificate);
  writeFileSync(home.file('digits.csv'), gunzipSync(readFileSync(DIGITS)));
  writeFileSync(home.file('config.json'), JSON.stringify(config));
  const env: Record<string, string> = {
    CYXWIZ_HOME: home.file('home'),
    CYXWIZ_RPC: chain.rpcUrl,
    CYXWIZ_WS: chain.wsUrl,
    CYXWIZ_COORDINATOR: coordinator.grpcAddress,
    CYXWIZ_KEYPAIR: home.file('client.json'),
    ...(coordinator.grpcCertificate ? { CYXWIZ_COORDINATOR_CERT: home.file('coordinator.pem') } : {}),
  };
  return { ...home, env };
}

export type ClientHome = ReturnType<typeof clientHome>;
