import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type ClientHttp2Session, connect as http2 } from 'node:http2';
import { connect as tcp } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { credentials, Metadata, makeGenericClientConstructor } from '@grpc/grpc-js';
import type { JobFixture } from '../../packages/node/test/support/job-fixture.ts';
import { chunksOf, TestClient } from '../../packages/node/test/support/test-client.ts';
import type { AgentReady, OrderedJob } from './wire.ts';

const AGENT = fileURLToPath(new URL('./agent.ts', import.meta.url));
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

/** The agent under attack, and good clients of it. */
export class Target {
  readonly agent: AgentReady;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #exited: string | null = null;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, agent: AgentReady) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.#lines = lines;
    this.agent = agent;
    child.once('exit', (code, signal) => {
      this.#exited = `the agent ended with ${code ?? signal}`;
    });
  }

  static async start(): Promise<Target> {
    const child = spawn(process.execPath, ['--no-deprecation', AGENT], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const reader: Interface = createInterface({ input: child.stdout });
    const lines = reader[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done === true) throw new Error('the agent did not start: see above');
    return new Target(child, lines, JSON.parse(first.value) as AgentReady);
  }

  /** Why the agent is gone, if it is. */
  get exited(): string | null {
    return this.#exited;
  }

  async order(epochs: number): Promise<OrderedJob> {
    this.#child.stdin?.write(`${JSON.stringify({ epochs })}\n`);
    return JSON.parse((await this.#lines.next()).value as string) as OrderedJob;
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

  async http2(from: number): Promise<ClientHttp2Session> {
    const socket = await this.secure(from);
    const session = http2('https://127.0.0.1', { createConnection: () => socket });
    session.on('error', () => undefined);
    return session;
  }

  memoryMib(): number {
    try {
      const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  }

  async stop(): Promise<void> {
    if (this.#exited !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 30_000);
    await ended;
    clearTimeout(late);
  }
}

/** As much of a fixture as TestClient uses. */
export function fixtureOf(job: OrderedJob): JobFixture {
  const known = { address: job.address, clientSecret: Buffer.from(job.clientSecret, 'hex') };
  return known as unknown as JobFixture;
}
