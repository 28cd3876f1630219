import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect } from 'chai';
import { tcpProbe } from '../../src/adapters/system/tcp-probe.ts';

describe('the way to a node is measured', () => {
  let server: Server;
  let endpoint: string;
  let connections = 0;
  before(async () => {
    server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => {}).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    endpoint = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    connections = 0;
  });
  after(() => server.close());

  it('in whole milliseconds, on a network of one’s own', async () => {
    const accepted = once(server, 'connection');
    expect(await tcpProbe(true).measure(endpoint)).to.satisfy(
      (ms: unknown) => Number.isInteger(ms) && (ms as number) >= 1,
    );
    await accepted;
  });

  it('at public addresses only: nobody looks around in the coordinator’s network with it', async () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]'])
      expect(await tcpProbe(false).measure(endpoint.replace('127.0.0.1', host)), host).to.equal(undefined);
    expect(connections).to.equal(0);
  });

  it('not where nobody listens, nor at a name that nobody has', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    expect(await tcpProbe(true).measure(`127.0.0.1:${port}`)).to.equal(undefined);
    expect(await tcpProbe(true).measure('nobody.invalid:443')).to.equal(undefined);
  });
});
