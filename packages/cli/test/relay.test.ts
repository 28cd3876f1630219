import { expect } from 'chai';
import { cli, cliProcess, folder } from './support/cli.ts';

describe('cyxwiz relay', function () {
  this.timeout(60_000);
  let home: ReturnType<typeof folder>;
  beforeEach(() => {
    home = folder();
  });
  afterEach(() => home.remove());

  it('runs until SIGTERM, says where it is, and how it does', async () => {
    const relay = cliProcess(
      ['relay', 'start', '--json', '--data', home.file('relay'), '--listen', '127.0.0.1:0'].concat(
        ...[
          ['--metrics', '127.0.0.1:0'],
          ['--rpc', 'http://127.0.0.1:1'],
          ['--max-nodes', '7'],
        ],
      ),
    );
    const ready = JSON.parse(await relay.ready) as Record<string, string>;
    expect(ready.address).to.match(/^127\.0\.0\.1:[1-9]\d*$/);
    expect(home.files()).to.include('relay/relay-cert.pem');
    const metrics = await (await fetch(ready.metricsUrl as string)).text();
    expect(metrics).to.match(/^cyxwiz_relay_nodes 0$/m);
    expect((await fetch(new URL('/livez', ready.metricsUrl))).status).to.equal(200);
    expect((await fetch(new URL('/other', ready.metricsUrl))).status).to.equal(404);
    relay.kill('SIGTERM');
    const ended = await relay.ended;
    expect(ended).to.include({ code: 0, signal: null });
    expect(ended.stdout).to.contain('"stopped"');
  });

  const wrong: [name: string, args: string[], says: RegExp][] = [
    ['a place without a port', ['--listen', 'host'], /host:port/],
    ['a node that is no address', ['--allow', 'x'], /32 bytes in base58/],
    ['no clients', ['--max-clients', '0'], /from 1 to/],
    ['a certificate without its key', ['--cert', 'x.pem'], /go together/],
    ['a certificate that is not there', ['--cert', 'x.pem', '--key', 'x.pem'], /does not exist/],
  ];
  for (const [name, args, says] of wrong) {
    it(`refuses ${name}`, async () => {
      const ran = await cli(['relay', 'start', '--data', home.file('relay'), ...args]);
      expect(ran.code).to.equal(2);
      expect(ran.stderr).to.match(says);
      expect(home.files()).to.deep.equal([]);
    });
  }
});
