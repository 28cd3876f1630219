import { readdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Keypair } from '@solana/web3.js';
import { Child, cyxwiz } from './child.ts';
import type { JobPlan } from './plan.ts';
import type { System } from './system.ts';

export const DIGITS = fileURLToPath(new URL('../../data/digits.csv.gz', import.meta.url));
/** A program as small as the conversation allows, slowed down so that there is something to kill. */
export const PROGRAM = 'sum';
export const PROGRAM_CONFIG = { milliseconds: 40 };
const CONFIG = 'program.json';
/** Published, so that every run trains the same network. */
export const SEED = 'c4a05c4a05'.padEnd(64, '0');
export const EPOCHS = 200;
const PATIENCE_MS = 500;
/** A transaction that nobody saw land by then never will: its blockhash is gone. */
const BLOCKHASH_MS = 30_000;
const LONGEST_MS = 900_000;
const NOT_FOUND = 4;
const FAULT = 70;

/** Somebody who orders a job and, whenever the program ends without the weights, starts it again. */
export class Client {
  readonly wallet: Keypair;
  readonly home: string;
  readonly weights: string;
  readonly keyFile: string;
  /** Exit codes that nobody's kill explains. */
  readonly failures: (number | NodeJS.Signals)[] = [];
  readonly #system: System;
  readonly #program: boolean;
  #child: Child | undefined;
  #down: PromiseWithResolvers<void> | undefined;
  #leaving = false;
  #submittedAt = 0;

  private constructor(
    system: System,
    made: { wallet: Keypair; home: string; keyFile: string },
    plan: JobPlan,
  ) {
    this.#system = system;
    this.wallet = made.wallet;
    this.home = made.home;
    this.keyFile = made.keyFile;
    this.weights = join(made.home, 'weights.safetensors');
    this.#program = plan.engine === 'program';
  }

  static async new(system: System, plan: JobPlan): Promise<Client> {
    const made = await system.newClient(`client-${plan.number}`);
    await writeFile(join(made.home, CONFIG), JSON.stringify(PROGRAM_CONFIG));
    return new Client(system, made, plan);
  }

  get #env(): Record<string, string> {
    return { ...this.#system.env, CYXWIZ_HOME: this.home, CYXWIZ_KEYPAIR: this.keyFile };
  }

  get #log(): string {
    return join(this.home, 'client.log');
  }

  get alive(): boolean {
    return this.#child?.running ?? false;
  }

  /** The job, once it is offered. */
  get job(): string | undefined {
    try {
      const files = readdirSync(join(this.home, 'jobs')).filter((name) => name.endsWith('.json'));
      return files[0]?.replace(/\.json$/, '');
    } catch {
      return undefined;
    }
  }

  /** Resolves when the weights are here and the objection is waived, or after `leave`. */
  async run(): Promise<void> {
    const began = Date.now();
    while (!this.#leaving) {
      await this.#down?.promise;
      if (this.#leaving) return;
      const { job } = this;
      if (job === undefined) this.#submittedAt = Date.now();
      this.#child = this.#commandLine(job);
      const how = await this.#child.ended;
      if (how === 0) return;
      if (how === 'SIGKILL' || this.#leaving) continue;
      this.failures.push(how);
      if (Date.now() - began > LONGEST_MS)
        throw new Error(`the client does not get on: ${this.#child.lastWords}`);
      if (how === FAULT) throw new Error(`a fault of the client: ${this.#child.lastWords}`);
      if (how === NOT_FOUND && Date.now() - this.#submittedAt > BLOCKHASH_MS) await this.#orderAnew();
      await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    }
  }

  #commandLine(job: string | undefined): Child {
    const training = this.#program
      ? ['--engine', `process:${PROGRAM}`, '--program-config', join(this.home, CONFIG)]
      : ['--shape', '64-32-10'];
    const order = ['--dataset', DIGITS, ...training, '--epochs', String(EPOCHS), '--seed', SEED];
    const submit = ['job', 'submit', ...order, '--estimate', '200s', '--yes'];
    const what = job === undefined ? submit : ['job', 'watch', job];
    const args = [...what, '--output', this.weights, '--waive'];
    return new Child(args, { log: this.#log, env: this.#env });
  }

  /** kill -9; it stays down until `revive`. */
  async kill(): Promise<void> {
    this.#down ??= Promise.withResolvers();
    await this.#child?.kill();
  }

  revive(): void {
    this.#down?.resolve();
    this.#down = undefined;
  }

  /** It gives up on its job. */
  async leave(): Promise<void> {
    this.#leaving = true;
    this.revive();
    await this.#child?.kill();
  }

  /** Takes the job back. */
  cancel(job: string): Promise<void> {
    return cyxwiz(['job', 'cancel', job], { log: this.#log, env: this.#env });
  }

  /** The payment never landed: the offer is forgotten. */
  async #orderAnew(): Promise<void> {
    const path = join(this.home, 'jobs', `${this.job}.json`);
    await rename(path, `${path}.unpaid`);
  }
}
