// The other end of what stream-agent.ts serves, in a process of its own: argv is a StreamOrder, stdout a StreamResult.
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { connect } from 'node:tls';
import { jobId, toHex } from '@cyxwiz/protocol';
import { fileDataset, fileSink, NodeSession, type WeightsSink } from '@cyxwiz/sdk';
import { cpuSeconds, statusMib } from './process-memory.ts';
import { openStreams } from './stream-crowd.ts';
import type { Peer, StreamOrder, StreamResult, Transfer } from './stream-order.ts';

const order = JSON.parse(process.argv[2] ?? '') as StreamOrder;
const { endpoint, file, bytes, rawPort, agentPid } = order;
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

function open(peer: Peer): Promise<NodeSession> {
  return NodeSession.open({
    job: jobId(peer.job),
    endpoint,
    tlsKeyHash: hex(order.tlsKeyHash),
    token: peer.token,
    sessionKey: { secretKey: hex(peer.secretKey), publicKey: hex(peer.publicKey) },
  });
}

/** The system is still busy with what went before: writing files out, giving their memory back. */
const PAUSE_MS = 3_000;

/** MB/s of a transfer, and what both processes grew by while it ran. */
async function timed(move: () => Promise<void>): Promise<Transfer> {
  await setTimeout(PAUSE_MS);
  const both = () => [statusMib(process.pid, 'VmRSS'), statusMib(agentPid, 'VmRSS')] as const;
  const before = both();
  const growth = [0, 0];
  const watch = setInterval(() => {
    for (const [i, now] of both().entries()) growth[i] = Math.max(growth[i] ?? 0, now - (before[i] ?? 0));
  }, 50);
  const cpu = () => [cpuSeconds(process.pid), cpuSeconds(agentPid)] as const;
  const [clientCpu, agentCpu] = cpu();
  const started = performance.now();
  await move();
  const rate = bytes / 1e3 / (performance.now() - started);
  const [clientNow, agentNow] = cpu();
  clearInterval(watch);
  return {
    ...{ rate, clientCpuSeconds: clientNow - clientCpu, agentCpuSeconds: agentNow - agentCpu },
    ...{ clientGrowthMib: growth[0] ?? 0, agentGrowthMib: growth[1] ?? 0 },
  };
}

function rawSocket(direction: 'd' | 'u' | 'f'): Promise<void> {
  return new Promise((resolve, reject) => {
    const to = {
      host: '127.0.0.1',
      port: rawPort,
      minVersion: 'TLSv1.3',
      rejectUnauthorized: false,
    } as const;
    let [came, said] = [0, ''];
    const socket = connect(to, () => {
      socket.write(direction);
      if (direction !== 'd') createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(socket);
    });
    socket.on('data', (data: Buffer) => {
      came += data.length;
      if (direction !== 'd') said += data.toString();
    });
    socket.once('error', reject);
    socket.once('end', () => {
      const moved = direction !== 'd' ? Number(said) : came;
      if (moved === bytes) resolve();
      else reject(new Error(`the raw socket moved ${moved} bytes of ${bytes}`));
    });
  });
}

/** As the raw socket: what came is counted and thrown away. */
function nowhere(): WeightsSink {
  let at = 0;
  return {
    size: async () => at,
    append: async (data) => {
      at += data.length;
    },
    reset: async () => {
      at = 0;
    },
    async *parts() {},
    read: async () => new Uint8Array(0),
    finish: async () => {},
  };
}

async function transfer(weights: NodeSession): Promise<void> {
  const sessions = await Promise.all(order.uploads.map(open));
  const into = { maxBytes: bytes };
  for (const [i, session] of sessions.entries()) {
    process.stderr.write(`round ${i + 1} of ${sessions.length}\n`);
    const peer = order.uploads[i] as Peer;
    result.rawDown.push(await timed(() => rawSocket('d')));
    result.down.push(await timed(() => weights.downloadTo(nowhere(), into)));
    result.rawUp.push(await timed(() => rawSocket('u')));
    result.rawUpKept.push(await timed(() => rawSocket('f')));
    const dataset = await fileDataset(file);
    const root = hex(peer.datasetRoot);
    result.up.push(
      await timed(async () => void (await session.sendJob(Buffer.from(peer.specJson), dataset, root))),
    );
    await dataset.close();
    const path = `${file}.down`;
    result.downToFile.push(await timed(() => weights.downloadTo(fileSink(path), into)));
    await rm(path);
    session.close();
  }
  weights.close();
}

const result: StreamResult = {
  rawDown: [],
  rawUp: [],
  rawUpKept: [],
  down: [],
  downToFile: [],
  up: [],
  crowd: undefined,
};
if (order.download !== undefined) await transfer(await open(order.download));
if (order.crowd !== undefined) {
  process.stderr.write('a crowd of streams\n');
  result.crowd = await openStreams(order, order.crowd);
}
process.stdout.write(
  `${JSON.stringify({ event: 'ready', result: toHex(Buffer.from(JSON.stringify(result))) })}\n`,
);
process.exit(0);
