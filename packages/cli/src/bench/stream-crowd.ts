import { connectDigest, jobId, type nodeV1, signEd25519, trainingApi, unary } from '@cyxwiz/protocol';
import { pinnedCredentials } from '@cyxwiz/sdk';
import { type ChannelCredentials, Metadata } from '@grpc/grpc-js';
import { statusMib } from './process-memory.ts';
import type { Crowd, CrowdResult, Peer, StreamOrder } from './stream-order.ts';

/** At once; the node lets so many in that have not shown a session. */
const AT_ONCE = 16;
const WATCH_MS = 30_000;

/** Opens Train streams, a connection each, keeps them for half a minute and counts what they bring. */
export async function openStreams(order: StreamOrder, crowd: Crowd): Promise<CrowdResult> {
  const keyHash = Buffer.from(order.tlsKeyHash, 'hex');
  const credentials = await pinnedCredentials(order.endpoint, keyHash);
  const idleSession = await sessionOf(order.endpoint, credentials, crowd.idle, keyHash);
  const activeSessions: Metadata[] = [];
  for (const peer of crowd.active) {
    activeSessions.push(await sessionOf(order.endpoint, credentials, peer, keyHash));
  }
  const streams = [
    ...Array.from({ length: crowd.idleStreams }, () => idleSession),
    ...Array.from(
      { length: crowd.activeStreams },
      (_, i) => activeSessions[i % activeSessions.length] as Metadata,
    ),
  ];
  const counts = streams.map(() => 0);
  const broken = new Set<number>();
  for (let from = 0; from < streams.length; from += AT_ONCE) {
    const some = streams.slice(from, from + AT_ONCE);
    await Promise.all(
      some.map((session, i) => watch(order.endpoint, credentials, session, from + i, counts, broken)),
    );
  }
  let agentPeakMib = 0;
  for (const until = Date.now() + WATCH_MS; Date.now() < until; ) {
    agentPeakMib = Math.max(agentPeakMib, statusMib(order.agentPid, 'VmRSS'));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const open = (from: number, to: number) =>
    counts.slice(from, to).filter((_, i) => !broken.has(from + i)).length;
  const active = counts.slice(crowd.idleStreams);
  return {
    idle: open(0, crowd.idleStreams),
    active: open(crowd.idleStreams, streams.length),
    agentPeakMib,
    events: active.reduce((sum, count) => sum + count, 0),
    fewest: Math.min(...active),
  };
}

function channel(endpoint: string, credentials: ChannelCredentials) {
  return new (trainingApi().TrainingService)(endpoint, credentials, {
    'grpc.ssl_target_name_override': 'node.cyxwiz',
    'grpc.use_local_subchannel_pool': 1,
  });
}

async function sessionOf(
  endpoint: string,
  credentials: ChannelCredentials,
  peer: Peer,
  keyHash: Uint8Array,
): Promise<Metadata> {
  const client = channel(endpoint, credentials);
  const { service } = trainingApi().TrainingService;
  const digest = connectDigest(jobId(peer.job), peer.token, keyHash);
  const signature = signEd25519(Buffer.from(peer.secretKey, 'hex'), digest);
  const { session } = await unary(client, service, 'Connect', {
    ...{ job: peer.job, token: peer.token, signature, protocolVersions: [1] },
  });
  client.close();
  const metadata = new Metadata();
  metadata.set('cyxwiz-session', session);
  return metadata;
}

/** Resolves with the stream's first event. */
function watch(
  endpoint: string,
  credentials: ChannelCredentials,
  session: Metadata,
  index: number,
  counts: number[],
  broken: Set<number>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = channel(endpoint, credentials).Train(session);
    stream.on('data', (_event: nodeV1.TrainResponse__Output) => {
      counts[index] = (counts[index] ?? 0) + 1;
      resolve();
    });
    stream.on('end', () => broken.add(index));
    stream.on('error', (error) => {
      broken.add(index);
      reject(error);
    });
  });
}
