import { expect } from 'chai';
import type { Escrow } from '../../src/ports/chain.ts';
import type { SubmittedJob } from '../../src/usecases/submit-job.ts';
import { expectFault } from '../support/expect-fault.ts';
import { signature } from '../support/fake-chain.ts';
import { type Harness, harness, join, submission } from '../support/harness.ts';

const MINUTE = 60_000;
const SLOTS = 8;

describe('a node that drains', function () {
  this.timeout(60_000);
  let h: Harness;
  let node: string;
  before(async () => {
    h = await harness();
  });
  after(() => h.close());
  beforeEach(async () => {
    h.chain.nodes.clear();
    node = (await join(h, {}, { slots: SLOTS })).node.address;
  });

  const beat = async (draining: boolean, freeSlots = draining ? 0 : SLOTS) =>
    (await h.cases.heartbeat(node, { freeSlots, cpuLoad: 0, memoryUsedMib: 0, draining })).promised;
  const order = () => h.cases.submitJob(submission());
  const assigned = async () => (await h.database.jobs.assignments(node)).map(({ job }) => job);
  const fund = (offer: SubmittedJob, changes: Partial<Escrow> = {}) =>
    void h.chain.confirmed.set(offer.job, {
      ...offer.terms,
      ...{ job: offer.job, state: 'FUNDED', stagePrice: offer.terms.price, reassignments: 0, epochsDone: 0 },
      ...{ checkpoints: 50, anchored: 0, proven: 0, auditsDue: 0, auditsProven: 0 },
      ...{ createdAt: h.chain.time, acceptedAt: 0, anchoredAt: 0, silence: 7_200, node: undefined },
      acceptBy: Math.floor(h.clock.now() / 1000) + 300,
      deadline: h.chain.time + offer.terms.deadlineSeconds,
      ...changes,
    });

  it('gets nothing new, and says so to who asks', async () => {
    await beat(true);
    const refused = await expectFault(order(), 'NO_NODE_AVAILABLE');
    expect(refused.failure.details?.rejections).to.deep.equal([
      { node, code: 'BUSY', reason: 'it drains: it ends its jobs and takes no new ones' },
    ]);
  });

  it('gets nothing new when it registers again, however many slots it names, until it says that it takes jobs', async () => {
    await beat(true);
    const record = await h.database.nodes.get(node);
    if (!record) throw new Error('it has joined');
    const { draining: _, onlineMs: __, observedSince: ___, ...again } = record;
    await h.database.nodes.save(again);
    await h.shared.presence.beat(node, { freeSlots: SLOTS, cpuLoad: 0, memoryUsedMib: 0 }, MINUTE);
    await expectFault(order(), 'NO_NODE_AVAILABLE');
    await beat(false);
    expect((await order()).node).to.equal(node);
  });

  it('knows of every reservation that was made while it said so', async () => {
    const orders = Promise.allSettled(Array.from({ length: SLOTS }, order));
    const promised = await beat(true);
    const offers = (await orders).flatMap((it) => (it.status === 'fulfilled' ? [it.value.job] : []));
    expect(promised).to.have.members(offers);
    expect(await beat(true)).to.have.members(offers);
  });

  it('is told of no reservation while it takes jobs', async () => {
    await order();
    expect(await beat(false)).to.deep.equal([]);
  });

  it('is given the job that was reserved before and paid for after, and is told of it until it has accepted', async () => {
    const offer = await order();
    expect(await beat(true)).to.deep.equal([offer.job]);
    h.clock.advance(4 * MINUTE);
    expect(await beat(true)).to.deep.equal([offer.job]);
    fund(offer);
    expect(await h.cases.confirmEscrow(offer.job, signature())).to.include({ node, phase: 'FUNDED' });
    expect(await assigned()).to.deep.equal([offer.job]);
    expect(await beat(true)).to.deep.equal([offer.job]);
    fund(offer, { state: 'RUNNING', node });
    await h.cases.reconcileJobs();
    expect(await beat(true)).to.deep.equal([]);
  });

  it('is not told any more of a job that it left until it could not be accepted', async () => {
    const offer = await order();
    fund(offer);
    await h.cases.confirmEscrow(offer.job, signature());
    expect(await beat(true)).to.deep.equal([offer.job]);
    h.clock.advance(301_000);
    expect(await beat(true)).to.deep.equal([]);
  });

  it('is not told any more of a reservation that ran out, and gets no job that is paid for later', async () => {
    const offer = await order();
    await beat(true);
    h.clock.advance(5 * MINUTE);
    await h.cases.expireReservations();
    expect(await beat(true)).to.deep.equal([]);
    fund(offer);
    await expectFault(h.cases.confirmEscrow(offer.job, signature()), 'RESERVATION_EXPIRED');
    expect(await assigned()).to.deep.equal([]);
  });

  it('waits no longer than a transaction may take to land for a reservation that cannot be looked up', async () => {
    const offer = await order();
    await beat(true);
    h.clock.advance(7 * MINUTE - 1);
    expect(await beat(true)).to.deep.equal([offer.job]);
    h.clock.advance(1);
    expect(await beat(true)).to.deep.equal([]);
  });

  it('is told of a job that it is to take over', async () => {
    const offer = await order();
    const spare = (await join(h)).node.address;
    fund(offer);
    await h.cases.confirmEscrow(offer.job, signature());
    fund(offer, { state: 'RUNNING', node });
    await h.cases.reconcileJobs();
    await beat(true);
    h.chain.time += 7_201;
    const next = await h.cases.reassignJob({
      job: offer.job,
      resources: submission().resources,
      deadlineSeconds: undefined,
    });
    expect(next.node).to.equal(spare);
    const sign = { freeSlots: 0, cpuLoad: 0, memoryUsedMib: 0, draining: true };
    expect((await h.cases.heartbeat(spare, sign)).promised).to.deep.equal([offer.job]);
  });
});
