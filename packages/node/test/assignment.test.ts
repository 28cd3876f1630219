import { expect } from 'chai';
import type { EscrowJob } from '../src/ports/chain.ts';
import { type JobFixture, jobFixture } from './support/job-fixture.ts';
import { chunksOf } from './support/test-client.ts';
import { eventually, TestNode } from './support/test-node.ts';

describe('an assignment', () => {
  let node: TestNode;
  before(async () => {
    node = await TestNode.create({ minPrice: 1_000n, slots: 64 });
    await node.start();
  });
  after(() => node.remove());

  /** What the client does once it is introduced. */
  const begin = async (at: TestNode, job: JobFixture): Promise<void> => {
    const client = await at.ready(job);
    const stream = client.train().on('error', () => undefined);
    stream.resume().write({ start: {} });
  };

  const zero = new Uint8Array(32);
  const refused: [name: string, escrow: Partial<EscrowJob>, message: RegExp][] = [
    ['in an escrow that is cancelled', { state: 'Cancelled' }, /the escrow is Cancelled, not Funded/],
    ['of another node', { assignmentHash: zero }, /assigned to another node/],
    ['with another specification', { specHash: zero }, /not the one in the escrow/],
    ['of another wallet', { client: 'somebody' }, /belongs to somebody/],
    ['that pays too little', { stagePrice: 999n }, /pays 999, less than 1000/],
    ['with another data set', { datasetRoot: zero }, /differ in: data set root$/],
    [
      'with other initial weights',
      { initialWeights: zero },
      /differ in: initial weights, initial weights by the seed$/,
    ],
    ['with more epochs', { epochs: 21 }, /differ in: number of epochs$/],
    ['with fewer checkpoints', { checkpoints: 19 }, /differ in: number of checkpoints$/],
    ['with another interval', { checkpointInterval: 2 }, /differ in: checkpoint interval$/],
    ['with another estimate', { estimatedSeconds: 11 }, /differ in: estimated time$/],
    ['to be proven with another key', { verifyingKey: 'another' }, /for which this node has no key$/],
    ['that comes too late', { acceptBy: 1 }, /time to accept has passed/],
  ];
  for (const [name, escrow, message] of refused) {
    it(`${name} is refused`, async () => {
      const job = jobFixture(node.chain.node);
      node.chain.jobs.set(job.address, job.escrow(escrow));
      node.coordinator.assign(job.assignment);
      const report = await eventually(() =>
        node.coordinator.completions.find((sent) => sent.job === job.address),
      );
      expect(report.error)
        .to.match(/^ASSIGNMENT_REFUSED: /)
        .and.match(message);
      expect(node.chain.calls.some((call) => call.job === job.address)).to.equal(false);
    });
  }

  it('of a client without the score that the node asks for is refused', async () => {
    const picky = await TestNode.create({ minClientScore: 90 });
    try {
      await picky.start();
      const stranger = picky.assign();
      const report = await eventually(() =>
        picky.coordinator.completions.find((sent) => sent.job === stranger.address),
      );
      expect(report.error).to.match(/its client has a score of 0, less than 90/);

      const known = jobFixture(picky.chain.node);
      picky.chain.clientScores.set(known.escrow().client, 90);
      picky.chain.jobs.set(known.address, known.escrow());
      picky.coordinator.assign(known.assignment);
      await begin(picky, known);
      await eventually(() =>
        picky.chain.calls.find((call) => call.name === 'acceptJob' && call.job === known.address),
      );
    } finally {
      await picky.remove();
    }
  });

  it('in a mint that the node does not take is refused', async () => {
    const picky = await TestNode.create({ mints: ['So11111111111111111111111111111111111111112'] });
    try {
      await picky.start();
      const job = picky.assign();
      const report = await eventually(() =>
        picky.coordinator.completions.find((sent) => sent.job === job.address),
      );
      expect(report.error).to.match(/which this node does not take/);
    } finally {
      await picky.remove();
    }
  });

  it('is refused while the operator cannot pay fees', async () => {
    node.chain.lamports = 5n;
    const job = node.assign();
    const report = await eventually(() =>
      node.coordinator.completions.find((sent) => sent.job === job.address),
    );
    expect(report.error).to.match(/holds 5 lamports and needs 10000000 for fees: send it SOL/);
    node.chain.lamports = 1_000_000_000n;
  });

  it('waits for an escrow that its RPC node does not show yet', async () => {
    const job = jobFixture(node.chain.node);
    node.coordinator.assign(job.assignment);
    await new Promise((resolve) => setTimeout(resolve, 100));
    node.chain.jobs.set(job.address, job.escrow());
    await begin(node, job);
    await eventually(() => node.chain.jobs.get(job.address)?.state === 'Running');
  });

  it('does not bind the node before its client has sent data and start', async () => {
    const job = node.assign();
    const client = await node.connected(job);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(node.chain.jobs.get(job.address)?.state).to.equal('Funded');
    await client.sendJob(job.specJson);
    await client.upload(chunksOf(job.csv));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(node.chain.jobs.get(job.address)?.state).to.equal('Funded');
    client
      .train()
      .on('error', () => undefined)
      .resume()
      .write({ start: {} });
    await eventually(() => node.chain.jobs.get(job.address)?.state === 'Running');
  });

  it('whose client stays silent lapses with the time to accept', async () => {
    const { looks } = node.chain;
    const job = node.assign();
    await eventually(() => node.chain.looks > looks, 'the node would take it');
    node.chain.shiftSeconds = 301;
    try {
      const report = await eventually(() =>
        node.coordinator.completions.find((sent) => sent.job === job.address),
      );
      expect(report.error).to.match(/^ASSIGNMENT_REFUSED: .*sent no data set and no start/);
    } finally {
      node.chain.shiftSeconds = 0;
    }
    expect(node.chain.calls.some((call) => call.job === job.address)).to.equal(false);
  });

  it('that is unreadable is left alone, and the next good one is taken', async () => {
    const job = jobFixture(node.chain.node);
    node.coordinator.assign({ ...job.assignment, specJson: '{"version":1}' });
    node.coordinator.assign({ ...job.assignment, salt: new Uint8Array(3) });
    const good = node.assign();
    await begin(node, good);
    await eventually(() => node.chain.jobs.get(good.address)?.state === 'Running');
  });

  it('beyond the slots is left to lapse', async () => {
    const small = await TestNode.create({ slots: 1 });
    // Without its proof the first job keeps the slot, however quickly it trains.
    const { promise, resolve: release } = Promise.withResolvers<void>();
    small.prover.held = promise;
    try {
      await small.start();
      const first = small.assign();
      await begin(small, first);
      await eventually(() => small.chain.jobs.get(first.address)?.state === 'Running');
      const second = small.assign();
      await eventually(() => small.coordinator.presence.at(-1)?.freeSlots === 0, 'no slot is free');
      expect(small.chain.jobs.get(second.address)?.state).to.equal('Funded');
    } finally {
      release();
      await small.remove();
    }
  });

  it('comes to a node that still holds the TLS key before, while that is good', async () => {
    const late = await TestNode.create();
    try {
      const { registered } = late.chain;
      const previousTlsKeyHash = late.identity.keyHash;
      const rotated = registered && { ...registered, tlsKeyHash: zero, previousTlsKeyHash };
      const now = await late.chain.now();
      late.chain.registered = rotated && { ...rotated, previousTlsUntil: now };
      await late.start();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(late.coordinator.endpoint).to.equal('');
      late.chain.registered = rotated && { ...rotated, previousTlsUntil: now + 86_400 };
      await eventually(() => late.coordinator.endpoint !== '');
    } finally {
      await late.remove();
    }
  });

  it('only comes to a node whose account names this operator and this TLS key', async () => {
    const stranger = await TestNode.create();
    try {
      const { registered } = stranger.chain;
      stranger.chain.registered = registered && { ...registered, tlsKeyHash: zero };
      await stranger.start();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(stranger.coordinator.endpoint).to.equal('');
      stranger.chain.registered = registered;
      await eventually(() => stranger.coordinator.endpoint !== '');
    } finally {
      await stranger.remove();
    }
  });

  it('comes no more, from the next session on, to a node whose TLS key the chain has forgotten', async () => {
    const rotated = await TestNode.create();
    // The shortest life that an agent lets a session have: a second.
    rotated.coordinator.sessionMs = 0;
    try {
      await rotated.start();
      await eventually(() => rotated.coordinator.sessions > 0);
      const { registered } = rotated.chain;
      rotated.chain.registered = registered && { ...registered, tlsKeyHash: zero };
      await eventually(async () => {
        const before = rotated.coordinator.sessions;
        await new Promise((resolve) => setTimeout(resolve, 2_500));
        return rotated.coordinator.sessions === before;
      }, 'no session begins any more');
      const { sessions } = rotated.coordinator;
      rotated.chain.registered = registered;
      await eventually(() => rotated.coordinator.sessions > sessions);
    } finally {
      await rotated.remove();
    }
  });
});
