import { gzipSync } from 'node:zlib';
import { crc32c } from '@cyxwiz/protocol';
import { status } from '@grpc/grpc-js';
import { chunksOf, refusal, refusalOf } from '../../packages/node/test/support/test-client.ts';
import { type Attack, expected, type Scene } from './attack.ts';
import { fixtureOf } from './target.ts';

const MIB = 1024 * 1024;
const PATH = '/cyxwiz.node.v1.TrainingService';

/** Sends one message as it stands, with its flag and the length that it claims; resolves with grpc-status. */
async function rawCall(
  scene: Scene,
  headers: Record<string, string>,
  body: Buffer,
  from = 7,
): Promise<string> {
  const session = await scene.target.http2(from);
  try {
    return await new Promise<string>((resolve) => {
      const stream = session.request({
        ...{
          ':method': 'POST',
          ':path': `${PATH}/Connect`,
          'content-type': 'application/grpc',
          te: 'trailers',
        },
        ...headers,
      });
      const read = (received: Record<string, unknown>) => {
        if (received['grpc-status'] !== undefined) resolve(status[Number(received['grpc-status'])] ?? '');
      };
      stream
        .on('response', read)
        .on('trailers', read)
        .on('error', () => resolve('reset'));
      stream.on('close', () => resolve('closed')).resume();
      stream.end(body);
    });
  } finally {
    session.destroy();
  }
}

function framed(flag: number, claimed: number, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head[0] = flag;
  head.writeUInt32BE(claimed, 1);
  return Buffer.concat([head, body]);
}

