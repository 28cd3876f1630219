import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const DEMO = fileURLToPath(new URL('../../packages/cli/src/demo/main.ts', import.meta.url));

type Ended = { code: number | null; output: string };

describe('the demo', function () {
  this.timeout(240_000);
  let folder: string;
  const children: ChildProcess[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cyxwiz-demo-test-'));
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  function demo(...args: string[]): {
    child: ChildProcess;
    ended: Promise<Ended>;
    saw(text: string): Promise<void>;
  } {
    const child = spawn(process.execPath, [DEMO, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: folder },
    });
    children.push(child);
    let output = '';
    const waiting: { text: string; found: () => void }[] = [];
    const add = (data: Buffer) => {
      output += data;
      for (const { text, found } of waiting) if (output.includes(text)) found();
    };
    child.stdout?.on('data', add);
    child.stderr?.on('data', add);
    const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output })));
    const saw = async (text: string) => {
      const found = new Promise<void>((resolve) => waiting.push({ text, found: resolve }));
      const over = ended.then(() => {
        throw new Error(`it ended without saying "${text}":\n${output}`);
      });
      await Promise.race([found, over]);
      over.catch(() => {});
    };
    return { child, ended, saw };
  }

  const endings: Record<string, string[]> = {
    'node-dies': ['SIGKILL', 'counts as timedOut', 'timeout_refund'],
    'wrong-proof': ['ProofInvalid', 'counts as failed', 'timeout_refund'],
    'client-cancels': ['counts as cancelled', 'cancels'],
    'coordinator-dies': ['the coordinator dies', 'settle'],
  };
  for (const [fault, words] of Object.entries(endings)) {
    it(`ends as designed when ${fault}`, async () => {
      const { code, output } = await demo('--fail', fault, '--receipt', join(folder, `${fault}.json`)).ended;
      expect(code, output).to.equal(0);
      expect(output).to.match(/\d+ checks held\./);
      expect(output).not.to.contain('FAIL ');
      for (const word of words) expect(output).to.contain(word);
    });
  }

  const wrong: [string, string[], RegExp][] = [
    ['an unknown fault', ['--fail', 'meteor'], /there is no fault "meteor"; there are node-dies/],
    ['a fault without a name', ['--fail'], /--fail/],
    ['an unknown option', ['--fial', 'node-dies'], /--fial/],
    ['a stray word', ['node-dies'], /node-dies/],
    ['a receipt that is no JSON file', ['--receipt', 'receipt'], /must name a \.json file/],
  ];
  for (const [name, args, says] of wrong) {
    it(`refuses ${name}, and shows how it is used`, async () => {
      const { code, output } = await demo(...args).ended;
      expect(code).to.equal(2);
      expect(output).to.match(says).and.to.contain('usage: npm run demo');
    });
  }

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`stops on ${signal} in the middle of the training and leaves no process behind`, async () => {
      const { child, ended, saw } = demo('--receipt', join(folder, 'never.json'));
      await saw('epoch 5/50');
      const agents = await childrenOf(child.pid ?? 0);
      expect(agents).to.have.length(3);
      child.kill(signal);
      expect((await ended).code).to.equal(code);
      for (const pid of agents) expect(isRunning(pid), `agent ${pid} is still running`).to.equal(false);
    });
  }
});

async function childrenOf(pid: number): Promise<number[]> {
  const tasks = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return tasks.trim().split(/\s+/).filter(Boolean).map(Number);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
