import { assignmentHash, nodeId } from '@cyxwiz/protocol';
import { expect } from 'chai';
import type { Escrow } from '../../src/ports/chain.ts';
import type { SubmittedJob } from '../../src/usecases/submit-job.ts';
import { expectFault } from '../support/expect-fault.ts';
import { signature } from '../support/fake-chain.ts';
import { type Harness, harness, join, submission } from '../support/harness.ts';

const MINUTE = 60_000;
const SILENCE = 7_200;

describe('a job whose node died', function () {
  this.timeout(30_000);
  let h: Harness;
  let offer: SubmittedJob;
  let dead: string;
  let spare: string;
  before(async () => {
    h = await harness();
  });
  after(() => h.close());
  beforeEach(async () => {
    h.chain.nodes.clear();
    dead = (await join(h)).node.address;
    offer = await h.cases.submitJob(submission());
    expect(offer.node).to.equal(dead);
    h.chain.confirmed.set(offer.job, escrowOf());
    await h.cases.confirmEscrow(offer.job, signature());
    h.chain.confirmed.set(offer.job, escrowOf({ state: 'RUNNING', node: dead, anchored: 20, proven: 10 }));
    await h.cases.reconcileJobs();
    spare = (await join(h)).node.address;
    h.chain.time += SILENCE + 1;
  });

  function escrowOf(changes: Partial<Escrow> = {}): Escrow {
    return {
      ...offer.terms,
      job: offer.job,
      state: 'FUNDED',
      stagePrice: offer.terms.price,
      reassignments: 0,
      epochsDone: 0,
      checkpoints: 50,
      anchored: 0,
      proven: 0,
      auditsDue: 0,
      auditsProven: 0,
      createdAt: h.chain.time,
      acceptedAt: h.chain.time,
      anchoredAt: 0,
      silence: SILENCE,
      acceptBy: h.chain.time + 300,
      deadline: h.chain.time + offer.terms.deadlineSeconds,
      node: undefined,
      ...changes,
    };
  }

  const reassign = (resources = submission().resources) =>
    h.cases.reassignJob({ job: offer.job, resources, deadlineSeconds: undefined });
  /** What `reassign` leaves on chain for the one who opens that hash. */
  const onChain = (hash: Uint8Array, changes: Partial<Escrow> = {}) =>
    void h.chain.confirmed.set(
      offer.job,
      escrowOf({
        ...{ assignmentHash: hash, reassignments: 1, epochsDone: 10, epochs: 40, checkpoints: 40 },
        ...{ estimatedSeconds: 48, initialWeights: new Uint8Array(32).fill(4) },
        ...changes,
      }),
    );
  const assigned = async (node: string) => (await h.database.jobs.assignments(node)).map(({ job }) => job);

  it('is offered to another one for what is left, and given to it once the chain says so', async () => {
    const next = await reassign();
    expect(next).to.include({ node: spare, epochsDone: 10, estimatedSeconds: 48 });
    expect(next.stagePrice).to.equal(offer.terms.price - offer.terms.price / 5n);
    expect(next.assignmentHash).to.deep.equal(assignmentHash(nodeId(spare), next.salt));
    expect(next.transaction.length).to.be.greaterThan(0);
    expect(next.rejections.map(({ node }) => node)).to.deep.equal([dead]);
    // Asked again, it is the same one; nobody else gets its slot; and the dead one still has the job.
    expect((await reassign()).salt).to.deep.equal(next.salt);
    await expectFault(h.cases.submitJob(submission()), 'NO_NODE_AVAILABLE');
    expect(await assigned(dead)).to.deep.equal([offer.job]);

    onChain(next.assignmentHash);
    const met = await h.cases.confirmEscrow(offer.job, signature());
    expect(met).to.include({ node: spare, phase: 'FUNDED' });
    expect(await assigned(spare)).to.deep.equal([offer.job]);
    expect(await assigned(dead)).to.deep.equal([]);
    const view = await h.database.jobs.view(offer.job);
    expect(view).to.include({ reassignments: 1, phase: 'FUNDED', checkpoints: 40, anchored: 0, proven: 0 });
    await expectFault(
      h.cases.reportProgress({
        ...{ node: dead, job: offer.job, epoch: 12, lossMicros: 1n, accuracyPpm: 1 },
        checkpointHash: undefined,
      }),
      'NOT_YOUR_JOB',
    );
    // A provider that lags shows the dead one at work: that is over.
    h.chain.confirmed.set(offer.job, escrowOf({ state: 'RUNNING', node: dead, anchored: 20, proven: 10 }));
    await h.cases.reconcileJobs();
    expect(await h.database.jobs.view(offer.job)).to.include({ reassignments: 1, phase: 'FUNDED' });
    onChain(next.assignmentHash, { state: 'RUNNING', node: spare, anchored: 3 });
    await h.cases.reconcileJobs();
    expect(await h.database.jobs.view(offer.job)).to.include({ phase: 'RUNNING', anchored: 3, node: spare });
  });

  it('tells each node of its assignments, the same one twice when it comes back to it', async () => {
    const stop = new AbortController();
    const told: string[] = [];
    const watching = (async () => {
      for await (const { job, salt } of h.cases.watchAssignments(spare, stop.signal))
        told.push(`${job} ${Buffer.from(salt).toString('hex')}`);
    })();
    const next = await reassign();
    onChain(next.assignmentHash);
    await h.cases.confirmEscrow(offer.job, signature());
    const line = `${offer.job} ${Buffer.from(next.salt).toString('hex')}`;
    for (let tried = 0; tried < 200 && told.length === 0; tried++)
      await new Promise((r) => setTimeout(r, 10));
    stop.abort();
    await watching;
    expect(told).to.deep.equal([line]);
  });

  it('begins anew in the exact tier, for all of the price', async () => {
    h.chain.confirmed.set(offer.job, {
      ...escrowOf({ state: 'RUNNING', node: dead, tier: 'Exact', proven: 10 }),
      acceptedAt: h.chain.time - SILENCE - 1,
    });
    const next = await reassign();
    expect(next).to.include({ epochsDone: 0, estimatedSeconds: 60, stagePrice: offer.terms.price });
  });

  it('is not asked about while the node counts as alive', async () => {
    h.chain.time -= 1;
    const early = await expectFault(reassign(), 'NODE_ALIVE');
    expect(early.failure.details).to.deep.equal({ seconds: 1 });
    h.chain.time += 1;
    const node = h.chain.nodes.get(dead);
    if (node) h.chain.nodes.set(dead, { ...node, lastHeartbeat: h.chain.time - 1 });
    await expectFault(reassign(), 'NODE_ALIVE');
    // Behind the deadline a heartbeat does not help.
    h.chain.time += offer.terms.deadlineSeconds;
    if (node) h.chain.nodes.set(dead, { ...node, lastHeartbeat: h.chain.time - 1 });
    expect((await reassign()).node).to.equal(spare);
  });

  it('is told when nobody can go on, and why', async () => {
    const much = { ...submission().resources, cpuCores: 64 };
    const none = await expectFault(reassign(much), 'NO_NODE_AVAILABLE');
    const rejections = none.failure.details?.rejections as { node: string; code: string }[];
    expect(rejections.map(({ node, code }) => `${node} ${code}`)).to.have.members([
      `${dead} OFFLINE`,
      `${spare} HARDWARE`,
    ]);
    await h.cases.submitJob(submission());
    const busy = await expectFault(reassign(), 'NO_NODE_AVAILABLE');
    expect(JSON.stringify(busy.failure.details)).to.contain('BUSY');
  });

  it('is not found elsewhere, nor when it is over or not begun', async () => {
    await expectFault(
      h.cases.reassignJob({
        job: spare,
        resources: submission().resources,
        deadlineSeconds: undefined,
      }),
      'JOB_UNKNOWN',
    );
    for (const state of ['FUNDED', 'PROVING', 'SETTLED', 'TIMED_OUT'] as const) {
      h.chain.confirmed.set(offer.job, escrowOf({ state, node: dead }));
      await expectFault(reassign(), 'JOB_ENDED');
    }
    h.chain.confirmed.delete(offer.job);
    await expectFault(reassign(), 'ESCROW_NOT_FOUND');
    h.chain.params = { ...h.chain.params, paused: true };
    h.chain.confirmed.set(offer.job, { ...escrowOf({ state: 'RUNNING', node: dead }), acceptedAt: 0 });
    await expectFault(reassign(), 'PAUSED');
    h.chain.params = { ...h.chain.params, paused: false };
    const deadlineSeconds = 300;
    await expectFault(
      h.cases.reassignJob({ job: offer.job, resources: submission().resources, deadlineSeconds }),
      'INVALID_ARGUMENT',
    );
  });

  it('lets go of a node that its client did not sign for, but not of one that is on chain meanwhile', async () => {
    const next = await reassign();
    h.clock.advance(6 * MINUTE);
    await h.cases.expireReservations();
    expect(await h.database.jobs.replacement(offer.job)).to.deep.include({ node: next.node });
    h.clock.advance(2 * MINUTE);
    await h.cases.expireReservations();
    expect(await h.database.jobs.replacement(offer.job)).to.equal(undefined);

    await h.shared.presence.beat(spare, { freeSlots: 1, cpuLoad: 0, memoryUsedMib: 0 }, MINUTE);
    const again = await reassign();
    onChain(again.assignmentHash);
    h.clock.advance(8 * MINUTE);
    await h.cases.expireReservations();
    expect(await assigned(spare)).to.deep.equal([offer.job]);
  });

  it('that its client gave to a node by hand is nobody’s here', async () => {
    onChain(new Uint8Array(32).fill(5));
    const differs = await expectFault(h.cases.confirmEscrow(offer.job, signature()), 'ESCROW_MISMATCH');
    expect(differs.failure.details).to.deep.equal({ fields: ['assignmentHash'] });
    expect(await assigned(dead)).to.deep.equal([]);
    expect((await h.database.jobs.slotsTaken([dead])).get(dead)).to.equal(undefined);
  });
});
