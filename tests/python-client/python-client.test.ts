import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CyxwizClient, keypairWallet } from '@cyxwiz/sdk';
import { expect } from 'chai';
import { eventually } from '../../packages/cli/src/demo/main-job.ts';
import { type Stage, startStage } from '../e2e/support/stage.ts';
import { pythonWithStubs } from './python.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PROGRAM = at('../../packages/node/test/support/process-program.mjs');
const EPOCHS = 20;

type Line = { event: string; [fact: string]: unknown };

describe('a client in Python, made from the .proto files alone', function () {
  this.timeout(600_000);
  let stage: Stage;
  let folder: string;
  before(async () => {
    const engines = { sum: { command: [process.execPath, PROGRAM], graceSeconds: 20 } };
    stage = await startStage({ coordinator: { tls: 'self-signed' }, node: { engines } });
    folder = join(stage.world.folder, 'python');
    await mkdir(folder);
  });
  after(() => stage?.stop());

  /** What the program ends with: a sum that each epoch changes, in the smallest safetensors file. */
  function expected(datasetBytes: number): Buffer {
    let sum = 0;
    for (let epoch = 1; epoch <= EPOCHS; epoch += 1) sum = sum * 0.5 + epoch + datasetBytes;
    const header = JSON.stringify({ w: { dtype: 'F64', shape: [1], data_offsets: [0, 8] } });
    const bytes = Buffer.alloc(16 + header.length);
    bytes.writeBigUInt64LE(BigInt(header.length));
    bytes.write(header, 8);
    bytes.writeDoubleLE(sum, 8 + header.length);
    return bytes;
  }

  it('does a whole job: escrow, pinned TLS, upload, training, checkpoint, weights to the bit, receipt, pay', async () => {
    const { chain, coordinator, cast } = stage.world;
    const dataset = Buffer.from(Array.from({ length: 40_000 }, (_, i) => `${i % 7},${i % 3}\n`).join(''));
    const file = (name: string) => join(folder, name);
    await writeFile(file('data.csv'), dataset);
    await writeFile(file('coordinator.pem'), coordinator.grpcCertificate ?? '');
    await writeFile(file('wallet.json'), JSON.stringify([...cast.client.secretKey]), { mode: 0o600 });
    const settings = {
      rpc: chain.rpcUrl,
      coordinator: coordinator.grpcAddress,
      certificate: file('coordinator.pem'),
      keypair: file('wallet.json'),
      mint: chain.mint.toString(),
      dataset: file('data.csv'),
      program: 'sum',
      config: { milliseconds: 300 },
      epochs: EPOCHS,
      interval: 1,
      estimate: 60,
      weights: file('weights.safetensors'),
      checkpoint: file('checkpoint.safetensors'),
    };
    await writeFile(file('settings.json'), JSON.stringify(settings));

    const { status, lines, errors } = await runClient(file('settings.json'));
    expect(status, `${errors}\n${JSON.stringify(lines, null, 1)}\n${stage.told()}`).to.equal(0);
    const told = (event: string) => lines.find((line) => line.event === event) ?? { event: 'missing' };
    const refusals = Object.fromEntries(
      lines.filter(({ event }) => event === 'refused').map(({ what, why }) => [what, why]),
    );
    expect(refusals).to.deep.equal({
      'a wrong pin': undefined,
      'unknown versions': 'FAILED_PRECONDITION PROTOCOL_VERSION',
      "a stranger's signature": 'UNAUTHENTICATED CLIENT_SIGNATURE',
      'a spent token': 'UNAUTHENTICATED TOKEN_SPENT',
      'a damaged chunk': 'DATA_LOSS UPLOAD_CHECKSUM',
      'half a data set': 'ABORTED UPLOAD_INCOMPLETE',
      'weights before the end': 'FAILED_PRECONDITION WEIGHTS_NOT_READY',
      'a checkpoint that there is none of': 'NOT_FOUND CHECKPOINT_UNKNOWN',
    });
    expect(told('connected')).to.include({ version: 2 });
    expect(told('trained')).to.include({ epochs: EPOCHS, paused: true });
    expect(Number(told('checkpoint').epoch)).to.be.within(1, EPOCHS);
    expect(told('done')).to.include({ receipt: 'PROVEN' });

    const weights = await readFile(settings.weights);
    expect(weights.equals(expected(dataset.length)), 'the weights of an undisturbed training').to.equal(true);

    // The node is paid for what the Python client ordered.
    const client = new CyxwizClient({
      rpcUrl: chain.rpcUrl,
      wsUrl: chain.wsUrl,
      wallet: keypairWallet(cast.client),
    });
    const job = String(told('funded').job);
    await client.escrow.waive(job);
    const paid = await eventually('the settlement', async () => {
      const now = (await client.escrow.job(job)).job;
      return now.state === 'Settled' ? now : undefined;
    });
    expect(paid.paidNode).to.equal(paid.price - paid.paidFee);
    client.close();
  });

  async function runClient(
    settings: string,
  ): Promise<{ status: number | null; lines: Line[]; errors: string }> {
    const { command, env } = pythonWithStubs(folder);
    const child = spawn(command, [at('client.py'), settings], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let errors = '';
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      errors += text;
    });
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const lines = out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
    return { status, lines, errors };
  }
});
