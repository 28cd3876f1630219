import { encodeJobSpec } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { expectFault } from '../support/expect-fault.ts';
import { PARAMS, TOKEN } from '../support/fake-chain.ts';
import { EXACT, type Harness, harness, jobSpec, join, submission } from '../support/harness.ts';

describe('submit and match', function () {
  this.timeout(30_000);
  let h: Harness;
  beforeEach(async () => {
    h = await harness();
  });
  afterEach(() => h.close());
  const reasons = async (changes: Parameters<typeof submission>[0] = {}) => {
    const { failure } = await expectFault(h.cases.submitJob(submission(changes)), 'NO_NODE_AVAILABLE');
    const { rejections } = failure.details as { rejections: { node: string; code: string }[] };
    return new Map(rejections.map((rejection) => [rejection.node, rejection.code]));
  };

  it('names every node with its reason when none can take the job', async () => {
    const banned = (await join(h)).node.address;
    h.chain.nodes.set(banned, { ...h.chain.nodes.get(banned), banned: true } as never);
    const poor = (await join(h, { stake: 1n })).node.address;
    const small = (
      await join(h, { hardware: { cpuCores: 1, memoryMib: 1, gpuCount: 0, gpuMemoryMib: 0, benchmark: 1n } })
    ).node.address;
    const other = (await join(h, {}, { engines: ['process'] })).node.address;
    const busy = (await join(h, { activeJobs: 1 })).node.address;
    const found = await reasons();
    expect(Object.fromEntries(found)).to.deep.equal({
      [banned]: 'BANNED',
      [poor]: 'INSUFFICIENT_STAKE',
      [small]: 'HARDWARE',
      [other]: 'HARDWARE',
      [busy]: 'BUSY',
    });
  });

  it('gives the job of a program to a node that offers it, and to no other', async () => {
    const { shape: _, exact: __, ...rest } = jobSpec();
    const program = { name: 'numpy', config: {} };
    const specJson = encodeJobSpec({ ...rest, engine: 'process', program });
    const plain = (await join(h)).node.address;
    const other = (await join(h, {}, { engines: ['exact', 'process:torch'] })).node.address;
    expect(Object.fromEntries(await reasons({ specJson }))).to.deep.equal({
      [plain]: 'HARDWARE',
      [other]: 'HARDWARE',
    });
    const chosen = (await join(h, {}, { engines: ['exact', 'process:numpy'] })).node.address;
    expect((await h.cases.submitJob(submission({ specJson }))).node).to.equal(chosen);
  });

  it('gives a job of the exact tier to a node that takes such jobs, and to no other', async () => {
    const exact = () => submission({}, EXACT);
    const plain = (await join(h, {}, { engines: ['exact'] })).node.address;
    expect(Object.fromEntries(await reasons(exact()))).to.deep.equal({ [plain]: 'HARDWARE' });
    const chosen = (await join(h)).node.address;
    expect((await h.cases.submitJob(exact())).node).to.equal(chosen);
  });

  it('names the others beside the chosen one', async () => {
    const chosen = (await join(h, { score: 299 })).node.address;
    const beaten = (await join(h)).node.address;
    const poor = (await join(h, { stake: 0n })).node.address;
    const offer = await h.cases.submitJob(submission());
    expect(offer.node).to.equal(chosen);
    expect(offer.rejections.map((r) => [r.node, r.code])).to.have.deep.members([
      [poor, 'INSUFFICIENT_STAKE'],
      [beaten, 'LOWER_SCORE'],
    ]);
  });

  it('sees a node that fell silent as offline, and its return', async () => {
    const { node } = await join(h);
    h.clock.advance(30_001);
    expect((await reasons()).get(node.address)).to.equal('OFFLINE');
    await h.cases.heartbeat(node.address, { freeSlots: 1, cpuLoad: 0, memoryUsedMib: 0, draining: false });
    expect((await h.cases.submitJob(submission())).node).to.equal(node.address);
  });

  it('believes the free slots of the last heartbeat', async () => {
    const { node } = await join(h, {}, { slots: 2 });
    await h.cases.heartbeat(node.address, { freeSlots: 0, cpuLoad: 1, memoryUsedMib: 0, draining: false });
    expect((await reasons()).get(node.address)).to.equal('BUSY');
  });

  it('reads stake and score at the moment of the match, not of the registration', async () => {
    const { node } = await join(h);
    h.chain.nodes.set(node.address, { ...node, stake: 50n * TOKEN - 1n });
    expect((await reasons()).get(node.address)).to.equal('INSUFFICIENT_STAKE');
  });

  it('holds the price limit of the client', async () => {
    const { node } = await join(h, {}, { priceBps: 20_000 });
    expect((await reasons({ maxPrice: 1n })).get(node.address)).to.equal('PRICE');
  });

  it('stops while governance has paused escrows, and goes on after', async () => {
    await join(h);
    h.chain.params = { ...PARAMS, paused: true };
    await expectFault(h.cases.submitJob(submission()), 'PAUSED');
    expect(await h.database.jobs.any()).to.equal(false);
    h.chain.params = PARAMS;
    expect((await h.cases.submitJob(submission())).job).to.be.a('string');
  });

  it('stores nothing when the chain is away', async () => {
    await join(h);
    h.chain.down = true;
    await expectFault(h.cases.submitJob(submission()), 'CHAIN_UNAVAILABLE');
    expect(await h.database.jobs.any()).to.equal(false);
  });

  it('counts uptime from heartbeats: half the time online is half', async () => {
    const { node } = await join(h);
    const beat = () =>
      h.cases.heartbeat(node.address, { freeSlots: 1, cpuLoad: 0, memoryUsedMib: 0, draining: false });
    for (let i = 0; i < 6; i++) {
      h.clock.advance(10_000);
      await beat();
    }
    h.clock.advance(60_000);
    await beat();
    const [listed] = await h.cases.listNodes();
    expect(listed?.uptime).to.equal(0.5);
    expect(listed?.latencyMs).to.equal(5);
  });

  describe('deadline', () => {
    for (const [seconds, field] of [
      [359, 'too soon'],
      [604_801, 'too late'],
    ] as const) {
      it(`${field} (${seconds} s) is refused and stores nothing`, async () => {
        await join(h);
        await expectFault(h.cases.submitJob(submission({ deadlineSeconds: seconds })), 'INVALID_ARGUMENT');
        expect(await h.database.jobs.any()).to.equal(false);
      });
    }
    it('may be the shortest that leaves time to accept and to train', async () => {
      await join(h);
      expect((await h.cases.submitJob(submission({ deadlineSeconds: 360 }))).terms.deadlineSeconds).to.equal(
        360,
      );
    });
  });
});
