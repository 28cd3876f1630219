import {
  bytesToField,
  CheckpointChain,
  checkpointCount,
  fieldToBytes,
  fromHex,
  type JobSpec,
  parseJobSpec,
  toHex,
} from '@cyxwiz/protocol';
import type { AuditProgress, JobEvent, JobStatus, ProofProgress } from '../domain/events.ts';
import { isOver, wireState } from '../domain/job-machine.ts';
import type { CheckpointRecord, JobRecord } from '../domain/job-record.ts';
import type { CheckpointPlan } from '../domain/kept-checkpoints.ts';
import type { EscrowJob } from '../ports/chain.ts';
import type { Clock } from '../ports/clock.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { MachineLoad } from '../ports/machine-load.ts';
import type { CommittedSteps } from '../ports/step-prover.ts';

export type Watcher = (event: JobEvent) => void;

/** Controls of the training that is running right now; none between trainings. */
export interface TrainingControls {
  pause(): void;
  resume(): void;
  /** Anchors and proves what the escrow takes of the work so far. */
  secure(): Promise<void>;
}

interface Surroundings {
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly load: MachineLoad;
}

/** A job in memory: its record (saved on every change), its checkpoint chain, its watchers. */
export class ActiveJob {
  readonly address: string;
  readonly spec: JobSpec;
  /** Aborted when the job is over or the agent stops; the reason says which. */
  readonly life = new AbortController();
  controls: TrainingControls | null = null;
  /** Set by CheckpointNow, cleared by the training. */
  checkpointRequested = false;
  /** The escrow as it was last read. */
  escrow: EscrowJob | null = null;
  proofProgress: ProofProgress | null = null;
  auditProgress: AuditProgress | null = null;
  /** The training of an exact job, while the prover holds it. */
  steps: CommittedSteps | null = null;
  #record: JobRecord;
  #chain: CheckpointChain | null = null;
  readonly #around: Surroundings;
  readonly #watchers = new Set<Watcher>();
  readonly #changes = new Set<() => void>();

  constructor(record: JobRecord, around: Surroundings) {
    this.address = record.job;
    this.spec = parseJobSpec(Buffer.from(record.specJson));
    this.#record = record;
    this.#around = around;
  }

  get record(): JobRecord {
    return this.#record;
  }

  get over(): boolean {
    return isOver(this.#record.phase);
  }

  /** Epochs that earlier nodes trained and proved. */
  get epochsDone(): number {
    return this.#record.epochsDone;
  }

  /** Checkpoints of this node's stage. */
  get checkpointsTotal(): number {
    const { epochs, checkpointInterval } = this.spec;
    return checkpointCount({ epochs: epochs - this.epochsDone, checkpointInterval });
  }

  /** Where the checkpoints of this node's stage lie. */
  get plan(): CheckpointPlan {
    const { epochs, checkpointInterval } = this.spec;
    return { epochs, checkpointInterval, epochsDone: this.epochsDone };
  }

  /** Changes the record in memory only; the next `update` writes it down. */
  apply(change: (record: JobRecord) => JobRecord): void {
    const before = wireState(this.#record);
    this.#record = change(this.#record);
    for (const wake of [...this.#changes]) wake();
    if (wireState(this.#record) !== before) this.emit({ kind: 'status', status: this.status() });
  }

  /** Changes the record and resolves when it is on disk. */
  async update(change: (record: JobRecord) => JobRecord): Promise<void> {
    this.apply(change);
    await this.#around.jobs.save(this.#record);
  }

  /** Resolves once `wanted` holds, or the signal fires. */
  async until(wanted: (record: JobRecord) => boolean, signal: AbortSignal): Promise<void> {
    while (!wanted(this.#record) && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#changes.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#changes.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    }
  }

  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  emit(event: JobEvent): void {
    for (const watcher of [...this.#watchers]) watcher(event);
  }

  /** The chain over the binding that the escrow computed; only after acceptance. */
  chain(): CheckpointChain {
    const { accepted, checkpoints } = this.#record;
    if (accepted === null) throw new Error('a job that was not accepted has no checkpoint chain');
    this.#chain ??= new CheckpointChain(bytesToField(fromHex(accepted.binding, 32)));
    for (const checkpoint of checkpoints.slice(this.#chain.length)) this.#chain.append(toChain(checkpoint));
    return this.#chain;
  }

  /** Root over the first `count` checkpoints, hex. */
  rootHex(count: number): string {
    return toHex(fieldToBytes(this.chain().root(count)));
  }

  elapsedMs(): number {
    const { accepted, phase, checkpoints } = this.#record;
    if (accepted === null) return 0;
    const running = phase === 'accepted' || phase === 'training';
    return running
      ? Math.max(0, this.#around.clock.nowMs() - accepted.atMs)
      : (checkpoints.at(-1)?.timeMs ?? 0);
  }

  status(): JobStatus {
    const { latest, snapshot, pausedMs } = this.#record;
    const epoch = latest?.epoch ?? this.epochsDone;
    const trained = epoch - this.epochsDone;
    const elapsedMs = this.elapsedMs();
    const left = this.spec.epochs - epoch;
    return {
      state: wireState(this.#record),
      epoch,
      epochs: this.spec.epochs,
      elapsedMs,
      etaMs:
        trained === 0
          ? (this.escrow?.estimatedSeconds ?? this.spec.estimatedSeconds) * 1000
          : Math.round((Math.max(0, elapsedMs - pausedMs) / trained) * left),
      cpuLoad: this.#around.load.cpu(),
      memoryUsedMib: this.#around.load.memoryMib(),
      lossMicros: latest?.lossMicros ?? 0,
      accuracyPpm: latest?.accuracyPpm ?? 0,
      stateEpoch: snapshot?.epoch ?? 0,
    };
  }
}

function toChain(checkpoint: CheckpointRecord) {
  return {
    weights: bytesToField(fromHex(checkpoint.weights, 32)),
    lossMicros: BigInt(checkpoint.lossMicros),
    accuracyPpm: checkpoint.accuracyPpm,
    elapsedMs: BigInt(checkpoint.timeMs),
  };
}
