import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { createServer } from 'node:tls';
import { nodeId, nodeSessionDigest, relayServerName, signEd25519 } from '@cyxwiz/protocol';
import { createIdentity } from '@cyxwiz/protocol/server-identity';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { tlsDialler } from '../../src/adapters/system/tls-dialler.ts';
import { join } from '../support/harness.ts';
import { refused } from '../support/refused-call.ts';
import { type Surfaces, send, surfaces } from '../support/surfaces.ts';

const ALERT = (code: number) => Buffer.from([21, 3, 3, 0, 2, 2, code]);

describe('gRPC: whether clients reach a node', function () {
  this.timeout(30_000);
  let s: Surfaces;
  let mine: Awaited<ReturnType<typeof join>>;
  const servers: Server[] = [];
  before(async () => {
    s = await surfaces();
    mine = await join(s.h, {}, { slots: 1 });
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
    s.h.clock.advance(10_000);
  });
  after(() => s.close());

  const signed = async (who = mine.operator, node = mine.node.address) => {
    const { challenge } = (await send(s.gateway, 'Challenge', { node })) as { challenge: Buffer };
    const signature = Buffer.from(signEd25519(who.secretKey, nodeSessionDigest(nodeId(node), challenge)));
    return { node, challenge, signature };
  };
  async function announced(endpoint: string): Promise<void> {
    const record = await s.h.database.nodes.get(mine.node.address);
    if (!record) throw new Error('the node is gone');
    const { onlineMs: _, observedSince: __, ...kept } = record;
    await s.h.database.nodes.save({ ...kept, endpoint });
  }
  const check = async () =>
    (await send(s.gateway, 'CheckReachability', await signed())) as {
      endpoint: string;
      tlsKeyHash: Buffer;
      failure: string;
      lastSeen: object | null;
    };
  async function listening(server: Server): Promise<string> {
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('tells the key that answers, and asks for the node by its name', async () => {
    const { certificate, key } = await createIdentity('node', ['node'], Date.now());
    const names: string[] = [];
    const at = await listening(
      createServer({
        ...{ cert: certificate, key, minVersion: 'TLSv1.3', ALPNProtocols: ['h2'] },
        SNICallback: (name, done) => {
          names.push(name);
          done(null);
        },
      }).on('tlsClientError', () => undefined),
    );
    const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
    const hash = createHash('sha256').update(spki).digest();
    const node = nodeId(mine.node.address);
    for (const endpoint of [at, `${at}#${node}`]) {
      await announced(endpoint);
      const found = await check();
      expect(found).to.include({ endpoint, failure: '' });
      expect(found.tlsKeyHash.equals(hash)).to.equal(true);
      expect(found.lastSeen).not.to.equal(null);
      s.h.clock.advance(10_000);
    }
    expect(names).to.deep.equal(['node.cyxwiz', relayServerName(node)]);
  });

  const answering = (bytes: Buffer) => () =>
    listening(createTcpServer((socket) => void socket.on('error', () => undefined).end(bytes)));
  const failures: [string, () => Promise<string>, string][] = [
    ['nobody', async () => '127.0.0.1:1', 'REFUSED'],
    ['a name that stands for nothing', async () => 'no-such-name.invalid:1', 'NAME_UNKNOWN'],
    ['what is not TLS', answering(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')), 'NO_TLS'],
    ['a relay that does not know it', answering(ALERT(112)), 'NODE_NOT_AT_RELAY'],
    ['a relay that is full', answering(ALERT(80)), 'RELAY_FAILED'],
  ];
  for (const [name, begin, failure] of failures) {
    it(`tells of ${name}: ${failure}`, async () => {
      await announced(await begin());
      const found = await check();
      expect(found.failure).to.equal(failure);
      expect(found.tlsKeyHash).to.have.length(0);
    });
  }

  it('dials no address that is not public, whatever the name of it', async () => {
    const careful = tlsDialler(false);
    let connections = 0;
    const at = await listening(
      createTcpServer((socket) => {
        connections += 1;
        socket.destroy();
      }),
    );
    const port = at.split(':').at(-1);
    for (const host of [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '0.0.0.0',
      '169.254.169.254',
    ]) {
      expect(await careful.dial(`${host}:${port}`), host).to.deep.equal({ failure: 'ADDRESS_NOT_PUBLIC' });
    }
    expect(connections).to.equal(0);
  });

  it('is for the operator, with a challenge that is spent, and once in ten seconds', async () => {
    await announced('127.0.0.1:1');
    const { UNAUTHENTICATED, RESOURCE_EXHAUSTED, NOT_FOUND } = status;
    const other = await join(s.h);
    const forged = send(s.gateway, 'CheckReachability', await signed(other.operator));
    await refused(forged, UNAUTHENTICATED, 'OPERATOR_SIGNATURE_INVALID', /not by the operator/);
    const once = await signed();
    await send(s.gateway, 'CheckReachability', once);
    await refused(
      send(s.gateway, 'CheckReachability', once),
      UNAUTHENTICATED,
      'CHALLENGE_UNKNOWN',
      /used already/,
    );
    await refused(check(), RESOURCE_EXHAUSTED, 'RATE_LIMITED', /dialled a moment ago/);
    // One that is on chain and has never come here has announced nothing.
    const silent = s.h.chain.addNode();
    const operator = s.h.chain.operators.get(silent.address);
    if (!operator) throw new Error('a fake node has an operator');
    const unknown = send(s.gateway, 'CheckReachability', await signed(operator, silent.address));
    await refused(unknown, NOT_FOUND, 'NODE_UNKNOWN', /never registered here/);
  });
});
