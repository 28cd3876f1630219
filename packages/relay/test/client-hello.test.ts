import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { connect } from 'node:tls';
import { nodeId, nodeOfServerName, relayServerName } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { MAX_HELLO_BYTES, readClientHello } from '../src/domain/client-hello.ts';

/** What OpenSSL sends first when it is asked for that name. */
async function realHello(servername: string | undefined): Promise<Buffer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({
    host: '127.0.0.1',
    port,
    ...(servername ? { servername } : {}),
    ALPNProtocols: ['h2'],
  });
  client.on('error', () => undefined);
  const [socket] = await once(server, 'connection');
  const [data] = (await once(socket, 'data')) as [Buffer];
  client.destroy();
  server.close();
  return data;
}

/** The same handshake in records of `size` bytes. */
function inRecords(hello: Buffer, size: number): Buffer {
  const message = hello.subarray(5);
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += size) {
    const part = message.subarray(at, at + size);
    records.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 255]), part);
  }
  return Buffer.concat(records);
}

const vector = (length: number, data: Buffer) => {
  const head = Buffer.alloc(length);
  head.writeUIntBE(data.length, 0, length);
  return Buffer.concat([head, data]);
};
const nameEntry = (name: string, type = 0) =>
  Buffer.concat([Buffer.from([type]), vector(2, Buffer.from(name, 'latin1'))]);
const nameExtension = (...names: Buffer[]) =>
  Buffer.concat([Buffer.from([0, 0]), vector(2, vector(2, Buffer.concat(names)))]);

/** A ClientHello with these extensions and nothing else that matters. */
function madeHello(...extensions: Buffer[]): Buffer {
  const body = Buffer.concat([
    ...[
      Buffer.from([3, 3]),
      Buffer.alloc(32, 7),
      vector(1, Buffer.alloc(32)),
      vector(2, Buffer.from([19, 1])),
    ],
    ...[vector(1, Buffer.from([0])), vector(2, Buffer.concat(extensions))],
  ]);
  const message = Buffer.concat([Buffer.from([1]), vector(3, body)]);
  return Buffer.concat([Buffer.from([22, 3, 1]), vector(2, message)]);
}

