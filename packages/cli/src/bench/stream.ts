import { createHash, randomBytes } from 'node:crypto';
import { link, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeJobSpec, processDatasetRoot, specHash, toHex } from '@cyxwiz/protocol';
import { type PreparedJob, prepareJob } from '@cyxwiz/sdk';
import {
  type Figure,
  median,
  type Part,
  type PartOptions,
  type Say,
  type Section,
  type Table,
} from './figures.ts';
import type { Peer, StreamOrder, StreamResult, Transfer } from './stream-order.ts';
import { askStreams, ordered, peerOf, STREAM_AGENT } from './stream-peers.ts';
import { System, startDigitsJob } from './system.ts';

const MIB = 2 ** 20;
const DEFAULTS = { sizeMib: 1024, runs: 3 };
const SHARE = 60;
const FLAT_MIB = 64;

export const streamPart: Part = {
  name: 'stream',
  about: 'UploadDataset and DownloadWeights beside raw TLS 1.3 between the same two processes',
  async measure(say, options = {}) {
    const size = { ...DEFAULTS, ...options };
    const system = await System.start(say);
    try {
      return {
        title: 'Streams',
        intro: `A node agent and a client as processes of their own that share this machine’s cores with each other and with whatever else runs on it; a file of ${size.sizeMib} MiB of random bytes on disk, ${size.runs} round${size.runs === 1 ? '' : 's'} in turns, a pause of three seconds before each transfer. The raw sockets run between the same two processes with the node’s key, read the file and throw away what arrives. UploadDataset ends when the node has checked each chunk (CRC-32C), written and flushed the file, hashed it and compared it with the job; DownloadWeights when the client has checked each chunk and the SHA-256 of the whole.`,
        ...(await run(system, say, size)),
      };
    } finally {
      await system.stop();
    }
  },
};

async function run(
  system: System,
  say: Say,
  { sizeMib, runs }: Required<PartOptions>,
): Promise<Pick<Section, 'figures' | 'tables'>> {
  const file = join(system.folder, 'data.bin');
  say(`writing ${sizeMib} MiB`);
  const sha256 = await writeRandom(file, sizeMib);
  await system.registerNode({
    ...{ slots: 32, maxUploadBytes: 2 ** 40 },
    engines: { bench: { command: ['/bin/false'] } },
  });
  const identity = join(system.nodeFolder, 'tls-identity.pem');
  const agentOf = (port = 0) => system.startAgent(port, STREAM_AGENT, [identity, file]);
  let agent = await agentOf();
  const client = await system.connect();
  say('a real job, so that there is something to download');
  const done = await startDigitsJob(client);
  for await (const event of done.session.train()) if (event.type === 'ended') break;
  done.session.close();
  await agent.stop();
  await replaceWeights(join(system.nodeFolder, 'jobs', done.id), file, sizeMib * MIB, sha256);
  agent = await agentOf(Number(agent.ready.grpcAddress?.split(':').at(-1)));

  say('jobs to upload to');
  const uploads: Peer[] = [];
  for (let i = 0; i < runs; i += 1) uploads.push(await ordered(client, uploadJob(sha256)));
  const order: StreamOrder = {
    ...{ endpoint: agent.ready.grpcAddress as string, tlsKeyHash: agent.ready.tlsKeyHash as string },
    ...{ agentPid: agent.pid, rawPort: Number(agent.ready.port), file, bytes: sizeMib * MIB, uploads },
    download: await peerOf(client, done.id, done.escrow, done.job),
    crowd: undefined,
  };
  const transfers = await askStreams(system, order);
  client.close();
  return {
    figures: transferFigures(transfers),
    tables: [costTable(transfers, (sizeMib * MIB) / 1e9)],
  };
}

/** A job for the file, of which only the hash is known here: a program gets it as it is. */
function uploadJob(sha256: Buffer): PreparedJob {
  const program = { name: 'bench', config: {} };
  const made = prepareJob({
    ...{ engine: 'process', dataset: new Uint8Array(1), program, epochs: 1, estimatedSeconds: 60 },
  });
  const spec = { ...made.spec, datasetRoot: toHex(processDatasetRoot(sha256)) };
  return { ...made, spec, specJson: encodeJobSpec(spec), specHash: specHash(spec) };
}

