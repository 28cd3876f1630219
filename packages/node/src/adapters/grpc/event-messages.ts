import { fromHex, type nodeV1 } from '@cyxwiz/protocol';
import type { JobEvent, JobStatus } from '../../domain/events.ts';

/** A domain event as the wire carries it; `intervalSeconds` is what this stream's watcher gets its metrics in. */
export function toMessage(event: JobEvent, intervalSeconds: number): nodeV1.TrainResponse {
  switch (event.kind) {
    case 'status':
      return { status: statusMessage(event.status, intervalSeconds) };
    case 'epoch':
      return {
        epoch: {
          epoch: event.metrics.epoch,
          epochs: event.epochs,
          lossMicros: event.metrics.lossMicros,
          accuracyPpm: event.metrics.accuracyPpm,
          elapsedMs: event.metrics.elapsedMs,
          weightsCommitment: fromHex(event.metrics.weights),
          checkpointHash: fromHex(event.metrics.checkpointHash),
        },
      };
    case 'anchored':
      return {
        anchored: {
          checkpoints: event.checkpoints,
          root: fromHex(event.root),
          transaction: event.transaction,
        },
      };
    case 'proof':
      return { proof: { ...event.progress, millis: Math.round(event.progress.millis) } };
    case 'audit':
      return { audit: event.progress };
    case 'ended':
      return {
        ended: {
          ok: event.ended.ok,
          error: event.ended.error,
          finalWeights: fromHex(event.ended.finalWeights),
          weightsBytes: event.ended.weightsBytes,
        },
      };
  }
}

function statusMessage(status: JobStatus, intervalSeconds: number): nodeV1.TrainingStatus {
  return {
    state: status.state,
    epoch: status.epoch,
    epochs: status.epochs,
    elapsedMs: status.elapsedMs,
    etaMs: status.etaMs,
    cpuLoad: status.cpuLoad,
    memoryUsedMib: status.memoryUsedMib,
    lossMicros: status.lossMicros,
    accuracyPpm: status.accuracyPpm,
    stateEpoch: status.stateEpoch,
    metricsIntervalSeconds: intervalSeconds,
  };
}
