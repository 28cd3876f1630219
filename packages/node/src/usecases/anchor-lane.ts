import { messageOf } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';
import { anchorCheckpoints, intermediateAnchorDue } from './anchor-progress.ts';
import { dropCheckpoints } from './drop-checkpoints.ts';
import { proveAnchored } from './prove-checkpoints.ts';
import type { AgentSettings } from './settings.ts';

/** One anchor at a time, beside the training; what fails is tried again with the next checkpoint. */
export class AnchorLane {
  readonly #job: ActiveJob;
  readonly #ports: AgentPorts;
  readonly #settings: AgentSettings;
  readonly #signal: AbortSignal;
  #busy: Promise<void> | null = null;

  constructor(job: ActiveJob, ports: AgentPorts, settings: AgentSettings, signal: AbortSignal) {
    this.#job = job;
    this.#ports = ports;
    this.#settings = settings;
    this.#signal = signal;
  }

  /** Anchors what is due, unless an anchor is under way. */
  poke(): void {
    if (this.#busy === null && intermediateAnchorDue(this.#job) > 0)
      this.#start(this.#settings.proveIntermediate);
  }

  /** Anchors what is due and proves what is anchored: that much is paid whatever the client does next. */
  async secure(): Promise<void> {
    while (this.#busy !== null) await this.#busy;
    this.#start(true);
    await this.#busy;
  }

  async idle(): Promise<void> {
    await this.#busy;
  }

  #start(prove: boolean): void {
    this.#busy = this.#anchor(prove)
      .catch((error: unknown) => {
        if (this.#signal.aborted) return;
        this.#ports.log.warn({ job: this.#job.address, error: messageOf(error) }, 'the anchor failed');
      })
      .finally(() => {
        this.#busy = null;
      });
  }

  async #anchor(prove: boolean): Promise<void> {
    const job = this.#job;
    const count = intermediateAnchorDue(job);
    if (count > 0) {
      await anchorCheckpoints(job, this.#ports, count);
      await dropCheckpoints(job, this.#ports, this.#settings);
    }
    // Until its audits have passed, an exact job has earned nothing.
    if (prove && job.spec.exact === undefined)
      await proveAnchored(job, this.#ports, this.#settings, this.#signal);
  }
}
