import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../node/src/main.ts', import.meta.url));
const READY_MS = 60_000;

export type NodeProcess = {
  readonly pid: number;
  readonly grpcAddress: string;
  /** SIGTERM, and SIGKILL for one that does not go. */
  stop(): Promise<void>;
  /** SIGKILL: the machine is gone, without a goodbye. */
  kill(): Promise<void>;
};

/**
 * Starts a node agent as a process of its own and waits until it is ready.
 * @throws Error with the end of the agent's log when it ends before that.
 */
export async function startNodeProcess(options: {
  name: string;
  configFile: string;
  logFile: string;
  env?: Record<string, string>;
}): Promise<NodeProcess> {
  const child = spawn(process.execPath, [MAIN, '--config', options.configFile], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const tail: string[] = [];
  child.stderr.pipe(log);
  child.stderr.on('data', (data: Buffer) => {
    tail.push(data.toString());
    if (tail.length > 20) tail.shift();
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ready = new Promise<{ grpcAddress: string }>((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Error(`node ${options.name} ${why}:\n${tail.join('').slice(-2000)}`));
    const timer = setTimeout(() => fail(`was not ready after ${READY_MS / 1000} s`), READY_MS);
    child.once('error', (error) => fail(error.message));
    void ended.then((code) => fail(`ended with ${code}`));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = parse(line);
      if (message?.grpcAddress) {
        clearTimeout(timer);
        resolve({ grpcAddress: message.grpcAddress });
      }
    });
  });
  try {
    const { grpcAddress } = await ready;
    return {
      pid: child.pid ?? 0,
      grpcAddress,
      stop: () => end(child, ended, 'SIGTERM'),
      kill: () => end(child, ended, 'SIGKILL'),
    };
  } catch (error) {
    await end(child, ended, 'SIGKILL');
    throw error;
  }
}

async function end(child: ChildProcess, ended: Promise<unknown>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}

function parse(line: string): { grpcAddress?: string } | undefined {
  try {
    return JSON.parse(line) as { grpcAddress?: string };
  } catch {
    return undefined;
  }
}
