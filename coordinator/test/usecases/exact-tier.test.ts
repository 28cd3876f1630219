import { exactTermsOf } from '@cyxwiz/protocol';
import { expect } from 'chai';
import type { Crank, Escrow } from '../../src/ports/chain.ts';
import type { SubmitJobInput, SubmittedJob } from '../../src/usecases/submit-job.ts';
import { expectFault } from '../support/expect-fault.ts';
import { PARAMS, signature } from '../support/fake-chain.ts';
import { EXACT, type Harness, harness, jobSpec, join, submission } from '../support/harness.ts';

describe('coordinator: the exact tier', function () {
  this.timeout(30_000);
  const asked: string[] = [];
  let refuse: string | undefined;
  const crank: Crank = {
    applyOutcomes: async () => [],
    timeoutRefund: async () => undefined,
    recordSlotHash: async (job) => {
      asked.push(job);
      if (job === refuse) throw new Error('rubbish');
      return undefined;
    },
  };
  let h: Harness;
  before(async () => {
    h = await harness({ crank });
    await join(h, {}, { slots: 50 });
  });
  after(() => h.close());

  const submit = (changes: Partial<SubmitJobInput> = {}, spec = {}) =>
    h.cases.submitJob(submission(changes, { ...EXACT, ...spec }));

  function fund(offer: SubmittedJob, changes: Partial<Escrow> = {}): void {
    const seconds = Math.floor(h.clock.now() / 1000);
    h.chain.confirmed.set(offer.job, {
      ...offer.terms,
      job: offer.job,
      state: 'FUNDED',
      checkpoints: 50,
      ...{ anchored: 0, proven: 0, auditsDue: 0, auditsProven: 0 },
      stagePrice: offer.terms.price,
      reassignments: 0,
      epochsDone: 0,
      createdAt: seconds,
      acceptedAt: 0,
      anchoredAt: 0,
      silence: 7_200,
      acceptBy: seconds + 300,
      deadline: seconds + offer.terms.deadlineSeconds,
      node: undefined,
      ...changes,
    });
  }
  async function confirmed(changes: Partial<SubmitJobInput> = {}): Promise<SubmittedJob> {
    const offer = await submit(changes);
    fund(offer);
    await h.cases.confirmEscrow(offer.job, signature());
    return offer;
  }

  it('offers the terms of the specification, with governance’s audits or those asked for', async () => {
    const { exactTerms } = exactTermsOf(jobSpec(EXACT));
    expect((await submit()).terms).to.deep.include({ tier: 'Exact', exactTerms, audits: 4 });
    expect((await submit({ audits: 9 })).terms).to.include({ audits: 9 });
    const committed = await h.cases.submitJob(submission());
    expect(committed.terms).to.deep.include({ tier: 'Committed', exactTerms: new Uint8Array(32) });
  });

  it('keeps the terms of an offer', async () => {
    const { job, terms } = await submit({ audits: 9 });
    expect((await h.database.jobs.offer(job))?.terms).to.deep.equal(terms);
  });

  it('refuses a step circuit for which governance has no key', async () => {
    const exact = { ...EXACT.exact, circuit: 9 };
    const { message } = await expectFault(submit({}, { exact }), 'NO_VERIFYING_KEY');
    expect(message).to.contain('step circuit 9');
  });

  it('refuses audits of a committed job', async () => {
    const { failure } = await expectFault(h.cases.submitJob(submission({ audits: 4 })), 'INVALID_ARGUMENT');
    expect(failure.details).to.deep.equal({ field: 'audits' });
  });

  it('leaves room for audits before the deadline', async () => {
    const least = PARAMS.acceptWindowSeconds + 60 + PARAMS.revealWindowSeconds + PARAMS.auditWindowSeconds;
    await expectFault(submit({ deadlineSeconds: least - 1 }), 'INVALID_ARGUMENT');
    expect((await submit({ deadlineSeconds: least })).terms.deadlineSeconds).to.equal(least);
  });

  it('refuses an escrow of the committed tier in place of an exact one', async () => {
    const offer = await submit();
    fund(offer, { tier: 'Committed', exactTerms: new Uint8Array(32) });
    const { failure } = await expectFault(h.cases.confirmEscrow(offer.job, signature()), 'ESCROW_MISMATCH');
    expect(failure.details).to.deep.equal({ fields: ['tier', 'exactTerms'] });
  });

  it('shows how many audits are due, and each that is proven', async () => {
    const offer = await confirmed();
    const view = async () => {
      h.chain.slot += 1n;
      h.chain.log.push({
        signature: signature(),
        slot: h.chain.slot,
        ...{ jobs: [offer.job], movements: [], ended: [] },
      });
      await h.cases.indexChain('confirmed');
      const { tier, auditsDue, auditsProven } = await h.cases.getJob(offer.job);
      return { tier, auditsDue, auditsProven };
    };
    fund(offer, { state: 'PROVING', auditsDue: 8 });
    expect(await view()).to.deep.equal({ tier: 'Exact', auditsDue: 8, auditsProven: 0 });
    fund(offer, { state: 'PROVING', auditsDue: 8, auditsProven: 3 });
    expect(await view()).to.deep.equal({ tier: 'Exact', auditsDue: 8, auditsProven: 3 });
    fund(offer, { state: 'PROVING', auditsDue: 8, auditsProven: 2 });
    expect((await view()).auditsProven, 'an RPC node that lags').to.equal(3);
  });

  it('records slot hashes of exact jobs whose training is over, whatever happens to one of them', async () => {
    const [running, first, second] = [await confirmed(), await confirmed(), await confirmed()];
    const committed = await h.cases.submitJob(submission());
    fund(committed);
    await h.cases.confirmEscrow(committed.job, signature());
    fund(running, { state: 'RUNNING', auditsDue: 8 });
    for (const proving of [first, second]) fund(proving, { state: 'PROVING', auditsDue: 8 });
    fund(committed, { state: 'PROVING' });
    await h.cases.reconcileJobs();
    const due = [first.job, second.job].sort();
    [refuse] = due;
    await h.cases.recordSlotHashes?.();
    expect(asked).to.include.members(due);
    expect(asked).not.to.include(running.job).and.not.to.include(committed.job);
    expect(h.logged.map(({ what }) => what)).to.include('could not record a slot hash; it is tried again');
  });
});
