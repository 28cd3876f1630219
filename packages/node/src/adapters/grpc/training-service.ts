import type { nodeV1 } from '@cyxwiz/protocol';
import type { ServerUnaryCall, sendUnaryData, UntypedServiceImplementation } from '@grpc/grpc-js';
import { messageOf, NodeError } from '../../domain/errors.ts';
import type { ActiveJob } from '../../usecases/active-job.ts';
import { issueReceipt } from '../../usecases/issue-receipt.ts';
import type { JobBoard } from '../../usecases/job-board.ts';
import { type ConnectSurroundings, openSession } from '../../usecases/open-session.ts';
import { receiveSpec } from '../../usecases/receive-spec.ts';
import { MAX_CHUNK_BYTES } from '../../usecases/take-chunks.ts';
import { checkpointCall, downloadCall } from './download-call.ts';
import { DownloadSlots } from './download-slots.ts';
import { type RichError, richError } from './rich-status.ts';
import { type TrainCall, trainCall } from './train-call.ts';
import { checkpointUploadCall, uploadCall } from './upload-call.ts';

/** Metadata key of the session. */
export const SESSION_KEY = 'cyxwiz-session';

export interface ServiceSurroundings extends ConnectSurroundings {
  readonly board: JobBoard;
  readonly agentVersion: string;
  /** Aborted when the agent stops. */
  readonly stopping: AbortSignal;
}

type Unary<Request, Response> = (call: ServerUnaryCall<Request, Response>) => Promise<Response>;
interface AnyCall {
  readonly metadata: { get(key: string): (string | Buffer)[] };
}

/** Bounds how many Train calls there are at the same time. */
function watched(
  most: number,
  fail: (error: unknown) => RichError,
  watch: (call: TrainCall) => void,
): (call: TrainCall) => void {
  let watchers = 0;
  return (call) => {
    if (watchers >= most) {
      const why = `${watchers} streams are open, and this node serves no more: end one or try again later`;
      call.emit('error', fail(new NodeError('TRAIN_BUSY', why)));
      return;
    }
    watchers += 1;
    let open = true;
    const leave = () => {
      if (open) watchers -= 1;
      open = false;
    };
    // grpc-js tells the end of a call in one of these ways, depending on who ended it.
    for (const end of ['cancelled', 'error', 'finish', 'close']) call.once(end, leave);
    watch(call);
  };
}

/** TrainingService: reads messages, asks the use cases, answers. */
export function trainingService(around: ServiceSurroundings): UntypedServiceImplementation {
  const { ports, board, sessions, settings, stopping } = around;

  const jobOf = (call: AnyCall): ActiveJob => {
    if (stopping.aborted) throw new NodeError('SHUTTING_DOWN', 'the node is stopping: try again in a minute');
    const [token] = call.metadata.get(SESSION_KEY);
    const address = sessions.jobOf(token?.toString());
    const job = board.get(address);
    if (job === undefined)
      throw new NodeError('JOB_UNKNOWN', `this node does not hold job ${address} any more`);
    return job;
  };

  const fail = (error: unknown) => {
    const rich = richError(error);
    ports.log.info({ code: rich.code, error: messageOf(error) }, 'refused a call');
    return rich;
  };

  const unary =
    <Request, Response>(handle: Unary<Request, Response>) =>
    (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
      handle(call).then(
        (response) => callback(null, response),
        (error: unknown) => callback(fail(error)),
      );
    };

  const slots = new DownloadSlots(settings.maxDownloads);

  return {
    Connect: unary<nodeV1.ConnectRequest__Output, nodeV1.ConnectResponse>(async ({ request }) => {
      if (stopping.aborted)
        throw new NodeError('SHUTTING_DOWN', 'the node is stopping: try again in a minute');
      const opened = await openSession(request, around);
      return { ...opened, maxChunkBytes: MAX_CHUNK_BYTES, agentVersion: around.agentVersion };
    }),
    SendJob: unary<nodeV1.SendJobRequest__Output, nodeV1.SendJobResponse>(async (call) =>
      receiveSpec(jobOf(call), call.request.specJson, ports),
    ),
    UploadDataset: uploadCall({ jobOf, fail, ports, maxBytes: settings.maxUploadBytes }),
    UploadCheckpoint: checkpointUploadCall({ jobOf, fail, ports }),
    Train: watched(settings.maxWatchers, fail, (call) =>
      trainCall(call, { jobOf, fail, ports, stopping, intervalSeconds: settings.metricsIntervalSeconds }),
    ),
    DownloadWeights: downloadCall({ jobOf, fail, ports, slots }),
    FetchCheckpoint: checkpointCall({ jobOf, fail, ports, slots }, settings),
    GetReceipt: unary<nodeV1.GetReceiptRequest__Output, nodeV1.GetReceiptResponse>(async (call) =>
      issueReceipt(jobOf(call), ports),
    ),
  };
}
