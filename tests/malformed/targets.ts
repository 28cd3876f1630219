import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  decodeWeights,
  ExactTrainer,
  encodeSafetensors,
  encodeWeights,
  initialWeights,
  prepareDataset,
  readLayout,
  SAFETENSORS_TYPES,
} from '@cyxwiz/engine';
import { checkpointNameSchema, decodeFromEngine, parseJobSpec, trainingApi } from '@cyxwiz/protocol';
import { Lines } from '../../packages/node/src/adapters/engine/process/lines.ts';
import { WorkFolder } from '../../packages/node/src/adapters/engine/process/work-folder.ts';
import { assertJobAddress } from '../../packages/node/src/domain/job-address.ts';
import { jobFixture, SHAPE, smallCsv } from '../../packages/node/test/support/job-fixture.ts';
import { mutate, pick } from './mutate.ts';
import { judge, refusal, type Target } from './target.ts';

const MIB = 1024 * 1024;
const SEED = '07'.repeat(32);

/** Checkpoints: of the exact engine, of programs, snapshots; in memory. */
export function checkpointTarget(): Target {
  const weights = initialWeights(SHAPE, SEED);
  const floats = encodeSafetensors({
    tensors: { w: { dtype: 'I32', shape: [2, 3], data: new Int32Array(6) } },
    metadata: { made: 'here' },
  });
  const files = [Buffer.from(encodeWeights(weights)), Buffer.from(floats)];
  const dataset = prepareDataset(smallCsv(), SHAPE, { batchesMultipleOf: 1 });
  const trainer = new ExactTrainer({ shape: SHAPE, seed: SEED, dataset });
  trainer.runEpoch();
  const snapshot = Buffer.from(trainer.snapshot());
  const limits = { fileBytes: MIB, headerBytes: MIB, tensors: 1000, dimensions: 16 };
  return {
    name: 'checkpoints',
    feed(random) {
      const kind = random(3);
      if (kind === 0) {
        const bytes = mutate(snapshot, random);
        return judge(() => trainer.restore(bytes));
      }
      const bytes = mutate(pick(files, random), random);
      return judge(() => (kind === 1 ? decodeWeights(bytes) : readLayout(bytes, SAFETENSORS_TYPES, limits)));
    },
  };
}

export function datasetTarget(): Target {
  const files = [smallCsv(), Buffer.from(smallCsv().toString().replaceAll('\n', '\r\n')), Buffer.alloc(0)];
  return {
    name: 'data sets',
    feed(random) {
      const csv = mutate(pick(files, random), random);
      return judge(() => prepareDataset(csv, SHAPE, { batchesMultipleOf: 1 + random(2) }));
    },
  };
}

const MESSAGES = [
  { type: 'hello', version: 1, name: 'engine', abilities: ['pause', 'resume'] },
  { type: 'ready' },
  { type: 'epoch', epoch: 3, loss: 0.5, accuracy: 0.9, checkpoint: 'epoch-3.safetensors' },
  { type: 'heartbeat', paused: false },
  { type: 'error', message: 'out of memory' },
].map((message) => Buffer.from(`${JSON.stringify(message)}\n`));

/** Lines of a program, cut anywhere. */
export function engineTarget(): Target {
  return {
    name: 'engine messages',
    feed(random) {
      const text = mutate(Buffer.concat([pick(MESSAGES, random), pick(MESSAGES, random)]), random);
      const cut = random(text.length + 1);
      const lines = new Lines();
      const found = [...lines.take(text.subarray(0, cut)), ...lines.take(text.subarray(cut))];
      let taken = true;
      for (const line of found) taken = judge(() => decodeFromEngine(line)) && taken;
      return taken;
    },
  };
}

/** Messages of TrainingService, specifications, addresses. What protobuf cannot decode never reaches us. */
export function wireTarget(): Target {
  const { service } = trainingApi().TrainingService;
  const job = jobFixture('So11111111111111111111111111111111111111112');
  const spec = Buffer.from(job.specJson);
  const messages: [keyof typeof service, object][] = [
    ['Connect', { job: job.address, token: 'a.b.c', signature: Buffer.alloc(64), protocolVersions: [1] }],
    ['SendJob', { specJson: spec }],
    ['UploadDataset', { offset: 5, totalBytes: 500, data: Buffer.alloc(100), checksum: 7 }],
    ['Train', { stop: { reason: 'enough' } }],
    ['DownloadWeights', { offset: 17 }],
  ];
  const encoded = messages.map(([name, message]) => {
    const { requestSerialize, requestDeserialize } = service[name] as unknown as {
      requestSerialize(message: object): Buffer;
      requestDeserialize(bytes: Buffer): { job?: string };
    };
    return { bytes: requestSerialize(message), decode: requestDeserialize };
  });
  return {
    name: 'wire messages',
    feed(random) {
      if (random(5) === 0) {
        const bytes = mutate(spec, random);
        return judge(() => parseJobSpec(bytes));
      }
      const { bytes, decode } = pick(encoded, random);
      let message: { job?: string };
      try {
        message = decode(mutate(bytes, random));
      } catch (error) {
        // grpc-js answers INTERNAL and the handler is never called.
        if (error instanceof Error) return false;
        throw error;
      }
      return message.job === undefined || judge(() => assertJobAddress(message.job as string));
    },
  };
}

/** Names and files that a program leaves in its folder. */
export async function folderTarget(root: string): Promise<Target> {
  const folder = await WorkFolder.create(join(root, 'engines'), MIB);
  const good = Buffer.from(encodeWeights(initialWeights(SHAPE, SEED)));
  const message = MESSAGES[2] as Buffer;
  return {
    name: 'checkpoints in a folder',
    async feed(random) {
      let name = 'epoch-3.safetensors';
      try {
        const told = decodeFromEngine(mutate(message, random).subarray(0, -1));
        if (told.type === 'epoch') name = checkpointNameSchema.parse(told.checkpoint);
      } catch (error) {
        refusal(error);
      }
      const path = join(folder.path, name);
      rmSync(path, { recursive: true, force: true });
      if (random(10) > 0) writeFileSync(path, mutate(good, random));
      else mkdirSync(path);
      return folder.take(name).then(() => true, refusal);
    },
  };
}
