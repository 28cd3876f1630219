import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';

const ALONE = new URL('../../scripts/lib/alone.mjs', import.meta.url);

describe('two commands that set up the same working tree', () => {
  let folder: string;
  const children = new Set<ChildProcess>();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cyxwiz-alone-'));
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A process that writes what it does, and works until it is told to end. */
  function command(name: string) {
    const code = `
      import { appendFileSync } from 'node:fs';
      import { alone } from ${JSON.stringify(ALONE.href)};
      const tell = (what) => {
        appendFileSync(${JSON.stringify(join(folder, 'log'))}, '${name} ' + what + '\\n');
        console.log(what);
      };
      const told = new Promise((resolve) => process.stdin.once('data', resolve));
      await alone(${JSON.stringify(join(folder, 'target/lock'))}, async () => {
        tell('begins');
        await told;
        tell('ends');
      }, () => tell('waits'));
      process.exit(0);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.add(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
      next: async () => String((await lines.next()).value),
      tellToEnd: () => child.stdin.write('end\n'),
      kill: async () => {
        child.kill('SIGKILL');
        await once(child, 'exit');
      },
    };
  }
  const log = () => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');

  it('do it one after the other, and the second says that it waits', async () => {
    const first = command('first');
    expect(await first.next()).to.equal('begins');
    const second = command('second');
    expect(await second.next()).to.equal('waits');
    second.tellToEnd();
    first.tellToEnd();
    expect(await second.next()).to.equal('begins');
    expect(await second.next()).to.equal('ends');
    expect(log()).to.deep.equal([
      'first begins',
      'second waits',
      'first ends',
      'second begins',
      'second ends',
    ]);
  });

  it('do not wait for one that was killed', async () => {
    const first = command('first');
    expect(await first.next()).to.equal('begins');
    const second = command('second');
    expect(await second.next()).to.equal('waits');
    await first.kill();
    expect(await second.next()).to.equal('begins');
    expect(existsSync(join(folder, 'target/lock'))).to.equal(true);
  });

  it('pass on what fails, and let go', async () => {
    const { alone } = (await import(ALONE.href)) as {
      alone: (file: string, work: () => Promise<unknown>) => Promise<unknown>;
    };
    const lock = join(folder, 'lock');
    const failed = await alone(lock, async () => {
      throw new Error('no disk');
    }).catch((error: Error) => error.message);
    expect(failed).to.equal('no disk');
    expect(await alone(lock, async () => 'done')).to.equal('done');
  });
});
