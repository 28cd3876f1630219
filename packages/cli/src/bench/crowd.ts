import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fromHex } from '@cyxwiz/protocol';
import { type CyxwizClient, prepareJob } from '@cyxwiz/sdk';
import type { Figure, Part, Say } from './figures.ts';
import type { Peer, StreamResult } from './stream-order.ts';
import { askStreams, ordered, peerOf, STREAM_AGENT } from './stream-peers.ts';
import { repositoryFile, System } from './system.ts';

const CROWD_MIB = 512;
const ACTIVE_JOBS = 10;

export const crowdPart: Part = {
  name: 'crowd',
  about: 'memory of a node with a thousand idle streams and fifty on jobs that train',
  async measure(say) {
    const system = await System.start(say);
    try {
      return {
        title: 'Many streams',
        intro:
          'A node agent as `node start` runs it and a client as processes of their own on one machine; a connection for each stream.',
        figures: crowdFigures(await crowdOf(system, say)),
      };
    } finally {
      await system.stop();
    }
  },
};

/** Streams on a job that does nothing, and on as many that train as a node of this size takes. */
async function crowdOf(system: System, say: Say): Promise<StreamResult> {
  await system.registerNode({ slots: 32, maxConnections: 4096, maxConnectionsPerAddress: 4096 });
  const agent = await system.startAgent(0, STREAM_AGENT, [join(system.nodeFolder, 'tls-identity.pem'), '']);
  const client = await system.connect();

  const [idleStreams, activeStreams] = [1000, 50];
  say(`${idleStreams} idle streams, and ${activeStreams} on ${ACTIVE_JOBS} jobs that train`);
  const idle = await ordered(client, prepareJob({ ...(await digits()), epochs: 1 }));
  const other = await system.stranger();
  const trained = [];
  for (let i = 0; i < ACTIVE_JOBS; i += 1) trained.push(await train(other));
  const answer = await askStreams(system, {
    ...{ endpoint: agent.ready.grpcAddress as string, tlsKeyHash: agent.ready.tlsKeyHash as string },
    ...{ agentPid: agent.pid, rawPort: Number(agent.ready.port), file: '', bytes: 0, uploads: [] },
    download: undefined,
    crowd: { idle, active: trained.map(({ peer }) => peer), idleStreams, activeStreams },
  });
  for (const { stop } of trained) await stop();
  other.close();
  client.close();
  return answer;
}

/** A job that trains longer than anybody watches. */
async function train(client: CyxwizClient): Promise<{ peer: Peer; stop(): Promise<void> }> {
  const job = prepareJob({ ...(await digits()), epochs: 100_000 });
  const { job: id, signature } = await client.fund(await client.submit(job));
  const session = await client.connect(await client.confirm(id, signature), job);
  await session.sendJob(job.specJson, job.datasetBytes, fromHex(job.spec.datasetRoot, 32));
  const training = session.train();
  const following = (async () => {
    for await (const _ of training);
  })().catch(() => undefined);
  const stop = async () => {
    training.close();
    session.close();
    await following;
  };
  return { peer: await peerOf(client, id, signature, job), stop };
}

async function digits() {
  const path = repositoryFile('data/digits.csv.gz');
  return {
    dataset: new Uint8Array(gunzipSync(await readFile(path))),
    shape: { inputs: 64, hidden: 32, outputs: 10, batch: 8 },
    estimatedSeconds: 60,
  };
}

function crowdFigures({ crowd }: StreamResult): Figure[] {
  if (crowd === undefined) throw new Error('the client measured no streams');
  const { idle, active, agentPeakMib, events, fewest } = crowd;
  return [
    {
      ...{ name: 'node with 1,000 idle and 50 active streams', value: agentPeakMib, unit: 'MiB' },
      aim: { atMost: CROWD_MIB },
      how: `most VmRSS in half a minute, a connection each; ${idle} and ${active} were open at its end; the active ones, spread over ${ACTIVE_JOBS} jobs that train at the same time, got ${events} events, none fewer than ${fewest}`,
    },
  ];
}
