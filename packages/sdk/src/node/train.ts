import type { ClientDuplexStream } from '@grpc/grpc-js';
import { ClientError } from '../errors.ts';

/** What a node tells its client while it trains. Numbers as the node reports them; the chain decides. */
export type TrainingEvent =
  | {
      type: 'status';
      state: string;
      epoch: number;
      epochs: number;
      elapsedMs: bigint;
      etaMs: bigint;
      /** Share of all the machine's cores in use, 0 to 1. */
      cpuLoad: number;
      memoryUsedMib: bigint;
      /** Of the last epoch; 0 before the first, and of a node that speaks protocol 1. */
      lossMicros: bigint;
      accuracyPpm: number;
      /** The last epoch whose state is on the node's disk. */
      stateEpoch: number;
      metricsIntervalSeconds: number;
    }
  | {
      type: 'epoch';
      epoch: number;
      epochs: number;
      lossMicros: bigint;
      accuracyPpm: number;
      elapsedMs: bigint;
      weightsCommitment: Uint8Array;
      checkpointHash: Uint8Array;
    }
  | { type: 'anchored'; checkpoints: number; root: Uint8Array; transaction: string }
  | { type: 'proof'; stage: string; millis: bigint; transaction: string; backend: string }
  /** Of the exact tier: `done` segments committed to, or audits proven. */
  | { type: 'audit'; stage: string; done: number; of: number; transaction: string }
  | { type: 'ended'; ok: boolean; error: string; finalWeights: Uint8Array; weightsBytes: bigint };

export type Wire = {
  status?: {
    state: string;
    epoch: number;
    epochs: number;
    elapsedMs: string;
    etaMs: string;
    cpuLoad: number;
    memoryUsedMib: string;
    lossMicros: string;
    accuracyPpm: number;
    stateEpoch: number;
    metricsIntervalSeconds: number;
  } | null;
  epoch?: {
    epoch: number;
    epochs: number;
    lossMicros: string;
    accuracyPpm: number;
    elapsedMs: string;
    weightsCommitment: Uint8Array;
    checkpointHash: Uint8Array;
  } | null;
  anchored?: { checkpoints: number; root: Uint8Array; transaction: string } | null;
  proof?: { stage: string; millis: string; transaction: string; backend: string } | null;
  audit?: { stage: string; done: number; of: number; transaction: string } | null;
  ended?: { ok: boolean; error: string; finalWeights: Uint8Array; weightsBytes: string } | null;
  event?: string;
};

export function trainingEvent(wire: Wire): TrainingEvent | undefined {
  if (wire.status) {
    const s = wire.status;
    return {
      type: 'status',
      state: s.state,
      epoch: s.epoch,
      epochs: s.epochs,
      elapsedMs: BigInt(s.elapsedMs),
      etaMs: BigInt(s.etaMs),
      cpuLoad: s.cpuLoad,
      memoryUsedMib: BigInt(s.memoryUsedMib),
      lossMicros: BigInt(s.lossMicros),
      accuracyPpm: s.accuracyPpm,
      stateEpoch: s.stateEpoch,
      metricsIntervalSeconds: s.metricsIntervalSeconds,
    };
  }
  if (wire.epoch) {
    const e = wire.epoch;
    return { type: 'epoch', ...e, lossMicros: BigInt(e.lossMicros), elapsedMs: BigInt(e.elapsedMs) };
  }
  if (wire.anchored) return { type: 'anchored', ...wire.anchored };
  if (wire.proof) return { type: 'proof', ...wire.proof, millis: BigInt(wire.proof.millis) };
  if (wire.audit) return { type: 'audit', ...wire.audit };
  if (wire.ended) return { type: 'ended', ...wire.ended, weightsBytes: BigInt(wire.ended.weightsBytes) };
  // A newer node may know events that this client does not: they are skipped, not fatal.
  return undefined;
}

export type TrainCommand = 'pause' | 'resume' | 'stop' | 'checkpoint';

export function wireCommand(command: TrainCommand, reason = ''): Record<string, unknown> {
  return { [command]: command === 'stop' ? { reason } : {} };
}

/** A running training: iterate it for events, send commands beside that. Breaking out of the loop leaves it running. */
export type Training = AsyncIterable<TrainingEvent> & {
  send(command: TrainCommand, reason?: string): void;
  /** Seconds from one status to the next; 0: the node's own. Holds when the stream is opened again, too. */
  reportEvery(seconds: number): void;
  close(): void;
};

type TrainCall = ClientDuplexStream<Record<string, unknown>, Wire>;

/**
 * Opens the stream and, when it breaks, opens it again (the node replays where it stands), at most `attempts` times
 * in a row without an event between.
 * @throws ClientError NODE_UNAVAILABLE or NODE_REFUSED (from `explain`), STREAM_LOST when the node ended it early.
 */
export function openTraining(
  open: () => TrainCall,
  explain: (cause: unknown) => ClientError,
  options: { metricsIntervalSeconds?: number; attempts?: number; delayMs?: number } = {},
): Training {
  const attempts = options.attempts ?? 5;
  let call: TrainCall | undefined;
  let closed = false;
  let interval = options.metricsIntervalSeconds ?? 1;

  async function* events(): AsyncGenerator<TrainingEvent> {
    let failures = 0;
    while (!closed) {
      call = open();
      call.write({ start: { metricsIntervalSeconds: interval } });
      let lost: unknown;
      try {
        for await (const wire of call as AsyncIterable<Wire>) {
          const event = trainingEvent(wire);
          if (!event) continue;
          failures = 0;
          yield event;
          if (event.type === 'ended') {
            call.end();
            return;
          }
        }
        lost = new ClientError('STREAM_LOST', 'the node ended the stream before the training ended', {
          next: 'connect again; the training goes on without you: cyxwiz job watch JOB',
        });
      } catch (cause) {
        lost = explain(cause);
      }
      if (closed) return;
      failures += 1;
      const final = lost instanceof ClientError && lost.code === 'NODE_REFUSED';
      if (final || failures >= attempts) throw lost;
      await new Promise((resolve) => setTimeout(resolve, (options.delayMs ?? 500) * failures));
    }
  }

  return {
    [Symbol.asyncIterator]: () => events(),
    send(command, reason) {
      if (!call)
        throw new ClientError('STREAM_LOST', 'the training stream is not open', { next: 'iterate it first' });
      call.write(wireCommand(command, reason));
    },
    reportEvery(seconds) {
      interval = seconds;
      call?.write({ interval: { seconds } });
    },
    close() {
      closed = true;
      call?.cancel();
    },
  };
}
