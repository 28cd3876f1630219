import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** What Nodes before 24 are like: nobody is told of a client's HTTP/2 streams. */
const SILENT = `
  import channels from 'node:diagnostics_channel';
  import { syncBuiltinESMExports } from 'node:module';
  const { subscribe } = channels;
  let asked = 0;
  channels.subscribe = (name, listener) => {
    if (name !== 'http2.client.stream.created') subscribe(name, listener);
    else asked += 1;
  };
  syncBuiltinESMExports();
  process.on('exit', () => console.log('asked in vain: ' + asked));
`;

describe('a session with a node, on a Node that tells nobody of its HTTP/2 streams', function () {
  this.timeout(60_000);

  it('uploads all the same', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        ...['--import', `data:text/javascript,${encodeURIComponent(SILENT)}`],
        ...[at('node_modules/mocha/bin/mocha.js'), '--no-config', '--timeout', '30000', '--reporter', 'json'],
        ...['--grep', 'upload', at('packages/sdk/test/node-session.test.ts')],
      ],
      { encoding: 'utf8', cwd: at('') },
    );
    expect(status, stdout + stderr).to.equal(0);
    const [report = '', asked] = stdout.split('asked in vain: ');
    expect(JSON.parse(report).stats).to.include({ passes: 4, failures: 0, pending: 0 });
    // Only the question whether streams are told at all: none of the uploads waits for its stream.
    expect(asked?.trim()).to.equal('1');
  });
});
