/** A real Redis: the one on this machine, or one started for the test. Never skipped. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
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

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface TestRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** @throws Error that says what to do when there is neither a Redis nor its program */
export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server: ChildProcess = spawn('redis-server', args, { stdio: 'ignore' });
  const failed = new Promise<never>((_resolve, reject) => server.once('error', reject));
  failed.catch(() => undefined);
  for (let attempt = 0; attempt < 50; attempt++) {
    const up = await Promise.race([answers(url), failed]).catch((cause: unknown) => {
      throw new Error(
        'the tests need Redis on 127.0.0.1:6379, or the program redis-server (apt install redis-server)',
        { cause },
      );
    });
    if (up) {
      return {
        url,
        stop: async () => {
          const gone = new Promise((resolve) => server.once('exit', resolve));
          server.kill('SIGKILL');
          await gone;
        },
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  server.kill('SIGKILL');
  throw new Error(`redis-server does not answer on port ${port}`);
}

export async function anyRedis(): Promise<TestRedis> {
  const url = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';
  return (await answers(url)) ? { url, stop: async () => undefined } : startRedis();
}
