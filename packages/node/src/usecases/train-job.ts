import { fieldToBytes, toHex } from '@cyxwiz/protocol';
import { messageOf, NodeError } from '../domain/errors.ts';
import { advance, withCheckpoint } from '../domain/job-machine.ts';
import type { StoredFile } from '../domain/job-record.ts';
import { withKept } from '../domain/kept-checkpoints.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { EngineRun, EpochResult } from '../ports/engine.ts';
import type { ActiveJob } from './active-job.ts';
import { AnchorLane } from './anchor-lane.ts';
import { findPlace } from './find-place.ts';
import { limitPause } from './limit-pause.ts';
import { recordEpoch } from './record-epoch.ts';
import type { AgentSettings } from './settings.ts';

const WEIGHTS = 'weights.safetensors';
/** A stopping agent waits this long for the state between two batches. */
const LAST_SNAPSHOT_MS = 2_000;

/** Trains from the last snapshot to the end; anchors on the way without waiting for the chain. */
export async function trainJob(
  job: ActiveJob,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<void> {
  const { dataset } = job.record;
  if (dataset === null) throw new NodeError('INTERNAL', 'training without a data set');
  await job.update((record) => advance(record, 'training'));
  const { state, epoch: from } = await findPlace(job, ports);
  const run = await ports.engine.open(job.spec, ports.jobs.path(job.address, dataset.name), state, from);
  const lane = new AnchorLane(job, ports, settings, signal);
  const over = new AbortController();
  let pauses: Promise<void> | null = null;
  const halt = () => run.halt();
  signal.addEventListener('abort', halt, { once: true });
  // False while an epoch is being written down: then the trainer is ahead of the journal.
  let written = true;
  // The journal may be ahead of the snapshot that an agent which was killed left behind.
  let done = from;
  try {
    if (job.record.paused) run.pause();
    job.controls = {
      pause: () => run.pause(),
      resume: () => run.resume(),
      secure: () => lane.secure(),
    };
    pauses = limitPause(job, ports, settings, AbortSignal.any([signal, over.signal]));
    for (let epoch = from + 1; epoch <= job.spec.epochs; epoch += 1) {
      signal.throwIfAborted();
      const result = await run.runEpoch();
      written = false;
      await afterEpoch(job, ports, settings, run, result);
      written = true;
      done = epoch;
      lane.poke();
    }
    const weights = await ports.jobs.writeFile(job.address, WEIGHTS, await run.safetensors());
    await lane.idle();
    await job.update((record) => ({ ...advance(record, 'trained'), weights, paused: false, stopped: null }));
  } catch (error) {
    if (signal.aborted && written && !job.over) await keepPlace(job, ports, run, done);
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', halt);
    job.controls = null;
    over.abort();
    await pauses;
    await run.close();
    await lane.idle();
    await ports.records.close(job.address).catch(() => undefined);
  }
}

async function afterEpoch(
  job: ActiveJob,
  ports: AgentPorts,
  settings: AgentSettings,
  run: EngineRun,
  result: EpochResult,
): Promise<void> {
  const { epoch, lossMicros, accuracyPpm } = result;
  const { epochs, checkpointInterval } = job.spec;
  const weights = toHex(result.weights);
  const due = epoch % checkpointInterval === 0 || epoch === epochs;
  const number = Math.ceil((epoch - job.epochsDone) / checkpointInterval);
  const known = job.record.checkpoints[number - 1];
  if (due && known !== undefined && known.weights !== weights) {
    throw new NodeError('TRAINING_FAILED', `epoch ${epoch} gave other weights than before the restart`);
  }
  const elapsedMs = Math.max(1, job.elapsedMs());
  const append = due && known === undefined;
  const asked = job.checkpointRequested;
  const keep = due || asked;
  job.checkpointRequested = false;
  const old = job.record.snapshot;
  const file = keep ? await snapshotFile(job, ports, run, epoch) : null;

  job.apply((before) => {
    const record = append
      ? withCheckpoint(before, { weights, lossMicros, accuracyPpm, timeMs: elapsedMs })
      : before;
    if (file === null) return record;
    const snapped = { ...record, snapshot: { epoch, file } };
    return due ? withKept(snapped, { epoch, file }) : snapped;
  });
  const checkpointHash = toHex(fieldToBytes(job.chain().head));
  // A watcher that recomputes the root needs the time that is in the chain, which may be another one by now.
  const stamped = due ? (job.record.checkpoints[number - 1]?.timeMs ?? elapsedMs) : elapsedMs;
  const latest = { epoch, lossMicros, accuracyPpm, elapsedMs: stamped, weights, checkpointHash };
  // Before the journal: an epoch that it names is not trained again, one that is recorded twice is recorded once.
  await recordEpoch(job, ports, latest);
  // Between checkpoints the journal may lag: those epochs are trained again, to the same bits.
  if (file === null) job.apply((record) => ({ ...record, latest }));
  else await job.update((record) => ({ ...record, latest }));
  if (old !== null && file !== null) await removeOld(job, ports, old.file, file);
  job.emit({ kind: 'epoch', metrics: latest, epochs });
  if (asked) job.emit({ kind: 'status', status: job.status() });
  if (epoch % settings.reportEveryEpochs === 0 || epoch === epochs) report(job, ports);
}

function report(job: ActiveJob, ports: AgentPorts): void {
  const { latest } = job.record;
  if (latest === null) return;
  const { epoch, lossMicros, accuracyPpm, elapsedMs } = latest;
  const checkpointHash = fieldToBytes(job.chain().head);
  ports.coordinator
    .reportProgress({ job: job.address, epoch, lossMicros, accuracyPpm, elapsedMs, checkpointHash })
    .catch((error: unknown) => {
      ports.log.warn(
        { job: job.address, epoch, error: messageOf(error) },
        'the coordinator did not take the progress',
      );
    });
}

async function snapshotFile(
  job: ActiveJob,
  ports: AgentPorts,
  run: EngineRun,
  epoch: number,
): Promise<StoredFile> {
  return ports.jobs.writeFile(job.address, `snapshot-${epoch}.safetensors`, await run.snapshot());
}

/** Deletes the snapshot before, unless the client may still want it. */
async function removeOld(job: ActiveJob, ports: AgentPorts, old: StoredFile, now: StoredFile): Promise<void> {
  if (old.name === now.name || job.record.kept.some(({ file }) => file.name === old.name)) return;
  await ports.jobs.removeFile(job.address, old.name);
}

/** Saves the state between two batches if it comes quickly; otherwise the next run starts at the last checkpoint. */
async function keepPlace(job: ActiveJob, ports: AgentPorts, run: EngineRun, epoch: number): Promise<void> {
  try {
    const bytes = await Promise.race([run.snapshot(), ports.clock.sleep(LAST_SNAPSHOT_MS).then(() => null)]);
    if (bytes === null) return;
    const old = job.record.snapshot;
    const file = await ports.jobs.writeFile(job.address, `snapshot-${epoch}-left.safetensors`, bytes);
    await job.update((record) => ({ ...record, snapshot: { epoch, file } }));
    if (old !== null) await removeOld(job, ports, old.file, file);
  } catch (error) {
    ports.log.debug({ job: job.address, error: messageOf(error) }, 'no snapshot on leaving');
  }
}
