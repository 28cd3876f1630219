import { type ClientHttp2Session, connect as http2 } from 'node:http2';
import { connect as tcp } from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { credentials, Metadata, makeGenericClientConstructor } from '@grpc/grpc-js';
import type { JobFixture } from '../../packages/node/test/support/job-fixture.ts';
import { chunksOf, TestClient } from '../../packages/node/test/support/test-client.ts';
import type { AgentReady, OrderedJob } from './wire.ts';

const bytes = (value: Buffer) => value;
const Health = makeGenericClientConstructor(
  {
    Check: {
      ...{ path: '/grpc.health.v1.Health/Check', requestStream: false, responseStream: false },
      ...{ requestSerialize: bytes, requestDeserialize: bytes },
      ...{ responseSerialize: bytes, responseDeserialize: bytes },
    },
  },
  'Health',
);

/** The node under attack, as its peers see it, good and bad. */
export class Target {
  readonly agent: AgentReady;

  constructor(agent: AgentReady) {
    this.agent = agent;
  }

  /** A good client of a job; one of its tokens is spent on it. */
  async client(job: OrderedJob, token = job.tokens[0] as string): Promise<TestClient> {
    const client = this.stranger();
    await client.connect(fixtureOf(job), token);
    return client;
  }

  /** A client without a session. */
  stranger(): TestClient {
    const { port, certificatePem, keyHash } = this.agent;
    return new TestClient(`127.0.0.1:${port}`, certificatePem, Buffer.from(keyHash, 'hex'));
  }

  /** Sends specification and data and starts; resolves with the weights. */
  async train(job: OrderedJob): Promise<Buffer> {
    const client = await this.client(job);
    try {
      await client.sendJob(Buffer.from(job.specJson));
      await client.upload(chunksOf(Buffer.from(job.csv)));
      const stream = client.train();
      stream.resume().write({ start: {} });
      await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
      return (await client.downloadAll()).bytes;
    } finally {
      client.close();
    }
  }

  /** Milliseconds that the health service took to answer over a connection of its own. */
  async health(): Promise<number> {
    const { port, certificatePem } = this.agent;
    const started = performance.now();
    const channel = credentials.createFromSecureContext(tls.createSecureContext({ ca: certificatePem }), {
      checkServerIdentity: () => undefined,
    });
    const options = { 'grpc.use_local_subchannel_pool': 1 };
    const client = new Health(`127.0.0.1:${port}`, channel, options);
    try {
      await new Promise<void>((resolve, reject) => {
        const done = (error: Error | null) => (error === null ? resolve() : reject(error));
        const deadline = Date.now() + 30_000;
        const method = Health.service.Check;
        client.makeUnaryRequest(
          method?.path ?? '',
          bytes,
          bytes,
          Buffer.alloc(0),
          new Metadata(),
          { deadline },
          done,
        );
      });
    } finally {
      client.close();
    }
    return performance.now() - started;
  }

  /** From another address of this machine, so that its limits are not those of good clients. */
  raw(from: number) {
    const localAddress = `127.0.${1 + Math.floor(from / 200)}.${2 + (from % 200)}`;
    const socket = tcp({ host: '127.0.0.1', port: this.agent.port, localAddress });
    socket.on('error', () => undefined);
    return socket;
  }

  /** A TLS connection that says it speaks HTTP/2. */
  secure(from: number): Promise<tls.TLSSocket> {
    return new Promise((resolve, reject) => {
      const options = { socket: this.raw(from), ALPNProtocols: ['h2'], rejectUnauthorized: false };
      const socket = tls.connect(options, () => resolve(socket));
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('closed')));
      socket.on('error', () => undefined);
    });
  }

  /** The first bytes of a TLS connection. */
  clientHello(): Promise<Buffer> {
    return new Promise((resolve) => {
      const nowhere = new Duplex({ read: () => undefined, write: (bytes: Buffer) => resolve(bytes) });
      tls.connect({ socket: nowhere, ALPNProtocols: ['h2'] }).on('error', () => undefined);
    });
  }

  async http2(from: number): Promise<ClientHttp2Session> {
    const socket = await this.secure(from);
    const session = http2('https://127.0.0.1', { createConnection: () => socket });
    session.on('error', () => undefined);
    return session;
  }
}

/** As much of a fixture as TestClient uses. */
export function fixtureOf(job: OrderedJob): JobFixture {
  const known = { address: job.address, clientSecret: Buffer.from(job.clientSecret, 'hex') };
  return known as unknown as JobFixture;
}
