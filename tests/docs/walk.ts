import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

const PATIENCE_MS = 30_000;

/** What stands between ```LANGUAGE MARK and ``` in a page of docs, block by block. */
export function blocks(page: string, mark: string): string[] {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${mark}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, block = '']) => block,
  );
}

/** Others on this machine may have the ports that a page names. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) server.close();
  return ports;
}

/** An empty folder with the project's data and packages, in which `cyxwiz` and `npx cyxwiz` are this tree's. */
export class Walk {
  readonly folder: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #children = new Set<ChildProcess>();

  /** @param more words that every `cyxwiz COMMAND` of these commands gets, by command: `{ 'node start': '--json' }` */
  constructor(
    name: string,
    env: Readonly<Record<string, string>>,
    more: Readonly<Record<string, string>> = {},
  ) {
    this.folder = join(root, 'target', `docs-${name}-${process.pid}`);
    mkdirSync(this.folder, { recursive: true });
    for (const name of ['data', 'packages']) symlinkSync(join(root, name), join(this.folder, name));
    const cases = Object.entries(more).map(([command, words]) => `'${command}') set -- "$@" ${words} ;;\n`);
    const cyxwiz = `case "$1 $2" in\n${cases.join('')}esac\nexec '${process.execPath}' '${join(root, 'packages/cli/bin/cyxwiz.mjs')}' "$@"\n`;
    this.#program('cyxwiz', cyxwiz);
    this.#program('npx', `shift\n${cyxwiz}`);
    this.#env = {
      CYXWIZ_HOME: join(this.folder, 'home'),
      ...env,
      PATH: `${this.folder}:${process.env.PATH}`,
    };
  }

  /** Runs a command to its end, in a process group of its own; what it left in the background goes on. */
  async run(command: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
    const child = spawn(command, args, {
      ...{ cwd: this.folder, env: { ...process.env, ...this.#env }, detached: true },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
      // What goes on in the background may hold the pipes open.
      child.once('exit', (code) => setTimeout(() => resolve(code), 500));
    });
    return { code, output };
  }

  /** As a reader's shell does, word for word; the first command that fails is the last. */
  bash(script: string): Promise<{ code: number | null; output: string }> {
    return this.run('bash', ['--norc', '-euxo', 'pipefail', '-c', script]);
  }

  size(name: string): number {
    return readFileSync(join(this.folder, name)).length;
  }

  /** Ends what is left in the background, and waits for it. */
  async end(): Promise<void> {
    for (const { pid = 0 } of this.#children) {
      const until = Date.now() + PATIENCE_MS;
      for (
        let signal: NodeJS.Signals | 0 = 'SIGTERM';
        signalled(-pid, signal) && Date.now() < until;
        signal = 0
      ) {
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      signalled(-pid, 'SIGKILL');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #program(name: string, script: string): void {
    const file = join(this.folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}`);
    chmodSync(file, 0o755);
  }
}

/** Whether there was anybody to send it to. */
function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
