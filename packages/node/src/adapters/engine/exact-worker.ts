/** A thread in which the exact engine works: for several trainings, or for one question. */
import { readFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import {
  commitWeights,
  decodeWeights,
  EngineError,
  encodeSnapshot,
  fieldToBytes,
  initialWeights,
  sameShape,
} from '@cyxwiz/engine';
import { TRAINING_NICENESS } from '../../domain/niceness.ts';
import { ExactTraining, prepared } from './exact-training.ts';
import type { TrainingQuestion, WorkerAnswer, WorkerRequest, WorkerValue } from './worker-messages.ts';

if (parentPort === null) throw new Error('exact-worker.ts runs as a worker thread');
const port = parentPort;
// Elsewhere than on Linux it would be the whole process.
if (process.platform === 'linux') setPriority(0, Math.min(19, getPriority(0) + TRAINING_NICENESS));

const trainings = new Map<number, ExactTraining>();

port.on('message', (request: WorkerRequest) => {
  answer(request).then(
    (value) => send({ id: request.id, ok: true, value }),
    (error: unknown) => send({ id: request.id, ok: false, ...failure(error) }),
  );
});

function send(message: WorkerAnswer): void {
  port.postMessage(message);
}

async function answer(request: WorkerRequest): Promise<WorkerValue> {
  switch (request.op) {
    case 'initial':
      return fieldToBytes(commitWeights(initialWeights(request.shape, request.seed)));
    case 'start':
      return stageStart(request);
    case 'facts': {
      const { root, batches } = prepared(request.from);
      return { root: fieldToBytes(root), batches: batches.length };
    }
    case 'inputs': {
      const weights = initialWeights(request.from.shape, request.seed);
      return { weights, batches: prepared(request.from).batches };
    }
    case 'open':
      trainings.set(request.training, new ExactTraining(request));
      return null;
    default:
      return ofTraining(request);
  }
}

/** Only the tensors are committed to, so everything else of the state is what it must be behind whole epochs. */
function stageStart({
  shape,
  seed,
  datasetRoot,
  path,
  epoch,
}: Extract<WorkerRequest, { op: 'start' }>): WorkerValue {
  const weights = decodeWeights(readFileSync(path));
  if (!sameShape(shape, { ...weights, batch: shape.batch })) {
    throw new EngineError({ code: 'SNAPSHOT_MISMATCH', field: 'shape' }, 'it is of another shape');
  }
  const progress = { epoch, batch: 0, squaredError: 0, correct: 0 };
  const state = encodeSnapshot({ weights, seed, datasetRoot, batchRows: shape.batch, ...progress });
  return { weights: fieldToBytes(commitWeights(weights)), state };
}

function ofTraining({ op, training }: TrainingQuestion): Promise<WorkerValue> {
  const asked = trainings.get(training);
  if (asked === undefined) throw new Error('no such training is open in this thread');
  if (op === 'close') trainings.delete(training);
  return asked.answer(op);
}

function failure(error: unknown): { code: string; message: string } {
  return {
    code: error instanceof EngineError ? error.code : 'INTERNAL',
    message: error instanceof Error ? error.message : String(error),
  };
}
