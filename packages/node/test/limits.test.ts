import { once } from 'node:events';
import { connect as http2 } from 'node:http2';
import { type Socket, connect as tcp } from 'node:net';
import { connect as tls } from 'node:tls';
import { expect } from 'chai';
import { ConnectionGate, peerOf, STAGES, type Stage } from '../src/adapters/grpc/connection-gate.ts';
import { chunksOf, refusal, refusalOf, type TestClient } from './support/test-client.ts';
import { TestNode } from './support/test-node.ts';

const LIMITS = {
  ...{ maxConnections: 6, maxConnectionsPerAddress: 4, maxStrangers: 16, maxSilent: 16 },
  strangerSeconds: 600,
};

/** As much of a socket as the gate looks at. */
function guest(address: string, port: number) {
  const ended: (() => void)[] = [];
  const socket = {
    remoteAddress: address,
    remotePort: port,
    localPort: 50052,
    destroyed: false,
    once: (_event: string, then: () => void) => ended.push(then),
    destroy: () => {
      socket.destroyed = true;
      for (const then of ended.splice(0)) then();
    },
    resetAndDestroy: () => socket.destroy(),
  };
  return socket;
}
const asSocket = (made: ReturnType<typeof guest>) => made as unknown as Socket;

function step(gate: ConnectionGate, made: ReturnType<typeof guest>, stage: Stage) {
  if (stage === 'greeting') gate.greet(asSocket(made));
  else gate.reach(peerOf(made), stage);
}
/** A stranger passes every stage up to this one. */
function reach(gate: ConnectionGate, made: ReturnType<typeof guest>, stage: Stage) {
  for (const reached of STAGES.slice(1, STAGES.indexOf(stage) + 1)) step(gate, made, reached);
}
/** It shows a session. */
function prove(gate: ConnectionGate, made: ReturnType<typeof guest>) {
  reach(gate, made, 'calling');
  gate.prove(peerOf(made));
}

