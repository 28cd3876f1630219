import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { crc32c } from '@cyxwiz/protocol';
import { refusal } from '../../packages/node/test/support/test-client.ts';
import { type Attack, expected, pause, type Scene } from './attack.ts';

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const SETTINGS = frame(4, 0, 0, Buffer.alloc(0));

/** An HTTP/2 frame. */
function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

const told = (socket: Socket, event: string) =>
  new Promise<void>((resolve) => socket.once(event, () => resolve()));
const drained = (socket: Socket) => told(socket, 'drain');
const connected = (socket: Socket) => told(socket, 'connect');
/** Also when the node resets the connection, which `once` of node:events would throw. */
const closed = (socket: Socket, patienceMs: number) =>
  socket.destroyed ? Promise.resolve() : Promise.race([told(socket, 'close'), pause(patienceMs)]);

/**
 * Opens connections from as many addresses, so many at a time, and another for each that the node ends, until it has opened
 * so many and the other job has ended.
 */
async function flood(
  { connections, parallel, until }: Scene,
  open: (index: number) => Promise<Socket>,
): Promise<string[]> {
  const held = new Set<Socket>();
  let opened = 0;
  const attacker = async () => {
    while (opened < connections || !until.aborted) {
      if (held.size >= connections) {
        await pause(10);
        continue;
      }
      const socket = await open(opened++ % connections).catch(() => null);
      if (socket === null || socket.destroyed) continue;
      held.add(socket);
      socket.once('close', () => held.delete(socket));
    }
  };
  await Promise.all(Array.from({ length: parallel }, attacker));
  for (const socket of held) socket.destroy();
  return [];
}

/** The same bytes on many connections, each until the node ends it. */
async function pour(
  scene: Scene,
  connections: number,
  bytes: () => Buffer,
  times: number,
): Promise<string[]> {
  await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      const socket = await scene.target.secure(index).catch(() => null);
      if (socket === null) return;
      socket.resume().setMaxListeners(0);
      for (let i = 0; i < times && !socket.destroyed; i += 1) {
        if (!socket.write(bytes())) await Promise.race([drained(socket), closed(socket, 2000)]);
      }
      socket.destroy();
    }),
  );
  return [];
}

/** A request's headers, in literals without a table. */
function request(stream: number, path: string, end: boolean): Buffer {
  const literal = (name: string, value: string) =>
    Buffer.concat([
      Buffer.from([0, name.length]),
      Buffer.from(name),
      Buffer.from([value.length]),
      Buffer.from(value),
    ]);
  const fields = [
    literal(':method', 'POST'),
    literal(':scheme', 'https'),
    literal(':path', path),
    literal('content-type', 'application/grpc'),
  ];
  return frame(1, end ? 5 : 4, stream, Buffer.concat(fields));
}

const CONNECT = '/cyxwiz.node.v1.TrainingService/Connect';

