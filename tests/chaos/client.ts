import { readdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keypair } from '@solana/web3.js';
import { Child, cyxwiz } from './child.ts';
import { AUDITS, datasetOf, PROGRAM, PROGRAM_CONFIG, SEED, TRAININGS } from './kinds.ts';
import type { JobPlan, Kind } from './plan.ts';
import type { System } from './system.ts';

const CONFIG = 'program.json';
const DATASET = 'dataset.csv';
const PATIENCE_MS = 300;
const LONGEST_PATIENCE_MS = 5_000;
const LONGEST_MS = 900_000;
/** What a client is told whose payment never left, or can never land any more. */
const NOT_PAID = '"code":"JOB_NOT_PAID"';
const FAULT = 70;

/** Somebody who orders a job and, whenever the program ends without the weights, starts it again. */
export class Client {
  readonly wallet: Keypair;
  readonly home: string;
  readonly weights: string;
  readonly keyFile: string;
  readonly kind: Kind;
  /** Exit codes that nobody's kill explains. */
  readonly failures: (number | NodeJS.Signals)[] = [];
  readonly #system: System;
  #child: Child | undefined;
  #down: PromiseWithResolvers<void> | undefined;
  #leaving = false;
  #turn: Promise<unknown> = Promise.resolve();

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
    this.kind = plan.kind;
  }

  static async new(system: System, plan: JobPlan): Promise<Client> {
    const made = await system.newClient(`client-${plan.number}`);
    await writeFile(join(made.home, CONFIG), JSON.stringify(PROGRAM_CONFIG));
    await writeFile(join(made.home, DATASET), await datasetOf(plan.kind));
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
      this.#child = this.#commandLine(job);
      const how = await this.#child.ended;
      if (how === 0) return;
      if (how === 'SIGKILL' || this.#leaving) continue;
      this.failures.push(how);
      if (Date.now() - began > LONGEST_MS)
        throw new Error(`the client does not get on: ${this.#child.lastWords}`);
      if (how === FAULT) throw new Error(`a fault of the client: ${this.#child.lastWords}`);
      const fallen = this.#system.node.fault ?? this.#system.coordinator.fault;
      if (fallen !== undefined) throw new Error(fallen);
      if (this.#child.lastWords.includes(NOT_PAID)) await this.#orderAnew();
      await this.#patience();
    }
  }

  /** Nobody asks a coordinator four times a second whether it is back. */
  async #patience(): Promise<void> {
    const until = Date.now() + LONGEST_PATIENCE_MS;
    do await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    while (!this.#leaving && !this.#system.coordinator.ready && Date.now() < until);
  }

  #commandLine(job: string | undefined): Child {
    const training = {
      program: ['--engine', `process:${PROGRAM}`, '--program-config', join(this.home, CONFIG)],
      committed: ['--shape', '64-32-10'],
      exact: ['--shape', '64-32-10', '--tier', 'exact', '--audits', String(AUDITS)],
    }[this.kind];
    const epochs = ['--epochs', String(TRAININGS[this.kind].epochs)];
    const order = ['--dataset', join(this.home, DATASET), ...training, ...epochs, '--seed', SEED];
    const submit = ['job', 'submit', ...order, '--estimate', '200s', '--yes'];
    const what = job === undefined ? submit : ['job', 'watch', job];
    const args = [...what, '--output', this.weights, '--waive'];
    return new Child(args, { log: this.#log, env: this.#env });
  }

  /** Resolves when its program has said something, so has more behind it than its start, or nobody waits for it any more. */
  async atWork(over: AbortSignal): Promise<void> {
    while (!over.aborted && this.#child?.running && !this.#child.spoke)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Whoever kills it also revives it before the next one may. */
  inTurn<T>(action: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(action);
    this.#turn = mine.catch(() => {});
    return mine;
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