/** SHA-256 of what was written. */
async function writeRandom(path: string, sizeMib: number): Promise<Buffer> {
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  for (let i = 0; i < sizeMib; i += 1) {
    const block = randomBytes(MIB);
    hash.update(block);
    await file.write(block);
  }
  await file.close();
  return hash.digest();
}

/** Puts the file in the place of a job's weights and says so in the agent's journal; the agent is not running. */
async function replaceWeights(folder: string, file: string, bytes: number, sha256: Buffer): Promise<void> {
  const path = join(folder, 'journal.json');
  const journal = JSON.parse(await readFile(path, 'utf8')) as { weights: { name: string } };
  if (!(await readdir(folder)).includes(journal.weights.name))
    throw new Error(`the agent left no weights in ${folder}`);
  const weights = join(folder, journal.weights.name);
  await rm(weights);
  await link(file, weights);
  journal.weights = { ...journal.weights, ...{ bytes, sha256: sha256.toString('hex') } };
  await writeFile(path, JSON.stringify(journal));
}

function transferFigures(result: StreamResult): Figure[] {
  const { rawDown, rawUp, rawUpKept, down, downToFile, up } = result;
  const rate = (transfers: readonly Transfer[]) => median(transfers.map((transfer) => transfer.rate));
  const growth = (of: 'clientGrowthMib' | 'agentGrowthMib') =>
    Math.max(...[...down, ...downToFile, ...up].map((transfer) => transfer[of]));
  const how = `median of ${up.length}, taken in turns`;
  const speed = (name: string, of: readonly Transfer[]): Figure => ({
    ...{ name, value: rate(of), unit: 'MB/s', how },
  });
  const share = (name: string, of: readonly Transfer[], raw: readonly Transfer[]): Figure => ({
    ...{ name, value: (100 * rate(of)) / rate(raw), unit: '%', aim: { atLeast: SHARE } },
    how: 'of the two medians',
  });
  const flat = (name: string, of: 'clientGrowthMib' | 'agentGrowthMib'): Figure => ({
    ...{ name, value: growth(of), unit: 'MiB', aim: { atMost: FLAT_MIB } },
    how: 'VmRSS every 50 ms over that before the transfer, most of all transfers by gRPC',
  });
  return [
    speed('raw TLS 1.3 socket, node to client', rawDown),
    speed('DownloadWeights, checked and thrown away', down),
    share('DownloadWeights to the socket', down, rawDown),
    speed('DownloadWeights, checked and into a file', downToFile),
    speed('raw TLS 1.3 socket, client to node', rawUp),
    speed('the same, hashed and flushed to a file by the node', rawUpKept),
    speed('UploadDataset', up),
    share('UploadDataset to the socket', up, rawUp),
    {
      ...{
        name: 'UploadDataset to the socket that is hashed and flushed',
        unit: '%',
        how: 'of the two medians',
      },
      value: (100 * rate(up)) / rate(rawUpKept),
    },
    flat('memory of the node in a transfer', 'agentGrowthMib'),
    flat('memory of the client in a transfer', 'clientGrowthMib'),
  ];
}

function costTable(result: StreamResult, gigabytes: number): Table {
  const { rawDown, down, downToFile, rawUp, rawUpKept, up } = result;
  const cost = (name: string, transfers: readonly Transfer[]) => [
    name,
    (median(transfers.map((transfer) => transfer.clientCpuSeconds)) / gigabytes).toFixed(2),
    (median(transfers.map((transfer) => transfer.agentCpuSeconds)) / gigabytes).toFixed(2),
  ];
  return {
    head: ['processor time, s/GB, medians', 'client', 'node'],
    rows: [
      cost('raw socket, node to client', rawDown),
      cost('DownloadWeights', down),
      cost('DownloadWeights into a file', downToFile),
      cost('raw socket, client to node', rawUp),
      cost('the same, hashed and flushed', rawUpKept),
      cost('UploadDataset', up),
    ],
  };
}