describe('the ClientHello', () => {
  let hello: Buffer;
  before(async () => {
    hello = await realHello('abc.node.cyxwiz');
  });

  it('is read as OpenSSL writes it', async () => {
    expect(readClientHello(hello)).to.deep.equal({ state: 'read', serverName: 'abc.node.cyxwiz' });
    expect(readClientHello(await realHello(undefined))).to.deep.equal({
      state: 'read',
      serverName: undefined,
    });
  });

  it('is waited for, whatever it is cut into', () => {
    for (const whole of [hello, inRecords(hello, 1), inRecords(hello, 100)]) {
      for (let length = 0; length < whole.length; length += 1) {
        expect(readClientHello(whole.subarray(0, length)), `${length}`).to.deep.equal({ state: 'more' });
      }
      expect(readClientHello(whole)).to.deep.equal({ state: 'read', serverName: 'abc.node.cyxwiz' });
    }
  });

  it('is read although more comes behind it', () => {
    const more = Buffer.concat([hello, Buffer.from([20, 3, 3, 0, 1, 1])]);
    // A record of another kind behind a whole message is the next thing that the client says.
    expect(readClientHello(more)).to.deep.equal({ state: 'read', serverName: 'abc.node.cyxwiz' });
  });

  it('names a server without regard to case', () => {
    const made = madeHello(nameExtension(nameEntry('ABC.Node.CyxWiz')));
    expect(readClientHello(made)).to.deep.equal({ state: 'read', serverName: 'abc.node.cyxwiz' });
  });

  const huge = () => {
    const padding = Buffer.concat([Buffer.from([0, 21]), vector(2, Buffer.alloc(MAX_HELLO_BYTES))]);
    return inRecords(Buffer.concat([Buffer.alloc(5), madeHello(padding).subarray(5)]), 2 ** 13);
  };
  const one = nameEntry('a.b');
  const refused: [string, () => Buffer, RegExp][] = [
    ['plain HTTP', () => Buffer.from('GET / HTTP/1.1\r\n'), /not TLS/],
    ['SSL 2', () => Buffer.from([0x80, 0x2e, 1, 0, 2]), /not TLS/],
    ['another version', () => Buffer.from([22, 2, 0, 0, 10]), /no version of TLS/],
    ['an empty record', () => Buffer.from([22, 3, 1, 0, 0, 22]), /length/],
    ['a record that is too long', () => Buffer.from([22, 3, 1, 0x40, 1]), /length/],
    ['a ServerHello', () => Buffer.from([22, 3, 1, 0, 4, 2, 0, 0, 0]), /ClientHello/],
    ['a length of megabytes', () => Buffer.from([22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff]), /too long/],
    ['more than fits', huge, /too long/],
    ['garbage inside', () => Buffer.from([22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3]), /broken/],
    ['two names', () => madeHello(nameExtension(one, nameEntry('c.d'))), /more than one/],
    ['names twice', () => madeHello(nameExtension(one), nameExtension(one)), /twice/],
    ['a name of another kind', () => madeHello(nameExtension(nameEntry('a.b', 1))), /not known/],
    ['an empty name', () => madeHello(nameExtension(nameEntry(''))), /name that is none/],
    ['a name with a zero', () => madeHello(nameExtension(nameEntry('a.\0b'))), /name that is none/],
    [
      'a name of 256 letters',
      () => madeHello(nameExtension(nameEntry('a'.repeat(256)))),
      /name that is none/,
    ],
    [
      'a list that is longer than its extension',
      () => madeHello(Buffer.concat([Buffer.from([0, 0]), vector(2, Buffer.from([0, 9, 0, 0, 1, 65]))])),
      /broken/,
    ],
  ];
  for (const [name, bytes, why] of refused) {
    it(`is refused: ${name}`, () => {
      const read = readClientHello(bytes());
      expect(read.state).to.equal('refused');
      expect(read.state === 'refused' && read.why).to.match(why);
    });
  }

  it('never throws, and never waits for more than its bound, whatever a bit does', () => {
    for (let at = 0; at < hello.length; at += 1) {
      for (const flip of [1, 128, 255]) {
        const changed = Buffer.from(hello);
        changed[at] = (changed[at] as number) ^ flip;
        const { state } = readClientHello(changed);
        expect(state).to.be.oneOf(['more', 'read', 'refused']);
        if (state !== 'more') continue;
        const filled = Buffer.concat([changed, Buffer.alloc(MAX_HELLO_BYTES, 22)]);
        expect(readClientHello(filled).state).not.to.equal('more');
      }
    }
  });
});

describe('the name of a node', () => {
  it('is its address, both ways', () => {
    for (let i = 0; i < 200; i += 1) {
      const node = nodeId(Keypair.generate().publicKey);
      const name = relayServerName(node);
      expect(name).to.match(/^[a-z2-7]{52}\.node\.cyxwiz$/);
      expect(nodeOfServerName(name)).to.equal(node);
      expect(nodeOfServerName(name.toUpperCase())).to.equal(node);
    }
  });

  it('is the only one', () => {
    const name = relayServerName(nodeId('So11111111111111111111111111111111111111112'));
    const last = 'abcdefghijklmnopqrstuvwxyz234567'.indexOf(name[51] as string);
    const other = `${name.slice(0, 51)}${'abcdefghijklmnopqrstuvwxyz234567'[last + 1]}${name.slice(52)}`;
    const wrong = [
      other,
      `x${name}`,
      name.slice(1),
      `${name}.`,
      `a.${name}`,
      name.replace('node', 'n0de'),
      '',
      'node.cyxwiz',
    ];
    for (const each of wrong) expect(nodeOfServerName(each), each).to.equal(undefined);
  });
});
