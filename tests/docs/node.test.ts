import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { blocks, Walk } from './walk.ts';

/** Others on this machine may have the ports that the page names. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  for (const server of servers) server.close();
  return ports;
}

describe('docs/node.md', function () {
  this.timeout(600_000);
  let walk: Walk;
  after(() => walk?.end());

  it('walks from three wallets to a paid job, a drained node and its recovery, but for the ports word for word', async () => {
    const [coordinator, first, second] = (await freePorts(3)) as [number, number, number];
    walk = new Walk(
      'node',
      { CYXWIZ_COORDINATOR: `127.0.0.1:${coordinator}` },
      { 'coordinator start': `--rest-port 0 --grpc-port ${coordinator}` },
    );
    const script = blocks('node.md', 'sh walk').join('\n');
    expect(script.match(/npx cyxwiz/g)?.length).to.be.greaterThan(10);
    const ports = script.replaceAll('127.0.0.1:50052', `127.0.0.1:${first}`);
    const { code, output } = await walk.bash(ports.replaceAll('127.0.0.1:50053', `127.0.0.1:${second}`));
    const log = join(walk.folder, 'try/node.log');
    const said = existsSync(log) ? readFileSync(log, 'utf8').slice(-4000) : '';
    expect(code, `${output.slice(-6000)}\n${said}`).to.equal(0);
    expect(walk.size('try/weights.safetensors')).to.be.greaterThan(1000);
    expect(walk.size('try/node2/data/tls-identity.pem')).to.be.greaterThan(100);
  });
});
