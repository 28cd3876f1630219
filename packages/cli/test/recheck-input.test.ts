import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { readEngines } from '../src/input/engines-file.ts';
import { cli, folder } from './support/cli.ts';
import { emptyChain } from './support/fake-rpc.ts';

const JOB = 'So11111111111111111111111111111111111111112';

describe('cyxwiz job recheck, dispute check: bad input', () => {
  let home: ReturnType<typeof folder>;
  let chain: Awaited<ReturnType<typeof emptyChain>>;
  beforeEach(async () => {
    home = folder();
    chain = await emptyChain();
  });
  afterEach(async () => {
    home.remove();
    await chain.close();
  });
  const run = (...args: string[]) =>
    cli([...args, '--rpc', chain.url], { env: { CYXWIZ_HOME: home.file('home') } });

  it('says that there is no such job', async () => {
    const ran = await run('job', 'recheck', JOB);
    expect(ran.stderr).to.match(/^error: there is no job account/);
    expect(ran.code).to.equal(4);
  });

  for (const [name, args, message] of [
    ['no checkpoints at all', ['--count', '0'], /whole number from 1 to 64/],
    ['a checkpoint that is no number', ['--only', '1,x'], /whole number from 1 to 64/],
    ['both ways to choose', ['--count', '2', '--only', '1'], /cannot be used with/],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const ran = await run('job', 'recheck', JOB, ...args);
      expect(ran.stderr).to.match(message);
      expect(ran.code).to.equal(2);
      expect(chain.asked).to.deep.equal([]);
    });
  }

  it('refuses evidence that is none, before it looks anywhere', async () => {
    writeFileSync(home.file('evidence.json'), '{"format":"cyxwiz-receipt"}');
    for (const path of [home.file('evidence.json'), home.path, home.file('nowhere')]) {
      const ran = await run('dispute', 'check', path);
      expect(ran.stderr)
        .to.match(/no evidence of a recheck/)
        .and.match(/next: name the evidence.json/);
      expect(ran.code).to.equal(1);
    }
    expect(chain.asked).to.deep.equal([]);
  });

  it('reads programs from a file of their own, and from a node’s configuration', async () => {
    const numpy = { command: ['python3', '-m', 'cyxwiz_engine.numpy_mlp'] };
    for (const value of [{ numpy }, { dataDir: '/x', engines: { numpy } }]) {
      writeFileSync(home.file('engines.json'), JSON.stringify(value));
      const { numpy: read } = await readEngines(home.file('engines.json'));
      expect(read).to.deep.include({ ...numpy, restarts: 3 });
    }
    for (const value of [{ numpy: {} }, { numpy: 'python3' }, { 'a b': numpy }, [numpy]]) {
      writeFileSync(home.file('engines.json'), JSON.stringify(value));
      const error = await readEngines(home.file('engines.json')).catch((cause: unknown) => cause);
      expect(error).to.include({ code: 'BAD_INPUT' });
    }
  });
});
