import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, createServer, type TLSSocket } from 'node:tls';
import { ensureTlsIdentity, type TlsIdentity } from '@cyxwiz/node';
import { type NodeId, nodeId, relayGreeting, relayServerName } from '@cyxwiz/protocol';
import { NodeSession } from '@cyxwiz/sdk';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { TlsRelay } from '../../node/src/adapters/relay/tls-relay.ts';
import { Desk } from './support/desk.ts';
import { TestRelay } from './support/test-relay.ts';

const MIB = 2 ** 20;

describe('relaying', function () {
  this.timeout(60_000);
  let relay: TestRelay;
  let identity: TlsIdentity;
  const operator = Keypair.generate();
  const node = nodeId(Keypair.generate().publicKey);
  const stopping: AbortController[] = [];
  const opened: { destroy(): void }[] = [];

  /** What the node's end does with a connection; it gets each once TLS is up. */
  let atNode: (socket: TLSSocket, from: string) => void = () => undefined;
  let from: string[] = [];

  async function begin(changes: Parameters<typeof TestRelay.start>[0] = {}, dials = true): Promise<void> {
    relay = await TestRelay.start(changes);
    relay.nodes.set(node, { operator: operator.publicKey.toBase58(), banned: false });
    identity = await ensureTlsIdentity(relay.dir);
    const server = createServer({
      key: identity.keyPem,
      cert: identity.certificatePem,
      minVersion: 'TLSv1.3',
    });
    server.on('secureConnection', (socket) => {
      socket.on('error', () => socket.destroy());
      opened.push(socket);
      atNode(socket, from.at(-1) ?? '');
    });
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    from = [];
    const link = new TlsRelay({
      ...{ address: relay.running.address, certificate: readFileSync(relay.certificateFile), node },
      ...{ operatorSecretKey: operator.secretKey, agentVersion: 'test' },
    });
    const stop = new AbortController();
    stopping.push(stop);
    const receiver = {
      receive: (socket: Socket, address: string) => {
        from.push(address);
        socket.on('error', () => socket.destroy());
        if (dials) server.emit('connection', socket);
        else socket.destroy();
      },
    };
    await new Promise<void>((ready, fail) => {
      link.serve(receiver, stop.signal, ready).catch(fail);
    });
  }

  afterEach(async () => {
    for (const each of stopping.splice(0)) each.abort();
    for (const each of opened.splice(0)) each.destroy();
    await relay?.stop();
  });

  function client(options: { to?: NodeId; address?: string } = {}): TLSSocket {
    const socket = connectTls({
      ...{ host: '127.0.0.1', port: relay.port, rejectUnauthorized: false, minVersion: 'TLSv1.3' as const },
      servername: relayServerName(options.to ?? node),
      ...(options.address === undefined ? {} : { localAddress: options.address }),
    });
    opened.push(socket);
    socket.on('error', () => undefined);
    return socket;
  }
  const codeOf = async (socket: TLSSocket) =>
    ((await once(socket, 'error')) as [NodeJS.ErrnoException])[0].code ?? '';
  const raw = async () => {
    const socket = connect(relay.port, '127.0.0.1').on('error', () => undefined);
    opened.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  const outcome = (name: string) => relay.metric(`cyxwiz_relay_clients_total{outcome="${name}"}`);

  /** Bytes that were passed on, once there are no more for half a second. */
  async function halted(): Promise<number> {
    for (let [before, still] = [-1, 0]; ; ) {
      const both = ['to-node', 'to-client'].map((to) =>
        relay.metric(`cyxwiz_relay_bytes_total{direction="${to}"}`),
      );
      const now = (await Promise.all(both)).reduce((sum, count) => sum + count, 0);
      still = now === before && now > 0 ? still + 1 : 0;
      if (still === 5) return now;
      before = now;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  it('brings a client to the node, with its address, and ends with it', async () => {
    await begin();
    let ended = false;
    atNode = (socket) => {
      socket.on('end', () => {
        ended = true;
      });
      socket.pipe(socket);
    };
    const socket = client({ address: '127.0.0.9' });
    await once(socket, 'secureConnect');
    expect(socket.getPeerX509Certificate()?.toString().trim()).to.equal(identity.certificatePem.trim());
    expect(from).to.deep.equal(['127.0.0.9']);
    socket.write('hello');
    expect(String((await once(socket, 'data'))[0])).to.equal('hello');
    socket.end();
    await once(socket, 'close');
    expect(ended).to.equal(true);
    while ((await relay.metric('cyxwiz_relay_clients')) > 0);
    expect(await outcome('relayed')).to.equal(1);
    expect(await relay.metric('cyxwiz_relay_bytes_total{direction="to-node"}')).to.be.greaterThan(200);
  });

  it('passes bytes on unchanged both ways at once, however they are cut', async () => {
    await begin();
    atNode = (socket) => void socket.pipe(socket);
    const socket = client();
    await once(socket, 'secureConnect');
    const sent = Buffer.alloc(3 * MIB, 0);
    for (let i = 0; i < sent.length; i += 4) sent.writeUInt32LE(i, i);
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    for (let at = 0, size = 1; at < sent.length; at += size, size = (size * 7 + 3) % 70_001) {
      socket.write(sent.subarray(at, at + size));
    }
    socket.end();
    await once(socket, 'end');
    expect(Buffer.concat(parts).equals(sent)).to.equal(true);
  });

  it('says in TLS that it does not know a node', async () => {
    await begin();
    const other = nodeId(Keypair.generate().publicKey);
    expect(await codeOf(client({ to: other }))).to.equal('ERR_SSL_TLSV1_UNRECOGNIZED_NAME');
    expect(await outcome('node-unknown')).to.equal(1);
    const error = await NodeSession.open({
      ...{
        job: other as never,
        endpoint: relay.endpointOf(other),
        tlsKeyHash: new Uint8Array(32),
        token: '',
      },
      sessionKey: { secretKey: operator.secretKey, publicKey: operator.publicKey.toBytes() },
    }).catch((thrown: { code: string; message: string }) => thrown);
    expect(error).to.include({ code: 'NODE_UNAVAILABLE' });
    expect((error as { message: string }).message).to.match(/not connected to its relay/);
  });

  it('does not wait for a node that does not dial', async () => {
    await begin({ dialSeconds: 0.3 });
    // Told, and silent: its own place, taken by a node that never dials.
    const desk = new Desk(relay);
    opened.push(desk.socket);
    await desk.signIn(node, operator);
    expect(await codeOf(client())).to.equal('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR');
    expect(await outcome('node-silent')).to.equal(1);
  });

  it('forgets a node at once that has hung up', async () => {
    await begin();
    stopping.at(-1)?.abort();
    while ((await relay.metric('cyxwiz_relay_nodes')) > 0);
    expect(await codeOf(client())).to.equal('ERR_SSL_TLSV1_UNRECOGNIZED_NAME');
  });

  it('ends a client whose node answers and hangs up', async () => {
    await begin({}, false);
    const socket = client();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(socket.getPeerX509Certificate()).to.equal(undefined);
  });

  it('gives a client to who has its ticket, once, and to nobody else', async () => {
    await begin();
    const desk = new Desk(relay);
    opened.push(desk.socket);
    await desk.signIn(node, operator);
    const waiting = client();
    const told = await desk.hear();
    expect(told).to.include({ type: 'client', address: '127.0.0.1' });
    const ticket = told?.type === 'client' ? told.ticket : '';
    const guess = await raw();
    guess.write(relayGreeting('ab'.repeat(32)));
    await once(guess, 'close');
    // Bytes behind the greeting are nothing that a node has to say.
    const eager = await raw();
    eager.write(`${relayGreeting('cd'.repeat(32))}x`);
    await once(eager, 'close');
    const first = await raw();
    first.write(relayGreeting(ticket));
    // What it gets is the client's ClientHello.
    expect(((await once(first, 'data')) as [Buffer])[0][0]).to.equal(22);
    const second = await raw();
    second.write(relayGreeting(ticket));
    await once(second, 'close');
    waiting.destroy();
    const broken = await raw();
    broken.write(`CYXWIZ-RELAY/1 ${'x'.repeat(64)}\n`);
    const [alert] = (await once(broken, 'data')) as [Buffer];
    expect(alert[0]).to.equal(21);
  });

  it('takes so many clients of one address and of one node', async () => {
    await begin({ maxClientsPerAddress: 1, maxClientsPerNode: 2 });
    const first = client();
    await once(first, 'secureConnect');
    expect(await codeOf(client())).to.equal('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR');
    const second = client({ address: '127.0.0.2' });
    await once(second, 'secureConnect');
    expect(await codeOf(client({ address: '127.0.0.3' }))).to.equal('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR');
    expect(await outcome('limit')).to.equal(2);
    // A place that was left is free again.
    second.destroy();
    while ((await relay.metric('cyxwiz_relay_clients')) > 1);
    await once(client({ address: '127.0.0.3' }), 'secureConnect');
  });

  it('takes so many a minute from one address', async () => {
    await begin({ clientsPerMinute: 2 });
    for (let i = 0; i < 2; i += 1) await once(client(), 'secureConnect');
    expect(await codeOf(client())).to.equal('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR');
    await once(client({ address: '127.0.0.2' }), 'secureConnect');
  });

  it('ends who does not say what he wants, and who says what is none', async () => {
    await begin({ helloSeconds: 2, maxUndecidedPerAddress: 2 });
    const [silent, slow] = [await raw(), await raw()];
    slow.write(Buffer.from([22, 3, 1]));
    // There is no place for a third, until these have gone.
    const third = await raw();
    await once(third, 'close');
    await Promise.all([once(silent, 'close'), once(slow, 'close')]);
    expect(await outcome('too-slow')).to.equal(2);
    const garbage = await raw();
    garbage.write('GET / HTTP/1.1\r\n\r\n');
    const [alert] = (await once(garbage, 'data')) as [Buffer];
    expect([...alert]).to.deep.equal([21, 3, 3, 0, 2, 2, 50]);
    expect(await outcome('not-tls')).to.equal(1);
  });

  it('ends a pair on which nothing moves', async () => {
    await begin({ idleSeconds: 2 });
    const socket = client();
    await once(socket, 'secureConnect');
    await once(socket, 'close');
  });

  for (const slow of ['node', 'client'] as const) {
    it(`holds little of what a slow ${slow} does not read`, async () => {
      await begin();
      const flood = (socket: TLSSocket) => {
        const block = Buffer.alloc(MIB, 7);
        const write = () => {
          while (!socket.destroyed && socket.write(block));
        };
        socket.on('drain', write);
        write();
      };
      const silent = (socket: TLSSocket) => void socket.pause();
      atNode = slow === 'node' ? silent : flood;
      const socket = client();
      await once(socket, 'secureConnect');
      if (slow === 'node') flood(socket);
      else silent(socket);
      const read = await halted();
      expect(read)
        .to.be.greaterThan(64 * 1024)
        .and.lessThan(32 * MIB);
      // Others are not held up.
      atNode = (other) => void other.pipe(other);
      const other = client();
      await once(other, 'secureConnect');
      other.write('hello');
      expect(String((await once(other, 'data'))[0])).to.equal('hello');
    });
  }

  it('keeps a node to its rate', async () => {
    // So little that what is sent at once has to wait for hours.
    await begin({ nodeBytesPerSecond: 1024 });
    atNode = (socket) => void socket.resume();
    const socket = client();
    await once(socket, 'secureConnect');
    socket.write(Buffer.alloc(8 * MIB));
    expect(await halted()).to.be.lessThan(MIB);
  });

  it('ends everything with the relay', async () => {
    await begin();
    const socket = client();
    await once(socket, 'secureConnect');
    const closed = once(socket, 'close');
    await relay.running.close();
    await closed;
  });
});
