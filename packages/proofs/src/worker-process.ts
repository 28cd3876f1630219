// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { messageOf } from '@cyxwiz/protocol';
import { type ProofFailure, proofFailure } from './failure.ts';
import type { Proof } from './groth16.ts';

/** What the worker does; see worker.ts. */
export type WorkerRequest =
  | { op: 'witness'; wasm: string; calculator: string; input: Readonly<Record<string, unknown>>; out: string }
  | { op: 'prove'; zkey: string; witness: string; verifyingKey: string }
  | { op: 'verify'; verifyingKey: string; publicSignals: readonly string[]; proof: Proof };

export type WorkerReply =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; failure: ProofFailure };

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A witness is one short run through 3 MB of WebAssembly. V8's optimising compiler wins no time there and takes 60 MiB.
 * (snarkjs' arithmetic does need it.)
 */
export const WITNESS_FLAGS = ['--liftoff-only', '--no-wasm-dynamic-tiering'] as const;

/**
 * A Node process for what blocks an event loop: witness generation in WebAssembly and snarkjs. It ends after some
 * seconds without work, so that its memory comes back, and starts again when needed.
 */
export class WorkerProcess {
  readonly #nodeFlags: readonly string[];
  readonly #idleMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #nextId = 1;

  /** @param nodeFlags for the process; `WITNESS_FLAGS` when it will only compute witnesses */
  constructor(nodeFlags: readonly string[] = [], idleMs = 10_000) {
    this.#nodeFlags = nodeFlags;
    this.#idleMs = idleMs;
  }

  /** @throws CyxwizError with the worker's own failure, or `PROVER_STOPPED` when it ends before it answers. */
  request<T>(request: WorkerRequest): Promise<T> {
    clearTimeout(this.#idle);
    const child = this.#child ?? this.#start();
    const id = this.#nextId++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      child.ref();
      child.channel?.ref();
      child.send({ id, ...request });
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const child = this.#child;
    if (!child) return;
    child.ref();
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  #start(): ChildProcess {
    const script = fileURLToPath(new URL('./worker.ts', import.meta.url));
    const child = fork(script, [], {
      serialization: 'advanced',
      execArgv: ['--no-warnings', ...this.#nodeFlags],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    child.on('message', (reply) => this.#answer(reply as WorkerReply));
    child.once('error', (error) => this.#gone(child, messageOf(error)));
    child.once('exit', (code, signal) => this.#gone(child, `ended with ${signal ?? code}`));
    return child;
  }

  #answer(reply: WorkerReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#rest();
    if (reply.ok) waiting.resolve(reply.value as never);
    else waiting.reject(proofFailure(reply.failure));
  }

  /** Nothing to do: lets this process end, and the worker after a while. */
  #rest(): void {
    this.#child?.unref();
    this.#child?.channel?.unref();
    this.#idle = setTimeout(() => this.#retire(), this.#idleMs);
    this.#idle.unref();
  }

  /** Forgets the idle worker before ending it: a request that comes while it still ends must get a new one. */
  #retire(): void {
    const child = this.#child;
    this.#child = undefined;
    child?.kill('SIGTERM');
  }

  #gone(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    const failure = {
      code: 'PROVER_STOPPED',
      message: `the proof worker ${how} before it answered`,
    } as const;
    for (const { reject } of this.#waiting.values()) reject(proofFailure(failure));
    this.#waiting.clear();
  }
}
