import type { ClientDuplexStream } from '@grpc/grpc-js';
import { ClientError } from '../errors.ts';
import { type TrainCommand, type TrainingEvent, trainingEvent, type Wire, wireCommand } from './train.ts';

type TrainCall = ClientDuplexStream<Record<string, unknown>, Wire>;
type Status = Extract<TrainingEvent, { type: 'status' }>;

/** Whether a status shows that the command was carried out. `before` is where the job stood. */
const TAKEN: Record<Exclude<TrainCommand, 'stop'>, (now: Status, before: Status) => boolean> = {
  pause: ({ state }) => state === 'PAUSED' || state === 'STOPPED',
  resume: ({ state }) => state !== 'PAUSED' && state !== 'STOPPED',
  checkpoint: (now, before) => now.stateEpoch > before.stateEpoch,
};

/**
 * Sends one command beside whoever watches the training, waits until the node has carried it out, and says where the job
 * stands then. Starts nothing: a training that stands still goes on only by `resume`.
 * @throws ClientError NODE_REFUSED with the node's reason, TIMED_OUT, or what `explain` makes of a broken stream
 */
export async function sendCommand(
  open: () => TrainCall,
  explain: (cause: unknown) => ClientError,
  command: TrainCommand,
  options: { reason?: string; timeoutMs?: number } = {},
): Promise<Status> {
  const call = open();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    call.cancel();
  }, options.timeoutMs ?? 30_000);
  let before: Status | undefined;
  let last: Status | undefined;
  try {
    call.write(wireCommand(command, options.reason));
    for await (const wire of call as AsyncIterable<Wire>) {
      const event = trainingEvent(wire);
      if (event?.type === 'status') {
        last = event;
        // The first one is where the job stood before.
        if (before === undefined) before = event;
        else if (command !== 'stop' && TAKEN[command](event, before)) return event;
      } else if (event?.type === 'ended') {
        if (command === 'stop' && last && event.error.startsWith('STOPPED_BY_CLIENT')) return last;
        throw new ClientError('NODE_REFUSED', `the job has ended: ${event.error || 'trained and proven'}`, {
          next: 'look at it: cyxwiz job status JOB',
          reason: 'JOB_ENDED',
        });
      }
    }
    throw new ClientError('STREAM_LOST', 'the node ended the stream before it had carried the command out', {
      next: 'look where the job stands: cyxwiz job watch JOB',
    });
  } catch (cause) {
    if (!late) throw cause instanceof ClientError ? cause : explain(cause);
    throw new ClientError('TIMED_OUT', `the node has not carried "${command}" out in time`, {
      next: 'it may still do so: cyxwiz job watch JOB',
    });
  } finally {
    clearTimeout(timer);
    call.cancel();
  }
}
