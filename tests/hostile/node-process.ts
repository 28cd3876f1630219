import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { AgentReady, OrderedJob } from './wire.ts';

const AGENT = fileURLToPath(new URL('./agent.ts', import.meta.url));

/** The node under attack: a process of its own, whose memory can be watched. */
export class NodeProcess {
  readonly agent: AgentReady;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #exited: string | null = null;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, agent: AgentReady) {
    this.#child = child;
    this.#lines = lines;
    this.agent = agent;
    child.once('exit', (code, signal) => {
      this.#exited = `the agent ended with ${code ?? signal}`;
    });
  }

  static async start(): Promise<NodeProcess> {
    const child = spawn(process.execPath, ['--no-deprecation', AGENT], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done === true) throw new Error('the agent did not start: see above');
    return new NodeProcess(child, lines, JSON.parse(first.value) as AgentReady);
  }

  /** Why the agent is gone, if it is. */
  get exited(): string | null {
    return this.#exited;
  }

  async order(epochs: number): Promise<OrderedJob> {
    this.#child.stdin?.write(`${JSON.stringify({ epochs })}\n`);
    return JSON.parse((await this.#lines.next()).value as string) as OrderedJob;
  }

  memoryMib(): number {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
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
