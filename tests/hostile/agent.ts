// A node agent with real TLS and gRPC in a process of its own, whose memory can be watched. Chain, coordinator and prover
// are in memory. It prints a line when it is ready; each line on stdin, an object like {"epochs": 20}, orders a job.
import '../../packages/node/src/adapters/system/lean-heap.ts';
import { createHash } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MAX_CHECKPOINTS } from '@cyxwiz/protocol';
import type { JobRecord } from '../../packages/node/src/domain/job-record.ts';
import type { JobFixture } from '../../packages/node/test/support/job-fixture.ts';
import { TestNode } from '../../packages/node/test/support/test-node.ts';
import type { AgentReady, OrderedJob } from './wire.ts';

const WEIGHTS_BYTES = 64 * 1024 * 1024;
const say = (line: AgentReady | OrderedJob) => process.stdout.write(`${JSON.stringify(line)}\n`);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const node = await TestNode.create({ slots: 64, maxUploadBytes: 1024 * 1024 });
process.once('SIGTERM', () => void node.remove().then(() => process.exit(0)));

async function ordered(job: JobFixture): Promise<OrderedJob> {
  const fresh = () => node.token(job);
  return {
    ...{ address: job.address, clientSecret: hex(job.clientSecret), csv: job.csv.toString() },
    specJson: Buffer.from(job.specJson).toString(),
    tokens: await Promise.all([fresh(), fresh(), fresh(), fresh()]),
    expired: await node.token(job, { expiresInSeconds: -60 }),
  };
}

/** Writes a file, keeps nothing of it in memory, and returns its SHA-256. */
function large(path: string): string {
  const file = Buffer.alloc(WEIGHTS_BYTES, 'cyxwiz');
  writeFileSync(path, file);
  return createHash('sha256').update(file).digest('hex');
}

await node.start();
const port = Number(node.agent?.grpcAddress.split(':').at(-1));
const done = node.assign({ epochs: 1 });
const client = await node.ready(done);
const stream = client.train();
stream.resume().write({ start: {} });
await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
// Weights that no buffer on the way swallows.
await node.stop();
const folder = join(node.dir, 'jobs', done.address);
const journal = JSON.parse(readFileSync(join(folder, 'journal.json'), 'utf8')) as JobRecord;
const sha256 = large(join(node.dir, 'large'));
rmSync(join(folder, 'weights.safetensors'), { force: true });
linkSync(join(node.dir, 'large'), join(folder, 'weights.safetensors'));
journal.weights = { name: 'weights.safetensors', bytes: WEIGHTS_BYTES, sha256 };
writeFileSync(join(folder, 'journal.json'), JSON.stringify(journal));
Object.assign(node.config, { listenPort: port });
await node.start();

const { certificatePem, keyHash } = node.identity;
say({ port, certificatePem, keyHash: hex(keyHash), dir: node.dir, trained: await ordered(done) });
for await (const line of createInterface({ input: process.stdin })) {
  const { epochs } = JSON.parse(line) as { epochs: number };
  say(await ordered(node.assign({ epochs, checkpointInterval: Math.ceil(epochs / MAX_CHECKPOINTS) })));
}
