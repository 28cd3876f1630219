import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { ProcessJobSpec } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { pythonWithNumpy } from '../../../tests/step/python.ts';
import { ProcessEngine } from '../src/adapters/engine/process-engine.ts';
import { engineOffersSchema } from '../src/domain/engine-offer.ts';
import { eventually } from './support/test-node.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const python = pythonWithNumpy();
const PYTHON = python.command;
const PYTHONPATH = [at('packages/python'), python.env.PYTHONPATH].filter(Boolean).join(delimiter);
const env = { ...python.env, PYTHONPATH, PYTHONDONTWRITEBYTECODE: '1' };
const NUMPY = ['-m', 'cyxwiz_engine.numpy_mlp'];
const PROGRAM = at('packages/node/test/support/process-program.mjs');
const quiet = { info() {}, warn() {}, error() {}, debug() {} };

const spec: ProcessJobSpec = {
  version: 1,
  engine: 'process',
  program: { name: 'numpy', config: { hidden: 32 } },
  seed: '01'.repeat(32),
  epochs: 8,
  checkpointInterval: 1,
  datasetRoot: '02'.repeat(32),
  initialWeights: '03'.repeat(32),
  estimatedSeconds: 30,
  clientKey: '04'.repeat(32),
};

/** A confined program dies with the tool in front of it, so one of the two may be gone already. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Output and exit status of the conformance kit. */
async function conformance(...args: string[]): Promise<{ out: string; status: number | null }> {
  const child = spawn(PYTHON, ['-m', 'cyxwiz_engine.conformance', ...args], { env });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { out, status };
}

describe('engines in Python', function () {
  this.timeout(300_000);
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'cyxwiz-python-'));
    writeFileSync(join(dir, 'digits.csv'), gunzipSync(readFileSync(at('data/digits.csv.gz'))));
  });
  after(() => {
    if (dir !== undefined) rmSync(dir, { recursive: true, force: true });
  });

  it('the numpy engine learns the digits on a node, killed in an epoch and resumed to the same bytes', async () => {
    const executable = execFileSync(PYTHON, ['-c', 'import sys; print(sys.executable)'], {
      encoding: 'utf8',
    });
    const numpy = {
      command: [executable.trim(), ...NUMPY],
      env: { PYTHONPATH, PYTHONDONTWRITEBYTECODE: '1' },
    };
    const engine = await ProcessEngine.open(dir, engineOffersSchema.parse({ numpy }), quiet);
    const dataset = join(dir, 'digits.csv');
    const whole = await engine.open(spec, dataset, null, 0);
    let accuracy = 0;
    for (let epoch = 1; epoch <= 8; epoch += 1) accuracy = (await whole.runEpoch()).accuracyPpm;
    expect(accuracy).to.be.greaterThan(950_000);
    const killed = await engine.open(spec, dataset, null, 0);
    for (let epoch = 1; epoch <= 3; epoch += 1) await killed.runEpoch();
    const fourth = killed.runEpoch();
    const before = pidsOf(dir);
    expect(before).to.have.length.greaterThan(0);
    for (const pid of before) kill(pid);
    await fourth;
    for (let epoch = 5; epoch <= 8; epoch += 1) await killed.runEpoch();
    expect(Buffer.from(await killed.safetensors()).equals(await whole.safetensors())).to.equal(true);
    await Promise.all([whole.close(), killed.close()]);
    await eventually(() => pidsOf(dir).length === 0, 'no engine is left');
  });

  it('the numpy engine conforms', async () => {
    const { out, status } = await conformance('--', PYTHON, ...NUMPY);
    expect(out)
      .to.match(/9 of 9 checks hold/)
      .and.match(/goes on from a checkpoint: to the same bytes/);
    expect(status).to.equal(0);
  });

  it('the kit says what an engine does wrong', async () => {
    const program = ['--', process.execPath, PROGRAM];
    const cases: [fault: string, message: RegExp][] = [
      ['escape', /FAILED {2}trains three epochs.*not a plain file name/],
      ['truncated', /FAILED {2}trains three epochs.*no safetensors file/],
      ['symlink', /FAILED {2}trains three epochs.*not a plain file/],
      ['garbage', /FAILED {2}trains three epochs.*not JSON/],
      ['endless', /FAILED {2}trains three epochs.*more than 65536 bytes/],
      ['unknown', /FAILED {2}trains three epochs.*a message that the node refuses/],
      ['exit', /FAILED {2}trains three epochs.*it ended where epoch was due/],
    ];
    for (const [fault, message] of cases) {
      const config = JSON.stringify({ fault, at: 2 });
      const { out, status } = await conformance('--only', 'trains', '--config', config, ...program);
      expect(out).to.match(message);
      expect(status).to.equal(1);
    }
    const hang = JSON.stringify({ fault: 'deaf', at: 1 });
    const { out } = await conformance('--only', 'trains', '--seconds', '5', '--config', hang, ...program);
    expect(out).to.match(/it said nothing for 5 s where epoch was due/);
  });
});

/** Engines that work below this folder. */
function pidsOf(folder: string): number[] {
  const { stdout } = spawnSync(
    'sh',
    ['-c', `ls -l /proc/[0-9]*/cwd 2>/dev/null | grep -F '${folder}/engines/'`],
    {
      encoding: 'utf8',
    },
  );
  return [...stdout.matchAll(/\/proc\/(\d+)\/cwd/g)].map((match) => Number(match[1]));
}
