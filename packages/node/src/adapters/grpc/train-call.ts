import type { nodeV1 } from '@cyxwiz/protocol';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { NodeError } from '../../domain/errors.ts';
import type { ActiveJob } from '../../usecases/active-job.ts';
import { controlTraining, type TrainCommand } from '../../usecases/control-training.ts';
import { endedEvent } from '../../usecases/end-of-job.ts';
import type { CallSurroundings } from './call-surroundings.ts';
import { toMessage } from './event-messages.ts';
import { Outbox } from './outbox.ts';

export type TrainCall = ServerDuplexStream<nodeV1.TrainRequest__Output, nodeV1.TrainResponse>;

const LONGEST_INTERVAL_SECONDS = 3600;

/**
 * One watcher of a job: events out, commands in. The stream starts with where the job stands and closes after `ended`;
 * when the client closes it, the training goes on.
 */
export function trainCall(
  call: TrainCall,
  around: CallSurroundings & {
    readonly stopping: AbortSignal;
    /** Seconds between metrics that nobody has asked for otherwise. */
    readonly intervalSeconds: number;
  },
): void {
  let job: ActiveJob;
  try {
    job = around.jobOf(call);
  } catch (error) {
    call.emit('error', around.fail(error));
    return;
  }
  let seconds = around.intervalSeconds;
  const outbox = new Outbox<nodeV1.TrainResponse>(call, (event) => toMessage(event, seconds));
  let open = true;
  const leave = () => {
    open = false;
    unwatch();
    clearInterval(ticking);
    around.stopping.removeEventListener('abort', stop);
  };
  const fail = (error: unknown) => {
    if (!open) return;
    leave();
    call.emit('error', around.fail(error));
  };
  const stop = () =>
    fail(new NodeError('SHUTTING_DOWN', 'the node is stopping; the job goes on when it is back'));

  const unwatch = job.watch((event) => {
    if (!open) return;
    outbox.push(event);
    if (event.kind !== 'ended') return;
    leave();
    outbox.whenEmpty(() => call.end());
  });
  const tick = () => outbox.push({ kind: 'status', status: job.status() });
  let ticking = setInterval(tick, 1000 * seconds);
  const every = (wanted: number) => {
    seconds = Math.min(wanted || around.intervalSeconds, LONGEST_INTERVAL_SECONDS);
    clearInterval(ticking);
    ticking = setInterval(tick, 1000 * seconds);
  };
  around.stopping.addEventListener('abort', stop, { once: true });
  call.once('cancelled', leave);
  call.on('error', leave);

  // Commands follow each other: a pause that is being written down is not overtaken by a resume. Nothing more is read
  // meanwhile, so that a client that sends faster than the disk writes waits, and not in our memory.
  let commands: Promise<void> = Promise.resolve();
  call.on('data', (message: nodeV1.TrainRequest__Output) => {
    call.pause();
    commands = commands
      .then(async () => {
        if (!open) return;
        const { start, interval } = message;
        if (interval == null) await controlTraining(job, commandOf(message));
        if (!open) return;
        if (interval != null) every(interval.seconds);
        else if (start != null && start.metricsIntervalSeconds > 0) every(start.metricsIntervalSeconds);
        tick();
      })
      .catch(fail)
      .finally(() => call.resume());
  });
  replay(job, outbox);
  const ended = endedEvent(job);
  if (ended === null) return;
  leave();
  outbox.push(ended);
  outbox.whenEmpty(() => call.end());
}

/** Where the job stands, for somebody who just came. */
function replay(job: ActiveJob, outbox: Outbox<nodeV1.TrainResponse>): void {
  const { latest, anchor } = job.record;
  outbox.push({ kind: 'status', status: job.status() });
  if (latest !== null) outbox.push({ kind: 'epoch', metrics: latest, epochs: job.spec.epochs });
  if (anchor !== null) {
    const { checkpoints, root, transaction } = anchor;
    outbox.push({ kind: 'anchored', checkpoints, root, transaction });
  }
  if (job.proofProgress !== null) outbox.push({ kind: 'proof', progress: job.proofProgress });
  if (job.auditProgress !== null) outbox.push({ kind: 'audit', progress: job.auditProgress });
}

function commandOf(message: nodeV1.TrainRequest__Output): TrainCommand {
  switch (message.command) {
    case 'start':
    case 'pause':
    case 'resume':
    case 'checkpoint':
      return { kind: message.command };
    case 'stop':
      return { kind: 'stop', reason: message.stop?.reason ?? '' };
    default:
      throw new NodeError(
        'COMMAND_MISSING',
        'the message has no command: set start, pause, resume, stop, checkpoint or interval',
      );
  }
}
