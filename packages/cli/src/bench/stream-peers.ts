import { toHex } from '@cyxwiz/protocol';
import type { CyxwizClient, PreparedJob } from '@cyxwiz/sdk';
import type { Peer, StreamOrder, StreamResult } from './stream-order.ts';
import type { System } from './system.ts';

export const STREAM_AGENT = 'packages/cli/src/bench/stream-agent.ts';

export async function askStreams(system: System, order: StreamOrder): Promise<StreamResult> {
  const path = 'packages/cli/src/bench/stream-client.ts';
  const answer = await system.program(path, [JSON.stringify(order)], {}, 1_800_000);
  return JSON.parse(Buffer.from(answer.ready.result ?? '', 'hex').toString()) as StreamResult;
}

export async function ordered(client: CyxwizClient, job: PreparedJob): Promise<Peer> {
  const { job: id, signature } = await client.fund(await client.submit(job));
  return peerOf(client, id, signature, job);
}

export async function peerOf(
  client: CyxwizClient,
  id: string,
  escrow: string,
  job: PreparedJob,
): Promise<Peer> {
  const { token } = await client.confirm(id as never, escrow);
  const { secretKey, publicKey } = job.sessionKey;
  return {
    ...{ job: id, token, secretKey: toHex(secretKey), publicKey: toHex(publicKey) },
    ...{ specJson: Buffer.from(job.specJson).toString(), datasetRoot: job.spec.datasetRoot },
  };
}
