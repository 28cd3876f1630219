import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Job, jobId } from '@cyxwiz/protocol';
import { verifyWeights } from '@cyxwiz/sdk';
import { expect } from 'chai';
import { cli } from '../../packages/cli/test/support/cli.ts';
import { type ClientHome, clientHome } from '../e2e/support/client-home.ts';
import { type Stage, startStage } from '../e2e/support/stage.ts';
import { pythonWith } from '../python/packages.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const EPOCHS = 4;

describe('the engine of ten lines of PyTorch', function () {
  this.timeout(900_000);
  let command: string[];
  let env: NodeJS.ProcessEnv;
  before(() => {
    const python = pythonWith('torch', at('tests/torch/requirements.txt'), ['-c', 'import torch, numpy']);
    const path = [at('packages/python'), python.env.PYTHONPATH].filter(Boolean).join(delimiter);
    env = { ...python.env, PYTHONPATH: path };
    command = [python.command, at('packages/python/examples/torch_engine.py')];
  });

  it('passes the conformance kit, and goes on from a checkpoint to the same bytes', async () => {
    const [python = 'python3'] = command;
    const child = spawn(python, ['-m', 'cyxwiz_engine.conformance', '--', ...command], { env });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text));
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    expect(status, out).to.equal(0);
    expect(out).to.include('goes on from a checkpoint: to the same bytes');
    expect(out).to.include('9 of 9 checks hold');
  });

  describe('on a node', () => {
    let stage: Stage;
    let home: ClientHome;
    after(async () => {
      await stage?.stop();
      home?.remove();
    });

    it('trains a whole job, proven on chain and re-executed to the bit', async () => {
      const offer = { command, env: { PYTHONPATH: env.PYTHONPATH ?? '', PYTHONDONTWRITEBYTECODE: '1' } };
      stage = await startStage({ node: { engines: { torch: offer }, keepCheckpoints: 'all' } });
      home = clientHome(stage, {});
      writeFileSync(home.file('engines.json'), JSON.stringify({ torch: offer }));
      const well = async (...args: string[]) => {
        const ran = await cli([...args, '--json'], { env: home.env });
        expect(ran.code, `${args.join(' ')}: ${ran.stderr}${stage.told()}`).to.equal(0);
        const lines = ran.stdout.split('\n').filter(Boolean);
        return lines.map((line) => JSON.parse(line) as Record<string, never>);
      };

      const output = home.file('weights.safetensors');
      const ordered = await well(
        ...['job', 'submit', '--engine', 'process:torch', '--program-config', home.file('config.json')],
        ...['--dataset', home.file('digits.csv'), '--epochs', String(EPOCHS), '--estimate', '90s'],
        ...['--output', output, '--yes'],
      );
      const epochs = ordered.filter(({ event }) => event === 'epoch');
      expect(epochs.at(-1)).to.include({ epoch: EPOCHS });
      expect(Number(epochs.at(-1)?.accuracyPpm)).to.be.above(850_000);
      const job = String(ordered.find(({ event }) => event === 'funded')?.job);
      const seen = await stage.world.chain.reader.job(jobId(job));
      verifyWeights(new Uint8Array(readFileSync(output)), seen?.value as Job, 'process');
      const rechecked = await well(
        'job',
        'recheck',
        job,
        '--count',
        '2',
        '--engines',
        home.file('engines.json'),
      );
      expect(rechecked.filter(({ event }) => event === 'rechecked')).to.have.length(2);
      expect(rechecked.at(-1)).to.include({ event: 'recheck', ok: true });
    });
  });
});
