import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../packages/cli/bin/cyxwiz.mjs', import.meta.url));
/** Every program that comes back is the same one again: it need not be compiled again. */
const COMPILED = fileURLToPath(new URL('../../target/chaos/compiled', import.meta.url));
const LAST_WORDS = 4_000;
const READY_MS = 240_000;

const running = new Set<ChildProcess>();
/** Nobody outlives us. */
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export type Said = Readonly<Record<string, unknown>>;

export interface ChildOptions {
  readonly log: string;
  readonly env?: Record<string, string>;
  /** Another program than `cyxwiz`. */
  readonly script?: string;
}

/** A `cyxwiz` command in a process of its own. */
export class Child {
  readonly #child: ChildProcess;
  readonly ended: Promise<number | NodeJS.Signals>;
  #lastWords = '';
  /** Whether it has printed anything. */
  spoke = false;
  readonly #listeners = new Set<(said: Said) => void>();

  constructor(args: readonly string[], options: ChildOptions) {
    const words = options.script === undefined ? [CLI, ...args, '--json'] : [options.script, ...args];
    this.#child = spawn(process.execPath, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C is for us: what it means for the others is that this wave is the last.
      detached: true,
      env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, ...options.env },
    });
    running.add(this.#child);
    this.#child.once('exit', () => running.delete(this.#child));
    const log = createWriteStream(options.log, { flags: 'a' });
    log.write(`\n$ ${words.slice(1).join(' ')}  [${this.#child.pid}]\n`);
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.spoke = true;
      log.write(data);
      this.#lastWords = `${this.#lastWords}${data}`.slice(-LAST_WORDS);
    });
    createInterface({ input: this.#child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      this.spoke = true;
      log.write(`${line.slice(0, 500)}\n`);
      const said = parse(line);
      if (said) for (const listener of this.#listeners) listener(said);
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (code, signal) => {
        log.end(`[${this.#child.pid}] ended with ${signal ?? code}\n`);
        resolve(signal ?? code ?? 1);
      });
    });
    this.ended.catch(() => {});
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get lastWords(): string {
    return this.#lastWords;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The first line that a service prints. @throws Error with its last words when it ends before */
  async ready(): Promise<Said> {
    const { promise, resolve, reject } = Promise.withResolvers<Said>();
    const listener = (said: Said) => said.event === 'ready' && resolve(said);
    this.#listeners.add(listener);
    const timer = setTimeout(() => reject(new Error(`not ready in time: ${this.#lastWords}`)), READY_MS);
    void this.ended.then((how) => reject(new Error(`ended with ${how}: ${this.#lastWords}`)));
    return promise.finally(() => {
      clearTimeout(timer);
      this.#listeners.delete(listener);
    });
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.running) this.#child.kill(signal);
    await this.ended;
  }

  /** SIGTERM, and SIGKILL for one that does not go. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 20_000);
    await this.kill('SIGTERM').finally(() => clearTimeout(timer));
  }
}

/** Runs a command to its end. @throws Error with its last words unless it ends with 0 */
export async function cyxwiz(args: readonly string[], options: ChildOptions): Promise<void> {
  const child = new Child(args, options);
  const code = await child.ended;
  if (code !== 0) throw new Error(`cyxwiz ${args.join(' ')}: ${code}: ${child.lastWords}`);
}

function parse(line: string): Said | undefined {
  try {
    return JSON.parse(line) as Said;
  } catch {
    return undefined;
  }
}
