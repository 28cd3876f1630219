import { prepareDataset } from '@cyxwiz/engine';
import { crc32c, toHex } from '@cyxwiz/protocol';
import { JobFolder } from '../../packages/node/src/adapters/disk/job-folder.ts';
import { UploadFile } from '../../packages/node/src/adapters/disk/upload-file.ts';
import { NodeError } from '../../packages/node/src/domain/errors.ts';
import { newJobRecord } from '../../packages/node/src/domain/job-record.ts';
import type { AgentPorts } from '../../packages/node/src/ports/agent-ports.ts';
import { ActiveJob } from '../../packages/node/src/usecases/active-job.ts';
import { receiveDataset } from '../../packages/node/src/usecases/receive-dataset.ts';
import { jobFixture, SHAPE } from '../../packages/node/test/support/job-fixture.ts';
import { type Below, mutate, pick } from './mutate.ts';
import { refusal, type Target } from './target.ts';

const MIB = 1024 * 1024;
const NODE = 'So11111111111111111111111111111111111111112';

/** Chunks of a data set on their way through the use case to the disk; the engine reads them without a thread of its own. */
export async function uploadTarget(root: string): Promise<Target> {
  const jobs = await JobFolder.open(root);
  const uploads = new UploadFile(jobs);
  const made = jobFixture(NODE);
  const engine = {
    async datasetFacts(_spec: unknown, path: string) {
      const { readFile } = await import('node:fs/promises');
      try {
        const { root: found, batches } = prepareDataset(await readFile(path), SHAPE, {
          batchesMultipleOf: 1,
        });
        return { root: Buffer.from(found.toString(16).padStart(64, '0'), 'hex'), batches: batches.length };
      } catch (error) {
        refusal(error);
        throw new NodeError('DATASET_INVALID', String(error));
      }
    },
  };
  const log = { info() {}, warn() {}, error() {}, debug() {} };
  const ports = { jobs, uploads, engine, log } as unknown as AgentPorts;
  const record = newJobRecord({
    ...{ job: made.address, clientWallet: made.wallet, clientKey: toHex(made.clientKey) },
    ...{ salt: toHex(made.salt), specJson: Buffer.from(made.specJson).toString(), acceptByMs: Date.now() },
  });
  await jobs.save(record);
  const { csv } = made;
  return {
    name: 'uploads',
    async feed(random: Below) {
      const chunks = Array.from({ length: 1 + random(3) }, () => {
        const from = random(3) === 0 ? random(csv.length) : 0;
        const data = random(2) === 0 ? mutate(csv.subarray(from), random) : csv.subarray(from);
        const odd = [0n, -1n, 2n ** 53n, 2n ** 64n - 1n, BigInt(from), BigInt(from)];
        return {
          ...{ offset: pick(odd, random), data },
          totalBytes: pick([...odd, BigInt(csv.length), BigInt(data.length)], random),
          checksum: random(4) === 0 ? random(2 ** 31) : crc32c(data),
        };
      });
      const cut = 1 + random(csv.length - 1);
      const good = [csv.subarray(0, cut), csv.subarray(cut)].map((data, i) => ({
        ...{ offset: BigInt(i * cut), totalBytes: BigInt(csv.length), data, checksum: crc32c(data) },
      }));
      const chosen = random(4) === 0 ? good : chunks;
      async function* stream() {
        yield* chosen;
      }
      // A job each time: one that has its data set takes no other.
      return receiveDataset(new ActiveJob(record, ports), stream(), ports, MIB).then(() => true, refusal);
    },
  };
}