describe('the connection gate', () => {
  it('takes so many from one address, and others beside them', () => {
    const gate = new ConnectionGate(LIMITS);
    const [first, second, third, other] = [1, 2, 3, 4].map((port) => guest('a', port)) as [
      ReturnType<typeof guest>,
      ReturnType<typeof guest>,
      ReturnType<typeof guest>,
      ReturnType<typeof guest>,
    ];
    expect([first, second].map((made) => gate.admit(asSocket(made)))).to.deep.equal([true, true]);
    // An eighth of sixteen strangers may come from one address.
    expect(gate.admit(asSocket(third))).to.equal(false);
    expect(third.destroyed).to.equal(true);
    prove(gate, first);
    expect(gate.admit(asSocket(other))).to.equal(true);
    expect(gate.admit(asSocket(guest('b', 1)))).to.equal(true);
    first.destroy();
    expect(gate.connections).to.equal(3);
    gate.closeAll();
    expect(gate.connections).to.equal(0);
  });

  it('ends strangers of the address with most of them first', () => {
    const gate = new ConnectionGate({ ...LIMITS, maxSilent: 3 }, () => 0);
    const [alone, one, two] = [guest('a', 1), guest('b', 1), guest('b', 2)];
    for (const made of [alone, one, two]) expect(gate.admit(asSocket(made))).to.equal(true);
    expect(gate.admit(asSocket(guest('c', 1)))).to.equal(true);
    expect([alone, one, two].map(({ destroyed }) => destroyed)).to.deep.equal([false, true, false]);
    // One each now.
    expect(gate.admit(asSocket(guest('d', 1)))).to.equal(true);
    expect([alone, two].map(({ destroyed }) => destroyed)).to.deep.equal([true, false]);
  });

  for (const stage of STAGES) {
    it(`lets a newcomer pass a crowd of those who stay ${stage}`, () => {
      const gate = new ConnectionGate({ ...LIMITS, maxConnections: 100, maxStrangers: 8, maxSilent: 8 });
      let addresses = 0;
      const flood = (count: number) => {
        for (let i = 0; i < count; i += 1) {
          const made = guest(`flood ${addresses++}`, 1);
          expect(gate.admit(asSocket(made))).to.equal(true);
          reach(gate, made, stage);
        }
      };
      flood(20);
      const newcomer = guest('newcomer', 1);
      gate.admit(asSocket(newcomer));
      for (const reached of STAGES) {
        if (reached !== 'connected') step(gate, newcomer, reached);
        // He shares the crowd's stage for a moment, and any other for as long as he likes.
        flood(reached === stage ? 4 : 50);
        expect(newcomer.destroyed, reached).to.equal(false);
      }
      gate.prove(peerOf(newcomer));
      flood(50);
      expect(newcomer.destroyed).to.equal(false);
      expect(gate.connections).to.equal(9);
    });
  }

  it('ends one who stays where the crowd is', () => {
    const gate = new ConnectionGate({ ...LIMITS, maxStrangers: 8, maxConnections: 100 }, () => 0);
    const made = Array.from({ length: 9 }, (_, i) => guest(`address ${i}`, 1));
    for (const [i, one] of made.entries()) {
      gate.admit(asSocket(one));
      reach(gate, one, i < 3 ? 'calling' : 'greeting');
    }
    expect(made.map(({ destroyed }) => destroyed).indexOf(true)).to.equal(3);
    expect(made.filter(({ destroyed }) => destroyed)).to.have.length(1);
  });

  it('lets chance decide among the older half, so that nobody is too slow for a flood', () => {
    const endedWith = (random: number) => {
      const gate = new ConnectionGate({ ...LIMITS, maxSilent: 8 }, () => random);
      const made = Array.from({ length: 9 }, (_, i) => guest(`address ${i}`, 1));
      for (const one of made) gate.admit(asSocket(one));
      return made.flatMap(({ destroyed }, i) => (destroyed ? [i] : []));
    };
    expect([0, 0.3, 0.6, 0.999].map(endedWith)).to.deep.equal([[0], [1], [2], [3]]);
  });

  it('ends some at once of a large crowd in which each has an address of his own, all of the older half', () => {
    for (const random of [() => 0, () => 0.999, Math.random]) {
      const gate = new ConnectionGate({ ...LIMITS, maxSilent: 512 }, random);
      const made = Array.from({ length: 513 }, (_, i) => guest(`address ${i}`, 1));
      for (const one of made) gate.admit(asSocket(one));
      const ended = made.flatMap(({ destroyed }, i) => (destroyed ? [i] : []));
      expect(ended.map((place) => Math.floor(place / 64))).to.deep.equal([0, 1, 2, 3]);
      expect(gate.connections).to.equal(509);
    }
  });

  it('ends one only of a large crowd in which an address has two', () => {
    const gate = new ConnectionGate({ ...LIMITS, maxSilent: 512 });
    const made = Array.from({ length: 513 }, (_, i) => guest(`address ${Math.max(i, 1)}`, i));
    for (const one of made) gate.admit(asSocket(one));
    expect(made.flatMap(({ destroyed }, i) => (destroyed ? [i] : []))).to.deep.equal([0]);
  });

  it('takes a connection that comes by the name of one that is going for what it is', () => {
    const gate = new ConnectionGate(LIMITS);
    const [going, coming] = [guest('a', 1), guest('a', 1)];
    for (const one of [going, coming]) {
      gate.admit(asSocket(one));
      reach(gate, one, 'calling');
    }
    going.destroy();
    gate.prove(peerOf(coming));
    // Who has shown a session gives way to nobody.
    for (let i = 0; i < 20; i += 1) {
      const other = guest(`address ${i}`, 1);
      gate.admit(asSocket(other));
      reach(gate, other, 'greeting');
    }
    expect(coming.destroyed).to.equal(false);
  });

  it('ends the oldest stranger when it is full, and nobody who showed a session', () => {
    const gate = new ConnectionGate(LIMITS);
    const enter = (address: string) => {
      const made = guest(address, 1);
      expect(gate.admit(asSocket(made))).to.equal(true);
      return made;
    };
    const guests = ['a', 'b', 'c', 'd', 'e', 'f'].map(enter);
    for (const made of guests) expect(gate.greet(asSocket(made))).to.equal(true);
    for (const made of guests.filter(({ remoteAddress }) => remoteAddress !== 'b')) gate.prove(peerOf(made));
    const late = enter('g');
    // Who has said nothing yet takes nobody's place.
    expect(guests.map(({ destroyed }) => destroyed)).to.not.include(true);
    expect(gate.greet(asSocket(late))).to.equal(true);
    expect(guests.map(({ destroyed }) => destroyed)).to.deep.equal([false, true, false, false, false, false]);
    gate.prove(peerOf(late));
    const latest = enter('h');
    expect(gate.greet(asSocket(latest))).to.equal(false);
    expect(latest.destroyed).to.equal(true);
    expect(gate.connections).to.equal(6);
  });

  it('keeps who has spoken from a crowd of those who say nothing, and the other way round', () => {
    const gate = new ConnectionGate({ ...LIMITS, maxSilent: 8, maxStrangers: 8 });
    const [silent, speaking] = [guest('silent', 1), guest('speaking', 1)];
    for (const one of [silent, speaking]) gate.admit(asSocket(one));
    reach(gate, speaking, 'calling');
    for (let i = 0; i < 3; i += 1) gate.admit(asSocket(guest(`quiet ${i}`, 1)));
    for (let i = 0; i < 50; i += 1) {
      const loud = guest(`loud ${i}`, 1);
      gate.admit(asSocket(loud));
      reach(gate, loud, 'greeting');
    }
    expect(silent.destroyed).to.equal(false);
    for (let i = 3; i < 50; i += 1) gate.admit(asSocket(guest(`quiet ${i}`, 1)));
    expect([silent.destroyed, speaking.destroyed]).to.deep.equal([true, false]);
    expect(gate.connections).to.equal(LIMITS.maxConnections + 8);
  });
});

