import { createHash } from 'node:crypto';
import { open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { NodeSession } from '@cyxwiz/sdk';
import { type Figure, median, type Part, type Say } from './figures.ts';
import { System, startDigitsJob } from './system.ts';

const MIB = 2 ** 20;
/** As large as the SDK takes weights by default. */
const FILE_MIB = 64;
const RUNS = 5;

export const downloadPart: Part = {
  name: 'download',
  about: 'weights download from a real node, beside a raw TLS 1.3 socket in the same run',
  async measure(say) {
    const system = await System.start(say);
    try {
      return {
        title: 'Weights download',
        intro: `A node agent that finished a real job, with a ${FILE_MIB} MiB file in the place of its weights: TrainingService over TLS 1.3 with the pinned key, 256 KiB chunks, CRC-32C on every chunk at both ends and SHA-256 over the whole at the client, as every client downloads. The socket sends the same file with the same key from a process of its own, unchecked. Sender and receiver share this machine’s cores.`,
        figures: await run(system, say),
      };
    } finally {
      await system.stop();
    }
  },
};

async function run(system: System, say: Say): Promise<Figure[]> {
  await system.registerNode();
  const agent = await system.startAgent();
  const client = await system.connect();
  try {
    say('a real job, so that there is something to download');
    const { session, id, escrow, job } = await startDigitsJob(client);
    for await (const event of session.train()) if (event.type === 'ended') break;
    session.close();
    await agent.stop();
    const weights = await enlarge(join(system.nodeFolder, 'jobs', id));
    await system.startAgent(Number(agent.ready.grpcAddress?.split(':').at(-1)));
    const again = await client.connect(await client.confirm(id as never, escrow), job);
    const identity = join(system.nodeFolder, 'tls-identity.pem');
    const raw = await system.program('packages/cli/src/bench/raw-tls-server.ts', [identity, weights], {});
    const [grpc, socket]: [number[], number[]] = [[], []];
    await overGrpc(again);
    for (let i = 1; i <= RUNS; i++) {
      say(`download ${i} of ${RUNS}`);
      grpc.push(await overGrpc(again));
      socket.push(await overSocket(Number(raw.ready.port)));
    }
    again.close();
    const how = `median of ${RUNS}, taken in turns`;
    const rate = (name: string, value: number): Figure => ({ name, value, unit: 'MB/s', how });
    return [
      rate('gRPC download, everything checked', median(grpc)),
      rate('raw TLS 1.3 socket, unchecked', median(socket)),
      {
        name: 'share of the socket’s rate',
        value: (100 * median(grpc)) / median(socket),
        unit: '%',
        how: 'of the two medians',
      },
    ];
  } finally {
    client.close();
  }
}

/** Puts a large file in the place of a job's weights and says so in the agent's journal; the agent is not running. */
export async function enlarge(folder: string): Promise<string> {
  const journalFile = join(folder, 'journal.json');
  const journal = JSON.parse(await readFile(journalFile, 'utf8')) as {
    weights: { name: string; bytes: number; sha256: string };
  };
  const path = join(folder, journal.weights.name);
  if (!(await readdir(folder)).includes(journal.weights.name))
    throw new Error(`the agent left no weights in ${folder}`);
  const hash = createHash('sha256');
  const handle = await open(path, 'w');
  for (let i = 0; i < FILE_MIB; i++) {
    const block = Buffer.alloc(MIB, i);
    hash.update(block);
    await handle.write(block);
  }
  await handle.close();
  journal.weights = { ...journal.weights, bytes: FILE_MIB * MIB, sha256: hash.digest('hex') };
  await writeFile(journalFile, JSON.stringify(journal));
  return path;
}

/** MB/s of the SDK's own download into memory. */
export async function overGrpc(session: NodeSession): Promise<number> {
  const into = Buffer.alloc(FILE_MIB * MIB);
  let at = 0;
  const sink = {
    size: async () => at,
    append: async (bytes: Uint8Array) => {
      into.set(bytes, at);
      at += bytes.length;
    },
    reset: async () => {
      at = 0;
    },
    async *parts() {
      yield into.subarray(0, at);
    },
    read: async () => into,
    finish: async () => {},
  };
  const started = performance.now();
  await session.download(sink);
  return (FILE_MIB * MIB) / 1e3 / (performance.now() - started);
}

/** MB/s of a plain TLS socket that throws away what it reads. */
function overSocket(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    let bytes = 0;
    const socket = connect({ host: '127.0.0.1', port, minVersion: 'TLSv1.3', rejectUnauthorized: false });
    socket.on('data', (data) => {
      bytes += data.length;
    });
    socket.once('error', reject);
    socket.once('end', () => {
      if (bytes === FILE_MIB * MIB) resolve(bytes / 1e3 / (performance.now() - started));
      else reject(new Error(`the socket brought ${bytes} bytes`));
    });
  });
}
