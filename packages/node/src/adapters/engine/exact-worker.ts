/** The thread in which the exact engine trains. One trainer a thread; requests are answered between batches. */
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import {
  commitWeights,
  EngineError,
  type ExactDataset,
  ExactTrainer,
  encodeWeights,
  fieldToBytes,
  initialWeights,
  prepareDataset,
} from '@cyxwiz/engine';
import type { DatasetSource, WorkerAnswer, WorkerRequest, WorkerValue } from './worker-messages.ts';

if (parentPort === null) throw new Error('exact-worker.ts runs as a worker thread');
const port = parentPort;

let trainer: ExactTrainer | null = null;
let resume: (() => void) | null = null;
let gate: Promise<void> | null = null;
let halted = false;

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
    case 'facts': {
      const { root, batches } = prepared(request.from);
      return { root: fieldToBytes(root), batches: batches.length };
    }
    case 'inputs': {
      const weights = initialWeights(request.from.shape, request.seed);
      return { weights, batches: prepared(request.from).batches };
    }
    case 'open':
      trainer = open(request.from, request.seed, request.snapshot);
      return null;
    case 'epoch':
      return epoch(current());
    case 'snapshot':
      return current().snapshot();
    case 'safetensors':
      return encodeWeights(current().weights);
    case 'pause':
      gate ??= new Promise((open) => {
        resume = open;
      });
      return null;
    case 'resume':
      openGate();
      return null;
    case 'halt':
      halted = true;
      openGate();
      return null;
  }
}

function prepared({ shape, path, batchesMultipleOf }: DatasetSource): ExactDataset {
  return prepareDataset(readFileSync(path), shape, { batchesMultipleOf });
}

function open(from: DatasetSource, seed: string, snapshot: Uint8Array | null): ExactTrainer {
  const made = new ExactTrainer({ shape: from.shape, seed, dataset: prepared(from) });
  if (snapshot !== null) made.restore(snapshot);
  return made;
}

async function epoch(training: ExactTrainer): Promise<WorkerValue> {
  const turns = training.epochTurns();
  for (;;) {
    // Behind its last batch an epoch is only counted: it is not left there, where no snapshot can be taken up again.
    const between = training.batch < training.batches;
    while (between && gate !== null) await gate;
    if (between && halted)
      throw new EngineError({ code: 'ABORTED' }, 'the training was interrupted between two batches');
    const turn = await turns.next();
    if (turn.done === true) {
      return { ...turn.value, weights: fieldToBytes(commitWeights(training.weights)) };
    }
  }
}

function openGate(): void {
  resume?.();
  gate = null;
  resume = null;
}

function current(): ExactTrainer {
  if (trainer === null) throw new Error('no training is open in this thread');
  return trainer;
}

function failure(error: unknown): { code: string; message: string } {
  return {
    code: error instanceof EngineError ? error.code : 'INTERNAL',
    message: error instanceof Error ? error.message : String(error),
  };
}
