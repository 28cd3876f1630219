import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import {
  decodeFromEngine,
  ENGINE_READ_FD,
  ENGINE_WRITE_FD,
  encodeToEngine,
  type FromEngine,
  type ToEngine,
} from '@cyxwiz/protocol';
import type { EngineOffer } from '../../../domain/engine-offer.ts';
import { messageOf, NodeError } from '../../../domain/errors.ts';
import { type Confinement, confined, environment } from './confinement.ts';
import { Lines } from './lines.ts';
import type { Place } from './view.ts';

const LAST_WORDS = 2000;
const LAST_MESSAGE_MS = 1000;

/** The program died or fell silent: another try may go well. What it says against the rules is never tried again. */
export class EngineGone extends Error {}

type Answer = Exclude<FromEngine, { type: 'heartbeat' | 'error' }>;

/** A program that trains: one child in a process group of its own, and its two descriptors. */
export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #to: Writable;
  readonly #offer: EngineOffer;
  readonly #lines = new Lines();
  readonly #exited: Promise<unknown>;
  #waiting: { resolve(message: Answer): void; reject(error: Error): void } | null = null;
  #early: Answer | null = null;
  #failure: Error | null = null;
  #silence: NodeJS.Timeout | undefined;
  #lastWords = '';
  #closing = false;

  constructor(offer: EngineOffer, place: Place, confinement: Confinement) {
    this.#offer = offer;
    const { folder } = place;
    const [command = '', ...args] = confined(offer, confinement, place);
    this.#child = spawn(command, args, {
      cwd: folder,
      env: environment(offer, folder),
      // A session of its own, so that its children can be ended with it.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.#to = this.#child.stdio[ENGINE_READ_FD] as Writable;
    const from = this.#child.stdio[ENGINE_WRITE_FD] as Readable;
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', resolve);
      if (this.#child.pid === undefined) resolve(undefined);
    });
    this.#child.once('error', (error) => this.#fail(new EngineGone(`it did not start: ${error.message}`)));
    this.#child.once('exit', (code, signal) => this.#gone(signal ?? `code ${code}`, from));
    this.#child.stderr?.on('data', (bytes: Buffer) => this.#remember(bytes));
    // Writing to a program that has gone fails; that it has gone is what counts.
    for (const stream of [this.#to, from]) stream.on('error', () => undefined);
    from.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  /** The end of what the program wrote to stderr, for the owner. */
  get lastWords(): string {
    return this.#lastWords;
  }

  send(message: ToEngine): void {
    if (this.#failure === null) this.#to.write(encodeToEngine(message));
  }

  /** The next message that is of this type. @throws EngineGone; NodeError TRAINING_FAILED for any other message */
  async next<T extends Answer['type']>(type: T): Promise<Extract<Answer, { type: T }>> {
    const { helloSeconds, silenceSeconds } = this.#offer;
    const message = this.#early ?? (await this.#message(type === 'hello' ? helloSeconds : silenceSeconds));
    this.#early = null;
    if (message.type === type) return message as Extract<Answer, { type: T }>;
    const refusal = broken(`it sent ${message.type} where ${type} was due`);
    this.#fail(refusal);
    throw refusal;
  }

  #message(patience: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure);
        return;
      }
      this.#waiting = { resolve, reject };
      this.#listen(patience);
    });
  }

  /** Makes whoever waits for a message fail now. The program is ended by `close`. */
  interrupt(error: Error): void {
    this.#fail(error);
  }

  /** Asks it to end, then SIGTERM, then SIGKILL, to its whole group; resolves when it is gone. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#silence);
    if (this.#child.pid === undefined) return;
    const failed = this.#failure !== null;
    if (!failed) this.send({ type: 'stop' });
    this.#to.end();
    // One that broke the rules or hangs is not asked.
    if (!failed && (await this.#endsWithin(this.#offer.graceSeconds))) return this.#sweep();
    this.#signal('SIGTERM');
    if (!(await this.#endsWithin(this.#offer.graceSeconds))) this.#signal('SIGKILL');
    await this.#exited;
    this.#sweep();
  }

  async #endsWithin(seconds: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), seconds * 1000);
    });
    const ended = await Promise.race([this.#exited.then(() => true), late]);
    clearTimeout(timer);
    return ended;
  }

  /** Children that it left behind keep its group. */
  #sweep(): void {
    this.#signal('SIGKILL');
    for (const stream of this.#child.stdio) stream?.destroy();
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // Nobody is left in the group.
    }
  }

  #read(chunk: Buffer): void {
    if (this.#failure !== null) return;
    try {
      for (const line of this.#lines.take(chunk)) this.#receive(decodeFromEngine(line));
    } catch (error) {
      this.#fail(error instanceof NodeError ? error : broken(messageOf(error)));
    }
  }

  #receive(message: FromEngine): void {
    if (this.#failure !== null) return;
    if (message.type === 'error') throw broken(`it says: ${message.message}`);
    if (message.type === 'heartbeat') {
      // Between two epochs nothing is expected of it.
      if (this.#waiting !== null) this.#listen(this.#offer.silenceSeconds);
      return;
    }
    if (this.#closing) return;
    if (this.#waiting === null) {
      if (this.#early !== null) throw broken(`it sent ${message.type} without being asked`);
      this.#early = message;
      return;
    }
    clearTimeout(this.#silence);
    const { resolve } = this.#waiting;
    this.#waiting = null;
    resolve(message);
  }

  #listen(seconds: number): void {
    clearTimeout(this.#silence);
    const silent = () => this.#fail(new EngineGone(`it said nothing for ${seconds} seconds`));
    this.#silence = setTimeout(silent, seconds * 1000);
  }

  /** Its last message may still be on the way: it counts more than that the program has ended. */
  #gone(how: string, from: Readable): void {
    const gone = () => this.#fail(new EngineGone(`it ended (${how})`));
    this.#signal('SIGKILL');
    from.once('close', gone);
    setTimeout(gone, LAST_MESSAGE_MS).unref();
  }

  #fail(error: Error): void {
    clearTimeout(this.#silence);
    this.#failure ??= error;
    this.#waiting?.reject(this.#failure);
    this.#waiting = null;
  }

  #remember(bytes: Buffer): void {
    this.#lastWords = (this.#lastWords + bytes.toString('utf8')).slice(-LAST_WORDS);
  }
}

/** What is not tried again. */
export function broken(why: string): NodeError {
  return new NodeError('TRAINING_FAILED', `the engine failed: ${why}`);
}
