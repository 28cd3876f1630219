import { expect } from 'chai';
import { cliProcess } from './support/cli.ts';

/** Makes the running Node say that it is another one, as the launcher asks it. */
const pretend = (version: string) => [
  '--import',
  `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`,
];

describe('cyxwiz: as a process', () => {
  it('passes on output and exit code', async () => {
    const bad = await cliProcess(['jobs', '--json']).ended;
    expect(bad).to.include({ code: 2, signal: null, stdout: '' });
    expect(JSON.parse(bad.stderr)).to.have.nested.property('error.code', 'BAD_INPUT');
  });

  for (const version of ['20.0.0', '22.17.9', '23.5.0']) {
    it(`starts itself again with the repository's Node when it runs under ${version}`, async () => {
      const good = await cliProcess(['--version'], pretend(version)).ended;
      expect(good).to.deep.equal({ code: 0, signal: null, stdout: '0.1.0\n', stderr: '' });
      const bad = await cliProcess(['job', 'status'], pretend(version)).ended;
      expect(bad.code).to.equal(2);
      expect(bad.stderr).to.match(/^error: missing required argument 'job'\n/);
    });
  }

  for (const [signal, nodeArgs, how] of [
    ['SIGTERM', [], 'directly'],
    ['SIGINT', pretend('20.0.0'), 'through the launcher'],
  ] as const) {
    it(`a service ends cleanly on ${signal}, ${how}`, async () => {
      const child = cliProcess(['localnet', '--json'], nodeArgs);
      expect(JSON.parse(await child.ready))
        .to.include({ event: 'ready' })
        .and.have.keys('event', 'rpcUrl', 'wsUrl', 'mint', 'funded');
      child.kill(signal);
      const ended = await child.ended;
      expect(ended).to.include({ code: 0, signal: null, stderr: '' });
      expect(ended.stdout.trim().split('\n').at(-1)).to.equal('{"event":"stopped"}');
    }).timeout(120_000);
  }
});
