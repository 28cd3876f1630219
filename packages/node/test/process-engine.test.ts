import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ProcessJobSpec,
  processDatasetRoot,
  processStart,
  processWeightsCommitment,
} from '@cyxwiz/protocol';
import { expect } from 'chai';
import { findConfinement } from '../src/adapters/engine/process/confinement.ts';
import { ProcessEngine } from '../src/adapters/engine/process-engine.ts';
import { engineOffersSchema } from '../src/domain/engine-offer.ts';
import type { NodeError } from '../src/index.ts';
import type { EngineRun } from '../src/ports/engine.ts';
import { processesWith } from './support/processes-with.ts';
import { eventually } from './support/test-node.ts';

const PROGRAM = fileURLToPath(new URL('./support/process-program.mjs', import.meta.url));
const quiet = { info() {}, warn() {}, error() {}, debug() {} };
const base: ProcessJobSpec = {
  version: 1,
  engine: 'process',
  program: { name: 'sum', config: {} },
  seed: '01'.repeat(32),
  epochs: 5,
  checkpointInterval: 1,
  datasetRoot: '02'.repeat(32),
  initialWeights: '03'.repeat(32),
  estimatedSeconds: 30,
  clientKey: '04'.repeat(32),
};

/** Long enough for a machine under load to start Node, short enough to wait for where a fault has to show. */
const PATIENT = { helloSeconds: 60, silenceSeconds: 60, graceSeconds: 20 };