export const messageAttacks: readonly Attack[] = [
  {
    name: 'oversized messages',
    async run(scene) {
      const client = await scene.target.client(scene.job);
      const large = await refusal(client.sendJob(Buffer.alloc(2 * MIB)));
      client.close();
      const stranger = scene.target.stranger();
      const token = await refusal(stranger.connect(fixtureOf(scene.job), 'x'.repeat(8 * MIB)));
      stranger.close();
      const claimed = await rawCall(scene, {}, framed(0, 0xffff_ffff, Buffer.alloc(100)));
      return [
        ...expected('SendJob of 2 MiB', large.status, ['RESOURCE_EXHAUSTED', 'CANCELLED']),
        ...expected('a token of 8 MiB', token.status, ['RESOURCE_EXHAUSTED', 'CANCELLED']),
        ...expected('a message that claims 4 GiB', claimed, ['RESOURCE_EXHAUSTED', 'CANCELLED']),
      ];
    },
  },
  {
    name: 'compression bombs',
    async run(scene) {
      const bomb = gzipSync(Buffer.alloc(200 * MIB));
      const answers = await Promise.all(
        Array.from({ length: Math.min(16, scene.repeats) }, (_, i) =>
          rawCall(scene, { 'grpc-encoding': 'gzip' }, framed(1, bomb.length, bomb), i),
        ),
      );
      const broken = await rawCall(scene, { 'grpc-encoding': 'gzip' }, framed(1, 100, Buffer.alloc(100, 9)));
      const unknown = await rawCall(scene, { 'grpc-encoding': 'br' }, framed(1, 100, Buffer.alloc(100, 9)));
      return [
        ...answers.flatMap((answer) => expected('200 MiB of zeros in gzip', answer, 'RESOURCE_EXHAUSTED')),
        ...expected('gzip that is none', broken, 'INTERNAL'),
        ...expected('an unknown encoding', unknown, 'UNIMPLEMENTED'),
      ];
    },
  },
  {
    name: 'wrong chunks',
    async run(scene) {
      const client = await scene.target.client(scene.job);
      await client.sendJob(Buffer.from(scene.job.specJson));
      const csv = Buffer.from(scene.job.csv);
      const chunk = (data: Buffer, offset: number, changes: object = {}) => ({
        ...{ offset, totalBytes: csv.length, data, checksum: crc32c(data) },
        ...changes,
      });
      const cases: [string, object[], string][] = [
        ['a wrong checksum', [chunk(csv, 0, { checksum: 1 })], 'UPLOAD_CHECKSUM'],
        ['a wrong offset', [chunk(csv.subarray(5), 5)], 'UPLOAD_OFFSET'],
        ['an overlap', [chunk(csv.subarray(0, 99), 0), chunk(csv.subarray(50), 50)], 'UPLOAD_OFFSET'],
        ['too much', [chunk(csv, 0, { totalBytes: 10 })], 'UPLOAD_TOO_LARGE'],
        [
          'a total beyond everything',
          [chunk(csv, 0, { totalBytes: '18446744073709551615' })],
          'UPLOAD_TOO_LARGE',
        ],
        ['an empty chunk', [chunk(Buffer.alloc(0), 0)], 'UPLOAD_EMPTY'],
        [
          'a chunk too large',
          [chunk(Buffer.alloc(262_145), 0, { totalBytes: 262_145 })],
          'UPLOAD_CHUNK_TOO_LARGE',
        ],
      ];
      const faults: string[] = [];
      for (const [name, chunks, should] of cases) {
        faults.push(...expected(name, (await refusal(client.upload(chunks))).reason, should));
      }
      const many = Array.from({ length: scene.repeats }, () => chunk(csv.subarray(0, 1), 0));
      faults.push(...expected('many chunks', (await refusal(client.upload(many))).reason, 'UPLOAD_OFFSET'));
      client.close();
      return faults;
    },
  },
  {
    name: 'endless streams',
    async run(scene) {
      const client = await scene.target.client(scene.job);
      const train = client.train();
      const ended = new Promise<string>((resolve) => {
        train.on('error', (error) => resolve(refusalOf(error).reason)).on('end', () => resolve('ended'));
      });
      train.resume();
      for (let i = 0; i < scene.repeats; i += 1) train.write({ pause: {} });
      const upload = client.upload(
        (function* () {
          for (let i = 0; i < scene.repeats; i += 1) yield* chunksOf(Buffer.alloc(100), 100);
        })(),
      );
      const faults = [
        ...expected('a flood of commands', await ended, ['COMMAND_REFUSED', 'ended']),
        ...expected('chunks without end', (await refusal(upload)).reason, [
          'UPLOAD_OFFSET',
          'UPLOAD_TOO_LARGE',
        ]),
      ];
      client.close();
      return faults;
    },
  },
  {
    name: 'calls without a session',
    async run(scene) {
      const client = scene.target.stranger();
      const faults: string[] = [];
      const calls: [string, () => Promise<unknown>][] = [
        ['SendJob', () => client.sendJob(Buffer.alloc(10))],
        ['UploadDataset', () => client.upload([])],
        ['DownloadWeights', () => client.downloadAll()],
        [
          'Train',
          () =>
            new Promise((resolve, reject) => client.train().on('end', resolve).on('error', reject).resume()),
        ],
      ];
      for (let round = 0; round < Math.min(50, scene.repeats); round += 1) {
        for (const [name, call] of calls) {
          client.metadata.remove('cyxwiz-session');
          faults.push(...expected(name, (await refusal(call())).reason, 'SESSION_MISSING'));
          client.metadata.set('cyxwiz-session', 'A'.repeat(43));
          faults.push(...expected(name, (await refusal(call())).reason, 'SESSION_UNKNOWN'));
        }
      }
      client.close();
      return faults;
    },
  },
  {
    name: 'tokens that are not good',
    async run(scene) {
      const { target, job } = scene;
      const [good = '', next = ''] = job.tokens;
      (await target.client(job, good)).close();
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const [head = '', payload = '', signature = ''] = next.split('.');
      const cases: [string, string, string][] = [
        ['a replayed token', good, 'TOKEN_SPENT'],
        ['an expired token', job.expired, 'TOKEN_EXPIRED'],
        ['alg none', `${part({ alg: 'none' })}.${payload}.`, 'TOKEN_ALGORITHM'],
        ['HS256', `${part({ alg: 'HS256' })}.${payload}.${signature}`, 'TOKEN_ALGORITHM'],
        ['a payload of its own', `${head}.${part({ job: job.address })}.${signature}`, 'TOKEN_SIGNATURE'],
        ['no token', '', 'TOKEN_MALFORMED'],
      ];
      const client = target.stranger();
      const faults: string[] = [];
      for (let round = 0; round < Math.min(20, scene.repeats); round += 1) {
        for (const [name, token, should] of cases) {
          const { reason } = await refusal(client.connect(fixtureOf(job), token));
          faults.push(...expected(name, reason, should));
        }
      }
      client.close();
      return faults;
    },
  },
];
