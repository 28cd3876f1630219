import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Part } from './figures.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const AIM_SECONDS = 120;

export const demoPart: Part = {
  name: 'demo',
  about: 'wall time of the demo once everything is set up',
  async measure(say) {
    const folder = await mkdtemp(join(tmpdir(), 'cyxwiz-bench-demo-'));
    try {
      say('npm run demo');
      const started = performance.now();
      await runDemo(join(folder, 'receipt.json'), say);
      const seconds = (performance.now() - started) / 1000;
      const how =
        '`npm run demo` from start to exit code 0, set-up done before, with its receipt verified in a process of its own';
      return {
        title: 'The demo',
        intro:
          'Chain, database, coordinator and three agents start, one job is trained, proven, paid and checked.',
        figures: [
          { name: 'wall time', value: seconds, unit: 's', digits: 1, aim: { atMost: AIM_SECONDS }, how },
        ],
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function runDemo(receipt: string, say: (text: string) => void): Promise<void> {
  const child = spawn('npm', ['run', '--silent', 'demo', '--', '--receipt', receipt], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let tail = '';
  const keep = (data: Buffer) => {
    tail = `${tail}${data}`.slice(-2000);
    const line = String(data).trim().split('\n').at(-1);
    if (line) say(`demo: ${line.slice(0, 100)}`);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`the demo ended with ${code}:\n${tail}`)),
    );
  });
}
