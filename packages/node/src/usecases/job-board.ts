import { toHex } from '@cyxwiz/protocol';
import { codeOf, messageOf } from '../domain/errors.ts';
import { isOver } from '../domain/job-machine.ts';
import { JOB_PHASES, newJobRecord } from '../domain/job-record.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { Assignment } from '../ports/coordinator.ts';
import { ActiveJob } from './active-job.ts';
import { driveJob } from './drive-job.ts';
import { dropCheckpoints } from './drop-checkpoints.ts';
import { Interrupted } from './end-of-job.ts';
import type { AgentSettings } from './settings.ts';
import { forgetOld } from './tidy-up.ts';

/** Phases in which a job occupies a slot; a proven one only waits for its money. */
const OCCUPYING = new Set(JOB_PHASES.slice(0, JOB_PHASES.indexOf('proven')));

/** Every job that this node knows, and the work on each of them. */
export class JobBoard {
  readonly #jobs = new Map<string, ActiveJob>();
  readonly #work = new Map<string, Promise<void>>();
  readonly #arrivals = new Set<() => void>();
  readonly #ports: AgentPorts;
  readonly #settings: AgentSettings;
  #closed = false;
  #draining = false;
  /** What the coordinator said to be reserved when it heard that the node drains; null before that. */
  #promised: ReadonlySet<string> | null = null;
  #changed = new AbortController();

  constructor(ports: AgentPorts, settings: AgentSettings) {
    this.#ports = ports;
    this.#settings = settings;
  }

  /** Loads the journal and goes on with every job that is not over. */
  async load(): Promise<void> {
    for (const record of await this.#ports.jobs.list()) {
      const job = new ActiveJob(record, this.#ports);
      if (await forgetOld(job, this.#ports, this.#settings)) continue;
      this.#jobs.set(job.address, job);
      await dropCheckpoints(job, this.#ports, this.#settings);
      if (job.over) continue;
      this.#ports.log.info({ job: job.address, phase: record.phase }, 'going on with the job');
      this.#start(job);
    }
  }

  /** Lets go of what ended jobs have left behind, once it was kept for long enough. */
  async tidy(): Promise<void> {
    for (const job of this.all.filter(({ over }) => over)) {
      if (await forgetOld(job, this.#ports, this.#settings)) this.#jobs.delete(job.address);
      else await dropCheckpoints(job, this.#ports, this.#settings);
    }
  }

  get(address: string): ActiveJob | undefined {
    return this.#jobs.get(address);
  }

  /** The job, waiting a moment for its assignment: the client may be faster than the coordinator's stream. */
  async find(address: string, patienceMs: number): Promise<ActiveJob | undefined> {
    const until = this.#ports.clock.nowMs() + patienceMs;
    for (;;) {
      const job = this.#jobs.get(address);
      const left = until - this.#ports.clock.nowMs();
      if (job !== undefined || left <= 0 || this.#closed) return job;
      const waiting = new AbortController();
      const wake = () => waiting.abort();
      this.#arrivals.add(wake);
      await this.#ports.clock.sleep(left, waiting.signal);
      this.#arrivals.delete(wake);
    }
  }

  /** No slot is free for what is not reserved yet, until it is taken back; jobs that are here go on. */
  set draining(on: boolean) {
    if (this.#draining === on) return;
    this.#draining = on;
    this.#promised = null;
    const before = this.#changed;
    this.#changed = new AbortController();
    before.abort();
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** Aborted when it is next decided to drain, or not to. */
  get change(): AbortSignal {
    return this.#changed.signal;
  }

  /** What the coordinator says to be reserved. Its first word counts: jobs that it adds later would keep the node from ending. */
  promised(jobs: readonly string[]): void {
    const before = this.#promised;
    this.#promised = new Set(before === null ? jobs : jobs.filter((job) => before.has(job)));
  }

  /** Reserved jobs that have not come yet, while it drains; null while the coordinator has not said which. */
  get awaited(): readonly string[] | null {
    return this.#promised && [...this.#promised].filter((job) => !this.#jobs.has(job));
  }

  get freeSlots(): number {
    return this.#draining ? 0 : this.#unoccupied;
  }

  get #unoccupied(): number {
    const used = [...this.#jobs.values()].filter((job) => OCCUPYING.has(job.record.phase)).length;
    return Math.max(0, this.#settings.slots - used);
  }

  get all(): readonly ActiveJob[] {
    return [...this.#jobs.values()];
  }

  /** Open jobs: while there is one, the node sends heartbeats on chain. */
  get open(): ActiveJob[] {
    return [...this.#jobs.values()].filter((job) => !isOver(job.record.phase));
  }

  /** Takes an assignment; one that was taken before changes nothing, one of a later stage of the same job replaces it. */
  async take(assignment: Assignment): Promise<void> {
    const { log } = this.#ports;
    const known = this.#jobs.get(assignment.job);
    if (this.#closed || known?.record.salt === toHex(assignment.salt)) return;
    if (known !== undefined && !(await this.#leave(known))) return;
    const why = this.#whyNot(assignment.job);
    if (why !== null) {
      log.warn({ job: assignment.job }, `${why}; the assignment is left to lapse`);
      return;
    }
    let job: ActiveJob;
    try {
      job = new ActiveJob(
        newJobRecord({
          job: assignment.job,
          clientWallet: assignment.clientWallet,
          clientKey: toHex(assignment.clientKey),
          salt: toHex(assignment.salt),
          specJson: assignment.specJson,
          acceptByMs: assignment.acceptByMs,
        }),
        this.#ports,
      );
    } catch (error) {
      log.warn(
        { job: assignment.job, code: codeOf(error), error: messageOf(error) },
        'the assignment is unreadable',
      );
      return;
    }
    this.#jobs.set(job.address, job);
    await job.update((record) => record);
    this.#start(job);
    for (const wake of [...this.#arrivals]) wake();
  }

  #whyNot(job: string): string | null {
    if (this.#promised !== null && !this.#promised.has(job))
      return 'the node is draining, and the job was not reserved before';
    return this.#unoccupied === 0 ? 'no slot is free' : null;
  }

  /** Lets go of an earlier stage of a job, unless it is over for this node with weights that a client may want. */
  async #leave(job: ActiveJob): Promise<boolean> {
    if (job.record.phase === 'settled' || job.record.phase === 'proven') return false;
    if (!job.life.signal.aborted) {
      const message = 'the job was assigned anew';
      job.life.abort(new Interrupted({ kind: 'chain', code: 'ESCROW_REASSIGNED', message }));
    }
    await this.#work.get(job.address);
    this.#jobs.delete(job.address);
    await this.#ports.jobs.remove(job.address);
    return !this.#closed;
  }

  #start(job: ActiveJob): void {
    const work = driveJob(job, this.#ports, this.#settings).catch((error: unknown) => {
      // The disk is full or gone: one job's journal must not take the others down.
      this.#ports.log.error({ job: job.address, error: messageOf(error) }, 'the job cannot be written down');
    });
    this.#work.set(job.address, work);
  }

  /** Interrupts all work, waits until every journal is written. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const wake of [...this.#arrivals]) wake();
    for (const job of this.#jobs.values()) {
      if (!job.life.signal.aborted) job.life.abort(new Interrupted({ kind: 'shutdown' }));
    }
    await Promise.all(this.#work.values());
  }
}
