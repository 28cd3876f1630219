import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { ExactTrainer, encodeWeights, prepareDataset } from '@cyxwiz/engine';
import { StatusFile } from '@cyxwiz/node';
import { fromHex, jobId, type NodeId, nodeId, relayedEndpoint, relayServerName } from '@cyxwiz/protocol';
import { keepIdentity } from '@cyxwiz/protocol/server-identity';
import { memorySink, NodeSession } from '@cyxwiz/sdk';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { TlsRelay } from '../../node/src/adapters/relay/tls-relay.ts';
import { type JobFixture, SHAPE } from '../../node/test/support/job-fixture.ts';
import { eventually, TestNode } from '../../node/test/support/test-node.ts';
import { TestRelay } from './support/test-relay.ts';

const PROCESS = fileURLToPath(new URL('./support/relay-process.ts', import.meta.url));

/** Passes everything on to `port`, and keeps what went either way. */
async function tap(port: number) {
  const seen: Buffer[] = [];
  const server: Server = createServer((socket) => {
    const other = connect(port, '127.0.0.1');
    const pass = (from: Socket, to: Socket) =>
      from
        .on('data', (data: Buffer) => {
          seen.push(data);
          to.write(data);
        })
        .on('end', () => to.end())
        .on('error', () => to.destroy());
    pass(socket, other);
    pass(other, socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => Buffer.concat(seen),
    close: () => server.close(),
  };
}

async function open(node: TestNode, job: JobFixture, endpoint: string): Promise<NodeSession> {
  return NodeSession.open({
    ...{ job: jobId(job.address), endpoint, tlsKeyHash: node.identity.keyHash },
    token: await node.token(job),
    sessionKey: { secretKey: job.clientSecret, publicKey: job.clientKey },
  });
}

function undisturbed(job: JobFixture): Buffer {
  const { seed } = job.spec;
  const trainer = new ExactTrainer({ shape: SHAPE, seed, dataset: prepareDataset(job.csv, SHAPE) });
  for (let epoch = 0; epoch < job.spec.epochs; epoch += 1) trainer.runEpoch();
  return Buffer.from(encodeWeights(trainer.weights));
}

describe('a node behind a relay', function () {
  this.timeout(120_000);
  let relay: TestRelay;
  let node: TestNode;
  let id: NodeId;

  beforeEach(async () => {
    relay = await TestRelay.start();
    node = await TestNode.create({
      relay: relay.running.address,
      relayCertificateFile: relay.certificateFile,
    });
    id = nodeId(node.chain.node);
    relay.nodes.set(id, { operator: node.chain.operator, banned: false });
    await node.start();
    await eventually(() => node.coordinator.endpoint, 'told to the coordinator');
    for (;;) if ((await relay.metric('cyxwiz_relay_nodes')) === 1) break;
  });
  afterEach(async () => {
    await node.remove();
    await relay.stop();
  });

  it('does a whole job, and the relay sees nothing of it', async () => {
    expect(node.coordinator.endpoint).to.equal(relay.endpointOf(id));
    const wire = await tap(relay.port);
    const job = node.assign();
    const session = await open(node, job, relayedEndpoint(wire.address, id));
    await session.sendJob(job.specJson, job.csv, fromHex(job.spec.datasetRoot, 32));
    let ended = false;
    const training = session.train();
    for await (const event of training) {
      if (event.type !== 'ended') continue;
      expect(event.ok, event.error).to.equal(true);
      ended = true;
    }
    expect(ended).to.equal(true);
    const weights = Buffer.from(await session.download(memorySink()));
    session.close();
    expect(weights.equals(undisturbed(job))).to.equal(true);
    const relayed = wire.bytes();
    wire.close();
    expect(relayed.length).to.be.greaterThan(job.csv.length + weights.length);
    // Pieces that would be seen if anything of them were: a row of data, the head of the weights, the specification.
    const plain = [
      job.csv.subarray(0, 16),
      weights.subarray(8, 40),
      Buffer.from(job.specJson).subarray(0, 24),
    ];
    for (const piece of plain) expect(relayed.includes(piece)).to.equal(false);
    // The name by which the relay finds the node is all that it reads.
    expect(relayed.includes('.node.cyxwiz')).to.equal(true);
  });

  it('counts clients by their own addresses', async () => {
    await node.stop();
    // One stranger of each address, that is an eighth of eight.
    Object.assign(node.config, { maxStrangers: 8 });
    await node.start();
    const stranger = (localAddress: string) => {
      const options = { host: '127.0.0.1', port: relay.port, servername: relayServerName(id), localAddress };
      const socket = connectTls({ ...options, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
      socket.on('error', () => undefined);
      return socket;
    };
    const up = async (socket: TLSSocket) =>
      (await Promise.race([
        new Promise((resolve) => socket.once('secureConnect', () => resolve('up'))),
        new Promise((resolve) => socket.once('close', () => resolve('refused'))),
      ])) as string;
    // Not before the node has signed in again.
    for (let tried = stranger('127.0.0.2'); (await up(tried)) !== 'up'; tried = stranger('127.0.0.2'));
    expect(await up(stranger('127.0.0.2'))).to.equal('refused');
    expect(await up(stranger('127.0.0.3'))).to.equal('up');
  });
});

describe('a relay that is killed', function () {
  this.timeout(120_000);
  let dir: string;
  let node: TestNode;
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cyxwiz-relay-'));
    await keepIdentity(dir, 'relay', ['127.0.0.1'], Date.now());
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await node?.remove();
    await rm(dir, { recursive: true, force: true });
  });

  /** A relay in a process of its own, which knows the node. */
  async function start(port: number): Promise<number> {
    const config = {
      host: '127.0.0.1',
      port,
      metricsPort: 0,
      dataDir: dir,
      rpcUrl: 'http://127.0.0.1:1',
      logLevel: 'silent',
    };
    const operators = { [node.chain.node]: node.chain.operator };
    child = spawn(process.execPath, [PROCESS, JSON.stringify({ config, operators })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    return Number((JSON.parse(String(line)) as { address: string }).address.split(':').at(-1));
  }

  it('interrupts streams and no job: it ends paid, with the weights of an undisturbed training', async () => {
    node = await TestNode.create();
    const port = await start(0);
    const [address, id] = [`127.0.0.1:${port}`, nodeId(node.chain.node)];
    Object.assign(node.config, { relay: address, relayCertificateFile: join(dir, 'relay-cert.pem') });
    await node.start();
    const job = node.assign({ epochs: 600, checkpointInterval: 10, estimatedSeconds: 30 });
    const endpoint = relayedEndpoint(address, id);
    const connected = async (): Promise<NodeSession> => {
      for (;;) {
        const session = await open(node, job, endpoint).catch((error: { code: string }) => {
          if (error.code !== 'NODE_UNAVAILABLE') throw error;
        });
        if (session !== undefined) return session;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    let session = await connected();
    await session.sendJob(job.specJson, job.csv, fromHex(job.spec.datasetRoot, 32));
    let kills = 0;
    let ended = false;
    while (!ended) {
      try {
        for await (const event of session.train({ attempts: 2, delayMs: 100 })) {
          if (event.type === 'epoch' && kills < 2 && event.epoch > 100 * (kills + 1)) {
            kills += 1;
            const gone = once(child as ChildProcess, 'exit');
            child?.kill('SIGKILL');
            await gone;
            await start(port);
          }
          if (event.type === 'ended') ended = event.ok;
        }
      } catch (error) {
        expect(error).to.include({ code: 'NODE_UNAVAILABLE' });
        session.close();
        session = await connected();
      }
    }
    expect(kills).to.equal(2);
    const weights = Buffer.from(await session.download(memorySink()));
    session.close();
    expect(weights.equals(undisturbed(job))).to.equal(true);
    const escrow = node.chain.jobs.get(job.address);
    if (escrow) escrow.objectionWaived = true;
    await eventually(() => escrow?.state === 'Settled', 'settled');
  });

  it('ends with 0 on SIGTERM, clients or not', async () => {
    node = await TestNode.create();
    const port = await start(0);
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    const exit = once(child as ChildProcess, 'exit');
    child?.kill('SIGTERM');
    expect(await exit).to.deep.equal([0, null]);
  });
});

describe('an agent and its relay', () => {
  it('says what is wrong, and comes again', async () => {
    const relay = await TestRelay.start();
    const node = await TestNode.create({
      ...{ relay: relay.running.address, relayCertificateFile: relay.certificateFile },
    });
    try {
      await node.start();
      const status = new StatusFile(node.dir);
      const told = async (what: RegExp) => {
        for (;;) {
          const { relay: state } = (await status.read(Date.now())) ?? {};
          if (what.test(state?.error ?? '')) return state;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      };
      expect(await told(/refuses this node: there is no node account/)).to.include({ sinceMs: null });
      relay.nodes.set(node.chain.node, { operator: node.chain.operator, banned: false });
      while ((await relay.metric('cyxwiz_relay_nodes')) === 0);
      await relay.running.close();
      expect(await told(/no connection to the relay/)).to.include({ address: relay.running.address });
    } finally {
      await node.remove();
      await relay.stop();
    }
  });

  it('fails with a code of its own', async () => {
    const relay = await TestRelay.start();
    const operator = Keypair.generate();
    const link = (certificate: Buffer | undefined) =>
      new TlsRelay({
        ...{ address: relay.running.address, certificate, agentVersion: 'test' },
        ...{ node: nodeId(Keypair.generate().publicKey), operatorSecretKey: operator.secretKey },
      })
        .serve({ receive: () => undefined }, new AbortController().signal, () => undefined)
        .catch((error: { code: string }) => error.code);
    expect(await link(await readFile(relay.certificateFile))).to.equal('RELAY_REFUSED');
    // A relay whose certificate nobody vouches for is none.
    expect(await link(undefined)).to.equal('RELAY_UNAVAILABLE');
    await relay.stop();
  });
});