export const connectionAttacks: readonly Attack[] = [
  {
    name: 'half-open connections',
    run: (scene) =>
      flood(scene, async (index) => {
        const socket = scene.target.raw(index);
        await Promise.race([connected(socket), closed(socket, 20_000)]);
        return socket;
      }),
  },
  {
    name: 'half a handshake and then silence',
    async run(scene) {
      const hello = await scene.target.clientHello();
      return flood({ ...scene, connections: Math.ceil(scene.connections / 4) }, async (index) => {
        const socket = scene.target.raw(index);
        socket.write(hello);
        await Promise.race([told(socket, 'readable'), closed(socket, 20_000)]);
        return socket;
      });
    },
  },
  ...(
    [
      ['TLS and then silence', () => Buffer.alloc(0)],
      ['a beginning of HTTP/2 and then silence', () => Buffer.concat([PREFACE, SETTINGS])],
      ['a call and then silence', () => Buffer.concat([PREFACE, SETTINGS, request(1, CONNECT, false)])],
    ] as const
  ).map(([name, first]) => ({
    name,
    run: (scene: Scene) =>
      flood({ ...scene, connections: Math.ceil(scene.connections / 4) }, async (index) => {
        const socket = await scene.target.secure(index);
        socket.resume().write(first());
        return socket;
      }),
  })),
  {
    name: 'garbage in place of TLS',
    async run(scene) {
      await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const socket = scene.target.raw(index);
          socket.resume().end(randomBytes(100_000));
          await closed(socket, 20_000);
        }),
      );
      return [];
    },
  },
  {
    name: 'garbage in place of HTTP/2',
    run: (scene) => pour(scene, 20, () => randomBytes(16_000), Math.ceil(scene.repeats / 20)),
  },
  {
    name: 'broken frames',
    async run(scene) {
      const kinds = [
        () => frame(Math.floor(Math.random() * 256), Math.floor(Math.random() * 256), 1, randomBytes(50)),
        () => frame(0, 0, 99, randomBytes(1000)),
        () => frame(9, 4, 1, randomBytes(100)),
        () => frame(8, 0, 0, Buffer.from([0x7f, 0xff, 0xff, 0xff])),
        () => frame(1, 4, 1, randomBytes(200)),
      ];
      for (const kind of kinds) {
        let first = true;
        const bytes = () => {
          if (!first) return kind();
          first = false;
          return Buffer.concat([PREFACE, SETTINGS, kind()]);
        };
        await pour(scene, 1, bytes, Math.ceil(scene.repeats / 5));
      }
      return [];
    },
  },
  ...(
    [
      ['a flood of SETTINGS', () => SETTINGS],
      ['a flood of PING', () => frame(6, 0, 0, Buffer.alloc(8))],
      ['a flood of empty DATA', () => frame(0, 0, 1, Buffer.alloc(0))],
    ] as const
  ).map(([name, one]) => ({
    name,
    async run(scene: Scene) {
      const many = Buffer.concat(Array.from({ length: 100 }, one));
      let opened = 0;
      const start = Buffer.concat([PREFACE, SETTINGS, request(1, CONNECT, false)]);
      return pour(scene, 4, () => (opened++ < 4 ? start : many), Math.ceil(scene.repeats / 10));
    },
  })),
  {
    name: 'calls that are opened and reset at once',
    async run(scene) {
      let stream = -1;
      const bytes = () => {
        const parts = stream < 0 ? [PREFACE, SETTINGS] : [];
        for (let i = 0; i < 50; i += 1) {
          stream += 2;
          parts.push(request(stream, CONNECT, false), frame(3, 0, stream, Buffer.from([0, 0, 0, 8])));
        }
        return Buffer.concat(parts);
      };
      return pour(scene, 1, bytes, Math.ceil(scene.repeats / 10));
    },
  },
  {
    name: 'headers without end',
    async run(scene) {
      const session = await scene.target.http2(3);
      const answers: string[] = [];
      for (const headers of [{ 'x-large': 'x'.repeat(200_000) }, many(2000)]) {
        answers.push(
          await new Promise<string>((resolve) => {
            try {
              const stream = session.request({ ':method': 'POST', ':path': CONNECT, ...headers });
              stream.on('response', (got) => resolve(String(got[':status'])));
              stream.on('error', () => resolve('reset')).on('close', () => resolve('reset'));
              stream.resume().end();
            } catch {
              resolve('reset');
            }
          }),
        );
      }
      session.destroy();
      return answers.flatMap((answer) => expected('headers without end', answer, ['reset', '431', '415']));
    },
  },
  {
    name: 'calls that are opened and left',
    async run(scene) {
      const client = await scene.target.client(scene.job);
      const streams = Array.from({ length: Math.min(200, scene.repeats) }, () => client.train());
      for (const stream of streams) stream.on('error', () => undefined).resume();
      const strangers: Socket[] = [];
      for (let i = 0; i < 20; i += 1) {
        const socket = await scene.target.secure(i).catch(() => null);
        if (socket === null) continue;
        const calls = Array.from({ length: 50 }, (_, n) => request(1 + 2 * n, CONNECT, false));
        socket.resume().write(Buffer.concat([PREFACE, SETTINGS, ...calls]));
        strangers.push(socket);
      }
      if (!scene.until.aborted) await once(scene.until, 'abort');
      for (const socket of strangers) socket.destroy();
      for (const stream of streams) stream.cancel();
      client.close();
      return [];
    },
  },
  {
    name: 'slow readers',
    async run({ target, until }) {
      const { trained } = target.agent;
      const client = await target.client(trained);
      const stuck = Array.from({ length: 4 }, () => client.download());
      for (const stream of stuck) {
        stream.on('error', () => undefined);
        await once(stream, 'readable');
      }
      const { reason } = await refusal(client.downloadAll());
      if (!until.aborted) await once(until, 'abort');
      for (const stream of stuck) stream.cancel();
      client.close();
      return expected('a fifth download', reason, 'DOWNLOAD_BUSY');
    },
  },
  {
    name: 'slow writers',
    async run({ target, job, until }) {
      const client = await target.client(job);
      const csv = Buffer.from(job.csv);
      const upload = client.api.UploadDataset(client.metadata, () => undefined);
      upload.on('error', () => undefined);
      const slow: Socket[] = [];
      for (let i = 0; i < 20; i += 1) {
        const socket = await target.secure(i).catch(() => null);
        if (socket === null) continue;
        const begun = frame(0, 0, 1, Buffer.from([0, 0, 4, 0, 0, 1]));
        socket.resume().write(Buffer.concat([PREFACE, SETTINGS, request(1, CONNECT, false), begun]));
        slow.push(socket);
      }
      for (let at = 0; !until.aborted && at < csv.length; at += 1) {
        upload.write({
          offset: at,
          totalBytes: csv.length,
          data: csv.subarray(at, at + 1),
          checksum: crc32c(csv.subarray(at, at + 1)),
        });
        for (const socket of slow) if (!socket.destroyed) socket.write(frame(0, 0, 1, Buffer.alloc(1)));
        await pause(200);
      }
      for (const socket of slow) socket.destroy();
      upload.cancel();
      client.close();
      return [];
    },
  },
];

function many(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`x-${i}`, 'y']));
}
