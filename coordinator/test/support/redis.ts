/** A real Redis: the one on this machine, or one started for the test. Never skipped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { Redis } from 'ioredis';

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: 1_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

/**
 * A port below those that the system hands out: nobody is given it between our choice and the start of the server.
 * Another test run may choose it too; then the server ends at once.
 */
const somePort = () => 20_000 + randomInt(10_000);

export interface TestRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** @throws Error that says what to do when there is neither a Redis nor its program */
export async function startRedis(): Promise<TestRedis> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const started = await startOn(somePort());
    if (started) return started;
  }
  throw new Error('redis-server ends at once, whatever port it is given');
}

/** Undefined when the server ends before it answers, as it does on a port that is taken. */
async function startOn(port: number): Promise<TestRedis | undefined> {
  const url = `redis://127.0.0.1:${port}`;
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server: ChildProcess = spawn('redis-server', args, { stdio: 'ignore' });
  const gone = new Promise<void>((resolve, reject) => {
    server.once('exit', () => resolve());
    server.once('error', (cause) => {
      const needs = 'the tests need Redis on 127.0.0.1:6379, or the program redis-server';
      reject(new Error(`${needs} (apt install redis-server)`, { cause }));
    });
  });
  for (;;) {
    const state = await Promise.race([
      gone.then(() => 'gone'),
      answers(url).then((up) => (up && server.exitCode === null ? 'up' : 'silent')),
    ]);
    if (state === 'gone') return undefined;
    if (state === 'up') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    stop: async () => {
      server.kill('SIGKILL');
      await gone;
    },
  };
}

export async function anyRedis(): Promise<TestRedis> {
  const url = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';
  return (await answers(url)) ? { url, stop: async () => undefined } : startRedis();
}