describe('limits on calls', () => {
  const over = (stream: ReturnType<TestClient['train']>) =>
    new Promise<string>((resolve) => {
      stream.on('error', (error) => resolve(refusalOf(error).reason)).on('end', () => resolve('ended'));
      stream.resume();
    });

  it('serves so many Train streams at a time, and another when one has gone in any way', async () => {
    const node = await TestNode.create({ maxWatchers: 2 });
    try {
      await node.start();
      const job = node.assign({ epochs: 2 });
      const client = await node.connected(job);
      await client.sendJob(job.specJson);
      const opened = async () => {
        const stream = client.train();
        stream.on('error', () => undefined);
        await once(stream, 'data');
        return stream;
      };
      /** Refused while both places are taken; taken as soon as one is free. */
      const again = async () => {
        for (let answer = 'TRAIN_BUSY'; answer === 'TRAIN_BUSY'; ) {
          const stream = client.train();
          answer = await Promise.race([over(stream), once(stream, 'data').then(() => 'open')]);
          stream.cancel();
        }
      };
      const [first, second] = [await opened(), await opened()];
      expect(await over(client.train())).to.equal('TRAIN_BUSY');
      first.cancel();
      await again();
      // Ended by the node, for a command without a command.
      second.write({});
      await over(second);
      await again();
      await client.upload(chunksOf(job.csv));
      const third = client.train();
      third.write({ start: {} });
      expect(await over(third)).to.equal('ended');
      await again();
    } finally {
      await node.remove();
    }
  });

  it('ends a connection that never shows a session, and not one that does', async () => {
    const node = await TestNode.create({ strangerSeconds: 1 });
    try {
      await node.start();
      const job = node.assign();
      const [host = '', port = ''] = (node.agent?.grpcAddress ?? '').split(':');
      const silent = tcp(Number(port), host);
      silent.on('error', () => undefined);
      const client = await node.connected(job);
      const stream = client.train();
      let ended = false;
      stream
        .on('error', () => undefined)
        .on('close', () => {
          ended = true;
        });
      await once(stream, 'data');
      await once(silent, 'close');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(ended).to.equal(false);
      expect((await client.sendJob(job.specJson)).datasetPresent).to.equal(false);
      stream.cancel();
    } finally {
      await node.remove();
    }
  });

  it('begins HTTP/2 with who has begun it, and closes on who says nothing', async () => {
    const node = await TestNode.create();
    try {
      await node.start();
      const port = Number(node.agent?.grpcAddress.split(':').at(-1));
      const options = { port, host: '127.0.0.1', ALPNProtocols: ['h2'], rejectUnauthorized: false };
      const socket = tls(options);
      await once(socket, 'secureConnect');
      let answered = false;
      socket.on('data', () => {
        answered = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(answered).to.equal(false);
      // The preface and an empty SETTINGS, as RFC 9113 has them.
      socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
      socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
      await once(socket, 'data');
      const silent = tls(options);
      await once(silent, 'secureConnect');
      const ended = once(silent.resume(), 'close');
      silent.end();
      await ended;
      socket.destroy();
    } finally {
      await node.remove();
    }
  });

  it('serves so many downloads at a time', async () => {
    const node = await TestNode.create({ maxDownloads: 1 });
    try {
      await node.start();
      const job = node.assign({ epochs: 1 });
      const client = await node.ready(job);
      const stream = client.train();
      stream.write({ start: {} });
      await over(stream);
      const both = await Promise.allSettled([client.downloadAll(), client.downloadAll()]);
      const busy = both.filter((result) => result.status === 'rejected');
      for (const { reason } of busy) expect(refusalOf(reason).reason).to.equal('DOWNLOAD_BUSY');
      expect(busy.length).to.be.lessThan(2);
      await client.downloadAll();
      expect(await refusal(client.downloadAll(10_000_000))).to.include({ reason: 'OFFSET_INVALID' });
      await client.downloadAll();
    } finally {
      await node.remove();
    }
  });

  it('gives a connection more once it has shown a session, and a window once it uploads', async () => {
    const node = await TestNode.create();
    try {
      await node.start();
      const job = node.assign();
      const client = await node.connected(job);
      const session = http2(`https://${node.agent?.grpcAddress}`, { rejectUnauthorized: false });
      const settled = () => once(session, 'remoteSettings');
      const call = (method: string, token: string) =>
        session
          .request({
            ...{ ':method': 'POST', ':path': `/cyxwiz.node.v1.TrainingService/${method}` },
            ...{ 'content-type': 'application/grpc', te: 'trailers', 'cyxwiz-session': token },
          })
          .on('error', () => undefined)
          .resume();
      await settled();
      expect(session.remoteSettings.maxConcurrentStreams).to.equal(4);
      const refused = call('Train', 'A'.repeat(43));
      await once(refused, 'response');
      expect(session.remoteSettings.maxConcurrentStreams).to.equal(4);
      const [good] = client.metadata.get('cyxwiz-session') as [string];
      const known = settled();
      call('Train', good);
      await known;
      expect(session.remoteSettings).to.include({ maxConcurrentStreams: 64, initialWindowSize: 65_535 });
      const widened = settled();
      call('UploadDataset', good);
      await widened;
      expect(session.remoteSettings.initialWindowSize).to.equal(4 * 1024 * 1024);
      session.destroy();
    } finally {
      await node.remove();
    }
  });
});
