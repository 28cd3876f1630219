import { fromHex, type nodeV1, trainingApi, wireBigint } from '@cyxwiz/protocol';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { NodeError } from '../../domain/errors.ts';
import { weightsReady } from '../../domain/job-machine.ts';
import type { ActiveJob } from '../../usecases/active-job.ts';
import { findCheckpoint } from '../../usecases/find-checkpoint.ts';
import type { AgentSettings } from '../../usecases/settings.ts';
import type { CallSurroundings } from './call-surroundings.ts';
import type { DownloadSlots } from './download-slots.ts';
import { sendFile } from './send-file.ts';

/** Their messages are written as bytes; see service-definition.ts. */
type DownloadCall = ServerWritableStream<nodeV1.DownloadWeightsRequest__Output, Buffer>;
type CheckpointCall = ServerWritableStream<nodeV1.FetchCheckpointRequest__Output, Buffer>;

interface DownloadSurroundings extends CallSurroundings {
  readonly slots: DownloadSlots;
}

export function downloadCall(around: DownloadSurroundings) {
  return (call: DownloadCall) => answer(call, around, (job) => sendWeights(call, job, around));
}

export function checkpointCall(around: DownloadSurroundings, settings: AgentSettings) {
  return (call: CheckpointCall) => answer(call, around, (job) => sendCheckpoint(call, job, around, settings));
}

function answer<Request>(
  call: ServerWritableStream<Request, Buffer>,
  { jobOf, slots, fail }: DownloadSurroundings,
  send: (job: ActiveJob) => Promise<void>,
): void {
  const serve = async () => {
    const job = jobOf(call);
    await slots.within(job, () => send(job));
  };
  serve().then(
    () => call.end(),
    (error: unknown) => {
      if (!call.cancelled) call.emit('error', fail(error));
    },
  );
}

async function sendWeights(call: DownloadCall, job: ActiveJob, { ports }: CallSurroundings): Promise<void> {
  const { weights } = job.record;
  if (weights === null || !weightsReady(job.record)) {
    throw new NodeError(
      'WEIGHTS_NOT_READY',
      'weights can be had once the final anchor is on chain (state PROVING)',
    );
  }
  await sendFile(call, {
    path: ports.jobs.path(job.address, weights.name),
    file: weights,
    from: wireBigint(call.request.offset),
  });
}

async function sendCheckpoint(
  call: CheckpointCall,
  job: ActiveJob,
  { ports }: CallSurroundings,
  settings: AgentSettings,
): Promise<void> {
  const { epoch, file, weights } = await findCheckpoint(job, call.request.epoch, ports, settings);
  const { responseSerialize } = trainingApi().TrainingService.service.FetchCheckpoint;
  await sendFile(call, {
    path: ports.jobs.path(job.address, file.name),
    file,
    from: wireBigint(call.request.offset),
    besides: responseSerialize({ epoch, weightsCommitment: fromHex(weights) }),
  });
}
