import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { blocks, freePorts, Walk } from './walk.ts';

/** Walks blocks that begin a network of their own, but for the ports word for word. */
async function walked(name: string, script: string): Promise<Walk> {
  const [coordinator, first, second] = await freePorts(3);
  const walk = new Walk(
    name,
    { CYXWIZ_COORDINATOR: `127.0.0.1:${coordinator}` },
    { 'coordinator start': `--rest-port 0 --grpc-port ${coordinator}` },
  );
  const moved = script
    .replaceAll('127.0.0.1:50052', `127.0.0.1:${first}`)
    .replaceAll('127.0.0.1:50053', `127.0.0.1:${second}`);
  try {
    const { code, output } = await walk.bash(moved);
    const logs = ['node.log', 'programs.log'].map((log) => join(walk.folder, 'try', log)).filter(existsSync);
    const said = logs.map((log) => readFileSync(log, 'utf8').slice(-4000)).join('\n');
    expect(code, `${output.slice(-6000)}\n${said}`).to.equal(0);
    return walk;
  } catch (error) {
    await walk.end();
    throw error;
  }
}

describe('docs of nodes', function () {
  this.timeout(600_000);

  it('node.md: from three wallets to a paid job, a drained node and its recovery', async () => {
    const steps = blocks('node.md', 'sh walk');
    expect(steps).to.have.length(8);
    const walk = await walked('node', steps.join('\n'));
    expect(walk.size('try/weights.safetensors')).to.be.greaterThan(1000);
    expect(walk.size('try/node2/data/tls-identity.pem')).to.be.greaterThan(100);
    await walk.end();
  });

  it('engines.md: a program is tried, offered and ordered', async () => {
    // Its reader has wallets and a network from the other page.
    const network = blocks('node.md', 'sh walk').slice(0, 2);
    expect(network.join('\n')).to.contain('cyxwiz localnet').and.contain('coordinator start');
    const steps = blocks('engines.md', 'sh walk');
    expect(steps).to.have.length(3);
    const walk = await walked('engines', [...network, ...steps].join('\n'));
    expect(walk.size('try/program.safetensors')).to.be.greaterThan(1000);
    await walk.end();
  });
});