describe('the process engine', () => {
  let dir: string;
  let dataset: string;
  /** Outside of the agent's folder, which a program does not see. */
  let shared: string;
  let mark: string;
  const runs: EngineRun[] = [];
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'cyxwiz-process-'));
    dataset = join(dir, 'data.csv');
    shared = mkdtempSync(join(tmpdir(), 'cyxwiz-shared-'));
    mark = join(shared, 'mark');
    writeFileSync(dataset, '1,2,3\n');
  });
  afterEach(async () => {
    for (const run of runs.splice(0)) await run.close();
    for (const folder of [dir, shared]) rmSync(folder, { recursive: true, force: true });
  });

  const spec = (config: Record<string, unknown> = {}): ProcessJobSpec => ({
    ...base,
    program: { name: 'sum', config },
  });
  const engineWith = (limits: object = {}, ...args: string[]) => {
    const sum = {
      ...{ command: [process.execPath, PROGRAM, ...args], writable: [shared], ...PATIENT, ...limits },
    };
    return ProcessEngine.open(dir, engineOffersSchema.parse({ sum }), quiet);
  };
  const opened = async (job: ProcessJobSpec, limits: object = {}, ...args: string[]) => {
    const run = await (await engineWith(limits, ...args)).open(job, dataset, null, 0);
    runs.push(run);
    return run;
  };
  const train = async (run: EngineRun, epochs: number) => {
    const commitments: string[] = [];
    for (let epoch = 1; epoch <= epochs; epoch += 1) {
      commitments.push(Buffer.from((await run.runEpoch()).weights).toString('hex'));
    }
    return commitments;
  };
  const refusal = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown as NodeError,
    );
    expect(error?.code).to.equal('TRAINING_FAILED');
    return error?.message ?? '';
  };

  it('commits to program, data set and weights', async () => {
    const engine = await engineWith();
    expect(await engine.initialWeights(spec())).to.deep.equal(processStart(base.program, base.seed));
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
    const hash = sha256(readFileSync(dataset));
    const { root, batches } = await engine.datasetFacts(spec(), dataset, hash);
    expect({ root, batches }).to.deep.equal({ root: processDatasetRoot(hash), batches: 0 });
    const run = await opened(spec());
    const result = await run.runEpoch();
    expect(result).to.include({ epoch: 1, lossMicros: 1_000_000, accuracyPpm: 500_000 });
    expect(result.weights).to.deep.equal(processWeightsCommitment(sha256(await run.safetensors())));
  });

  it('trains to the end, ends the program in good order and leaves nothing behind', async () => {
    const run = await opened(spec());
    expect(new Set(await train(run, 5)).size).to.equal(5);
    expect(readdirSync(join(dir, 'engines'))).to.have.length(1);
    await run.close();
    expect(readdirSync(join(dir, 'engines'))).to.deep.equal([]);
    expect(await refusal(run.runEpoch())).to.match(/was closed/);
  });

  it('goes on elsewhere from a snapshot, to the same weights', async () => {
    const whole = await opened(spec());
    const expected = await train(whole, 5);
    const first = await opened(spec());
    await train(first, 2);
    const snapshot = await first.snapshot();
    const second = await (await engineWith()).open(spec(), dataset, snapshot, 2);
    runs.push(second);
    expect(await second.safetensors()).to.deep.equal(snapshot);
    expect(await refusal(second.snapshot())).to.match(/no epoch/);
    expect(await train(second, 3)).to.deep.equal(expected.slice(2));
  });

  for (const fault of ['kill', 'hang']) {
    it(`starts a program again that ends by ${fault}, from the last checkpoint and to the same weights`, async () => {
      const expected = await train(await opened(spec()), 5);
      const limits = fault === 'hang' ? { silenceSeconds: 4, graceSeconds: 1 } : {};
      const run = await opened(spec({ fault, at: 3, mark }), limits);
      expect(await train(run, 5)).to.deep.equal(expected);
      expect(existsSync(mark)).to.equal(true);
    });
  }

  it('gives up on a program that crashes in the same epoch again and again', async () => {
    const run = await opened(spec({ fault: 'exit', at: 2 }), { restarts: 1 });
    await train(run, 1);
    expect(await refusal(run.runEpoch())).to.match(/it ended \(code 7\), 2 times/);
  });

  it('kills a program that hangs and does not hear SIGTERM', async () => {
    const run = await opened(spec({ fault: 'deaf', at: 1 }), {
      ...{ restarts: 0, silenceSeconds: 4, graceSeconds: 0.2 },
    });
    expect(await refusal(run.runEpoch())).to.match(/it said nothing for 4 seconds/);
  });

  it('leaves no child of the program alive', async () => {
    const token = `child-of-${randomUUID()}`;
    const run = await opened(spec({ fault: 'child', at: 1, token }));
    await run.runEpoch();
    await eventually(() => processesWith(token).length === 1, 'the child is there');
    await run.close();
    await eventually(() => processesWith(token).length === 0, 'the child is gone');
  });

  const broken: [fault: string, message: RegExp][] = [
    ['garbage', /not JSON/],
    ['oversized', /a line of more than 65536 bytes/],
    ['endless', /a line of more than 65536 bytes/],
    ['unknown', /type/],
    ['error', /it says: the loss is not a number any more/],
    ['skips', /epoch 3 when 2 was due/],
    ['escape', /checkpoint: must be a plain file name/],
    ['missing', /epoch-2\.safetensors cannot be read \(ENOENT\)/],
    ['symlink', /cannot be read \(ELOOP\)/],
    ['hardlink', /not a file of its own/],
    ['folder', /not a file of its own/],
    ['truncated', /outside the file/],
    ['pickle', /header is too long/],
    ['large', /more than the 1048576 that are taken/],
    ['replaces', /not the one that it was given/],
  ];
  for (const [fault, message] of broken) {
    it(`ends the training, and does not try again, when the program does this: ${fault}`, async () => {
      // Where a program has a view of its own, it cannot even move its folder.
      const files = fault === 'replaces' ? 'host' : 'own';
      const run = await opened(spec({ fault, at: 2 }), { maxCheckpointMib: 1, restarts: 3, files });
      await train(run, 1);
      const kept = await run.snapshot();
      expect(await refusal(run.runEpoch())).to.match(message);
      expect(await run.snapshot()).to.deep.equal(kept);
    });
  }

  it('refuses a program without a hello, with another version, or that is not there', async () => {
    const mute = await opened(spec(), { helloSeconds: 1, graceSeconds: 0.2, restarts: 0 }, 'mute');
    expect(await refusal(mute.runEpoch())).to.match(/nothing for 1 seconds/);
    const future = await opened(spec(), {}, 'future');
    expect(await refusal(future.runEpoch())).to.match(/version/);
    const gone = await opened(spec(), { restarts: 0 }, 'silent-exit');
    expect(await refusal(gone.runEpoch())).to.match(/code 3/);
    const absent = await opened(spec(), { command: [join(dir, 'absent')], restarts: 0 });
    expect(await refusal(absent.runEpoch())).to.match(/it (ended|did not start)/);
  });

  it('does not go on with a program that cannot', async () => {
    const first = await opened(spec());
    await train(first, 1);
    const second = await (await engineWith({}, 'start-only')).open(
      spec(),
      dataset,
      await first.snapshot(),
      1,
    );
    runs.push(second);
    expect(await refusal(second.runEpoch())).to.match(/cannot go on from a checkpoint/);
  });

  it('pauses between epochs, resumes, and halts', async () => {
    const run = await opened(spec());
    await run.runEpoch();
    run.pause();
    let trained = false;
    const second = run.runEpoch().then((result) => {
      trained = true;
      return result;
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(trained).to.equal(false);
    run.resume();
    expect((await second).epoch).to.equal(2);
    const third = refusal(run.runEpoch());
    run.halt();
    expect(await third).to.match(/interrupted/);
    expect((await run.snapshot()).length).to.be.greaterThan(0);
  });

  it('gives the program an allowlist for an environment, its folder, and no network', async () => {
    const pids = join(shared, 'seen');
    process.env.CYXWIZ_SECRET = 'key';
    const run = await opened(spec({ fault: 'environment', at: 1, pids }), { env: { OWN: 'yes' } });
    delete process.env.CYXWIZ_SECRET;
    await run.runEpoch();
    const seen = JSON.parse(readFileSync(pids, 'utf8')) as {
      env: Record<string, string>;
      cwd: string;
      net: string;
    };
    const allowed = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'HOME', 'TMPDIR', 'OWN'];
    expect(Object.keys(seen.env).filter((name) => !allowed.includes(name))).to.deep.equal([]);
    expect(seen.env).to.include({ OWN: 'yes', HOME: seen.cwd, TMPDIR: seen.cwd });
    const interfaces = seen.net
      .split('\n')
      .slice(2)
      .map((line) => line.split(':')[0]?.trim());
    if (findConfinement().noNetwork !== null) expect(interfaces.filter((name) => name)).to.deep.equal(['lo']);
  });

  it('refuses programs that the owner does not offer, also when objects have that name', async () => {
    const engine = await engineWith();
    for (const name of ['torch', 'constructor']) {
      const job = { ...base, program: { name, config: {} } };
      const error = await engine.initialWeights(job).then(
        () => null,
        (thrown: unknown) => thrown as NodeError,
      );
      expect(error?.code).to.equal('ASSIGNMENT_REFUSED');
    }
  });

  it('removes what an agent that was killed has left', async () => {
    const run = await opened(spec());
    await run.runEpoch();
    await engineWith();
    expect(existsSync(join(dir, 'engines'))).to.equal(false);
  });
});
