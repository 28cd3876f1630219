// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { messageOf } from '@cyxwiz/protocol';
import { proofFailure } from '../failure.ts';

interface Waiting {
  readonly resolve: (reply: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((progress: ProverProgress) => void) | undefined;
}

/** How far a request is. */
export interface ProverProgress {
  readonly stage: 'witness' | 'proof' | 'training';
  readonly done: number;
  readonly of: number;
}

export interface RequestOptions {
  /** Cancels the request: it rejects with `PROVER_CANCELLED` once the prover has stopped working on it. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ProverProgress) => void) | undefined;
}

interface Reply extends ProverProgress {
  readonly id: number | null;
  readonly event?: 'progress';
  readonly ok: boolean;
  readonly code?: string;
  readonly message?: string;
}

const STDERR_KEPT = 2000;
const CLOSE_PATIENCE_MS = 5000;

/** A child process that answers one JSON object a line. It never keeps this process alive while it is idle. */
export class LineProcess {
  readonly #command: string;
  readonly #args: readonly string[];
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcessByStdio<Writable, Readable, Readable> | undefined;
  #generation = 0;
  #nextId = 1;
  #stderr = '';

  constructor(command: string, args: readonly string[]) {
    this.#command = command;
    this.#args = args;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the process unless it runs; the number returned changes with every new process. */
  start(): number {
    if (this.#child) return this.#generation;
    const child = spawn(this.#command, this.#args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    this.#generation += 1;
    this.#stderr = '';
    createInterface({ input: child.stdout }).on('line', (line) => this.#answer(line));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT);
    });
    child.stdin.on('error', () => {}); // a dead process is reported by its exit
    child.once('error', (error) => this.#gone(child, messageOf(error)));
    child.once('exit', (code, signal) => this.#gone(child, `ended with ${signal ?? code}`));
    this.#hold(false);
    return this.#generation;
  }

  /** @throws CyxwizError `PROVER_FAILED`, `PROVER_STOPPED`, `PROVER_CANCELLED` */
  async request<T>(fields: Readonly<Record<string, unknown>>, options: RequestOptions = {}): Promise<T> {
    const { signal, onProgress } = options;
    if (signal?.aborted) throw cancelled();
    this.start();
    const id = this.#nextId++;
    const cancel = () => this.#send({ id: this.#nextId++, op: 'cancel', target: id });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, onProgress });
        this.#hold(true);
        this.#send({ id, ...(onProgress && { progress: true }), ...fields });
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #send(line: Readonly<Record<string, unknown>>): void {
    this.#child?.stdin.write(`${JSON.stringify(line)}\n`);
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    child.ref();
    const ended = once(child, 'exit');
    child.stdin.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_PATIENCE_MS);
    await ended;
    clearTimeout(timer);
  }

  #answer(line: string): void {
    let reply: Reply;
    try {
      reply = JSON.parse(line) as Reply;
    } catch {
      return; // not ours: the prover writes only JSON
    }
    const waiting = this.#waiting.get(reply.id ?? 0);
    if (!waiting) return;
    if (reply.event === 'progress') {
      const { stage, done, of } = reply;
      waiting.onProgress?.({ stage, done, of });
      return;
    }
    this.#waiting.delete(reply.id ?? 0);
    if (this.#waiting.size === 0) this.#hold(false);
    if (reply.ok) {
      waiting.resolve(reply as never);
      return;
    }
    if (reply.code === 'cancelled') {
      waiting.reject(cancelled());
      return;
    }
    const message = `the prover refused: ${reply.message ?? 'no reason given'}`;
    waiting.reject(proofFailure({ code: 'PROVER_FAILED', message, proverCode: reply.code ?? 'unknown' }));
  }

  #gone(child: ChildProcessByStdio<Writable, Readable, Readable>, how: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    const message = `the prover ${how}${this.#stderr ? `: ${this.#stderr.trim()}` : ''}`;
    for (const { reject } of this.#waiting.values())
      reject(proofFailure({ code: 'PROVER_STOPPED', message }));
    this.#waiting.clear();
  }

  #hold(held: boolean): void {
    const child = this.#child;
    if (!child) return;
    const handles = [child, child.stdin, child.stdout, child.stderr] as unknown as Socket[];
    for (const handle of handles) held ? handle.ref() : handle.unref();
  }
}

function cancelled(): Error {
  return proofFailure({
    code: 'PROVER_CANCELLED',
    message: 'the proof was cancelled by whoever asked for it',
  });
}
