import { expect } from 'chai';
import type { ChainTransaction, Escrow } from '../../src/ports/chain.ts';
import type { SubmittedJob } from '../../src/usecases/submit-job.ts';
import { expectFault } from '../support/expect-fault.ts';
import { address, signature } from '../support/fake-chain.ts';
import { type Harness, harness, join, key, submission } from '../support/harness.ts';

describe('escrow and indexer', function () {
  this.timeout(30_000);
  let h: Harness;
  let offer: SubmittedJob;
  let node: string;
  before(async () => {
    h = await harness();
  });
  after(() => h.close());
  beforeEach(async () => {
    h.chain.down = false;
    node = (await join(h, {}, { slots: 16 })).node.address;
    // Only this test's node may answer from now on.
    for (const other of [...h.chain.nodes.keys()]) if (other !== node) h.chain.nodes.delete(other);
    offer = await h.cases.submitJob(submission());
    expect(offer.node).to.equal(node);
  });

  function escrowOf(changes: Partial<Escrow> = {}): Escrow {
    const seconds = Math.floor(h.clock.now() / 1000);
    return {
      ...offer.terms,
      job: offer.job,
      state: 'FUNDED',
      checkpoints: 50,
      anchored: 0,
      proven: 0,
      auditsDue: 0,
      auditsProven: 0,
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
    };
  }
  const fund = (changes: Partial<Escrow> = {}) => void h.chain.confirmed.set(offer.job, escrowOf(changes));
  function transaction(changes: Partial<ChainTransaction> = {}): ChainTransaction {
    h.chain.slot += 10n;
    const made = {
      signature: signature(),
      slot: h.chain.slot,
      jobs: [offer.job],
      movements: [],
      ended: [],
      ...changes,
    };
    h.chain.log.push(made);
    return made;
  }
  const confirm = () => h.cases.confirmEscrow(offer.job, signature());
  const stored = async () => {
    const view = await h.database.jobs.view(offer.job);
    if (!view) throw new Error('the job is stored');
    return view;
  };
  const settlement = (): ChainTransaction['movements'] => [
    { job: offer.job, kind: 'node', amount: 90n, to: address(), ordinal: 0 },
    { job: offer.job, kind: 'fee', amount: 10n, to: address(), ordinal: 1 },
  ];

  describe('ConfirmEscrow', () => {
    it('tells the node and hands out a token, each time a new one', async () => {
      fund();
      const first = await confirm();
      const second = await confirm();
      expect(first).to.include({ endpoint: '127.0.0.1:7000', node, phase: 'FUNDED' });
      expect(first.token).to.not.equal(second.token);
      expect((await h.database.jobs.assignments(node)).map((a) => a.job)).to.include(offer.job);
      expect((await stored()).phase).to.equal('FUNDED');
    });

    it('is counted as past its deadline when its time is over and nobody has ended it', async () => {
      fund({ acceptBy: Math.floor(h.clock.now() / 1000) + 3_000 });
      await confirm();
      const late = (ms: number) => h.database.jobs.countPastDeadline(h.clock.now() + ms);
      const before = await late(2_990_000);
      expect(await late(3_010_000)).to.equal(before + 1);
    });

    it('believes no caller: without an escrow there is no token and nothing changes', async () => {
      await expectFault(confirm(), 'ESCROW_NOT_FOUND');
      expect((await stored()).phase).to.equal('RESERVED');
      expect((await h.database.jobs.assignments(node)).map((a) => a.job)).to.not.include(offer.job);
    });

    it("says why, when the escrow's transaction failed", async () => {
      const failed = signature();
      h.chain.failures.set(failed, 'WrongMint');
      const { message } = await expectFault(h.cases.confirmEscrow(offer.job, failed), 'ESCROW_FAILED');
      expect(message).to.contain('WrongMint');
    });

    const other = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 1);
    const tampered: [string, () => Partial<Escrow>][] = [
      ['price', () => ({ price: offer.terms.price - 1n })],
      ['mint', () => ({ mint: address() })],
      ['clientWallet', () => ({ clientWallet: address() })],
      ['nonce', () => ({ nonce: offer.terms.nonce ^ 1n })],
      ['assignmentHash', () => ({ assignmentHash: other(offer.terms.assignmentHash) })],
      ['specHash', () => ({ specHash: other(offer.terms.specHash) })],
      ['datasetRoot', () => ({ datasetRoot: other(offer.terms.datasetRoot) })],
      ['initialWeights', () => ({ initialWeights: other(offer.terms.initialWeights) })],
      ['clientNonceHash', () => ({ clientNonceHash: other(offer.terms.clientNonceHash) })],
      ['epochs', () => ({ epochs: 49 })],
      ['checkpointInterval', () => ({ checkpointInterval: 2 })],
      ['estimatedSeconds', () => ({ estimatedSeconds: 61 })],
      ['deadlineSeconds', () => ({ deadlineSeconds: 1 })],
      ['audits', () => ({ audits: 0 })],
      ['tier', () => ({ tier: 'Exact' })],
      ['exactTerms', () => ({ exactTerms: other(offer.terms.exactTerms) })],
    ];
    it('compares every term of the offer', () => {
      expect(tampered.map(([field]) => field).sort()).to.deep.equal(Object.keys(offer.terms).sort());
    });
    for (const [field, change] of tampered) {
      it(`refuses an escrow with another ${field}`, async () => {
        fund(change());
        const { failure } = await expectFault(confirm(), 'ESCROW_MISMATCH');
        expect(failure.details).to.deep.equal({ fields: [field] });
        expect((await stored()).phase).to.equal('RESERVED');
      });
    }

    it('refuses a job that has ended without a result', async () => {
      fund({ state: 'CANCELLED' });
      await expectFault(confirm(), 'JOB_ENDED');
    });

    it('introduces the client of a settled job, who may come late for the weights, and binds no slot', async () => {
      h.clock.advance(301_000);
      await h.cases.expireReservations();
      fund({ state: 'SETTLED' });
      const taken = async () => (await h.database.jobs.slotsTaken([offer.node])).get(offer.node)?.total ?? 0;
      const before = await taken();
      const { token, node, phase } = await confirm();
      expect(await taken()).to.equal(before);
      expect({ node, phase }).to.deep.equal({ node: offer.node, phase: 'SETTLED' });
      expect(token).to.be.a('string').and.not.equal('');
    });

    it('takes a job that was funded after its reservation ran out, while a slot is free', async () => {
      h.clock.advance(301_000);
      await h.cases.expireReservations();
      expect((await stored()).phase).to.equal('EXPIRED');
      fund();
      expect((await confirm()).phase).to.equal('FUNDED');
    });

    it('keeps the slot of a client that funded and forgot to say so', async () => {
      fund();
      h.clock.advance(301_000);
      await h.cases.expireReservations();
      expect((await stored()).phase).to.equal('FUNDED');
    });

    it('goes on making offers when one overdue job cannot be judged', async () => {
      const read = h.database.jobs.expire;
      const unreadable = offer.job;
      h.database.jobs.expire = async (job, now) => {
        if (job === unreadable) throw new Error('rubbish');
        return read(job, now);
      };
      const second = await h.cases.submitJob(submission());
      h.clock.advance(301_000);
      await h.shared.presence.beat(node, { freeSlots: 16, cpuLoad: 0, memoryUsedMib: 0 }, 30_000);
      expect((await h.cases.submitJob(submission())).node).to.equal(node);
      expect((await h.database.jobs.view(second.job))?.phase).to.equal('EXPIRED');
      expect((await h.database.jobs.view(unreadable))?.phase).to.equal('RESERVED');
      h.database.jobs.expire = read;
    });

    it('changes nothing while the chain does not answer', async () => {
      h.chain.down = true;
      await expectFault(confirm(), 'CHAIN_UNAVAILABLE');
      h.chain.down = false;
      fund();
      expect((await confirm()).phase).to.equal('FUNDED');
    });
  });

  describe('idempotency key', () => {
    it('gives the same offer to the same request', async () => {
      const request = submission({ idempotencyKey: key() });
      const [first, second] = [await h.cases.submitJob(request), await h.cases.submitJob(request)];
      expect(second).to.deep.include({
        job: first.job,
        salt: first.salt,
        node: first.node,
        reservedUntil: first.reservedUntil,
      });
    });

    it('refuses another request', async () => {
      const request = submission({ idempotencyKey: key() });
      await h.cases.submitJob(request);
      await expectFault(h.cases.submitJob({ ...request, maxPrice: 10n ** 18n }), 'IDEMPOTENCY_CONFLICT');
    });

    it("is the wallet's own", async () => {
      const idempotencyKey = key();
      const first = await h.cases.submitJob(submission({ idempotencyKey }));
      expect((await h.cases.submitJob(submission({ idempotencyKey }))).job).to.not.equal(first.job);
    });

    it('is spent when its offer has run out', async () => {
      const request = submission({ idempotencyKey: key() });
      await h.cases.submitJob(request);
      h.clock.advance(300_000);
      await expectFault(h.cases.submitJob(request), 'RESERVATION_EXPIRED');
    });
  });

  describe('index', () => {
    it('shows the money with its transaction before the end, and frees the slot only when it is final', async () => {
      fund();
      await confirm();
      const paid = transaction({ movements: settlement(), ended: [{ job: offer.job, state: 'SETTLED' }] });
      fund({ state: 'SETTLED', anchored: 50, proven: 50 });
      await h.cases.indexChain('confirmed');
      const seen = await stored();
      expect(seen).to.include({ phase: 'SETTLED', final: false, anchored: 50, proven: 50 });
      expect(seen.movements.map((m) => [m.kind, m.amount, m.transaction, m.finalized])).to.deep.equal([
        ['node', 90n, paid.signature, false],
        ['fee', 10n, paid.signature, false],
      ]);
      const slots = async () => (await h.database.jobs.slotsTaken([node])).get(node)?.total ?? 0;
      const before = await slots();
      h.chain.finalized.set(offer.job, escrowOf({ state: 'SETTLED', anchored: 50, proven: 50 }));
      h.chain.finalizedCount = h.chain.log.length;
      await h.cases.indexChain('finalized');
      const final = await stored();
      expect([final.final, final.movements.every((m) => m.finalized)]).to.deep.equal([true, true]);
      expect(await slots()).to.equal(before - 1);
    });

    it('reads a transaction twice and stores it once', async () => {
      fund({ state: 'SETTLED' });
      transaction({ movements: settlement(), ended: [{ job: offer.job, state: 'SETTLED' }] });
      await h.cases.indexChain('confirmed');
      h.chain.finalizedCount = h.chain.log.length;
      await h.cases.indexChain('finalized');
      await h.cases.indexChain('confirmed');
      expect((await stored()).movements).to.have.length(2);
    });

    it('knows the end of a job whose account is closed from its history', async () => {
      fund();
      await confirm();
      transaction({ movements: settlement(), ended: [{ job: offer.job, state: 'TIMED_OUT' }] });
      h.chain.confirmed.delete(offer.job);
      await h.cases.reconcileJobs();
      expect((await stored()).phase).to.equal('TIMED_OUT');
      expect((await stored()).movements).to.have.length(2);
    });

    it('goes on past a dispute, keeps the slot meanwhile, and knows what the verdict paid', async () => {
      fund({ state: 'RUNNING', anchored: 10 });
      await confirm();
      transaction();
      fund({ state: 'DISPUTED', anchored: 10 });
      expect(await h.cases.indexChain('confirmed')).to.be.greaterThan(0);
      expect(await stored()).to.include({ phase: 'DISPUTED', final: false });
      const slots = async () => (await h.database.jobs.slotsTaken([node])).get(node)?.total ?? 0;
      const before = await slots();
      h.clock.advance(30 * 86_400_000);
      await h.cases.expireReservations();
      expect(await slots()).to.equal(before);
      expect(await h.database.jobs.assignments(node)).to.deep.equal([]);
      transaction({ movements: settlement(), ended: [{ job: offer.job, state: 'RESOLVED' }] });
      h.chain.confirmed.delete(offer.job);
      h.chain.finalizedCount = h.chain.log.length;
      await h.cases.indexChain('finalized');
      expect(await stored()).to.include({ phase: 'RESOLVED', final: true });
      expect((await stored()).movements).to.have.length(2);
      expect(await slots()).to.equal(before - 1);
    });

    it('drops movements that a fork undid', async () => {
      fund();
      await confirm();
      const undone = transaction({ movements: settlement() });
      await h.cases.indexChain('confirmed');
      expect((await stored()).movements).to.have.length(2);
      h.chain.log.splice(h.chain.log.indexOf(undone), 1);
      h.chain.slot += 200n;
      transaction();
      h.chain.finalizedCount = h.chain.log.length;
      await h.cases.indexChain('finalized');
      expect((await stored()).movements).to.deep.equal([]);
    });

    it('keeps movements whose transaction the listing left out', async () => {
      fund();
      await confirm();
      const left = transaction({ movements: settlement() });
      await h.cases.indexChain('confirmed');
      h.chain.finalizedCount = h.chain.log.length;
      await h.database.cursors.set('program', left.signature, left.slot, h.clock.now());
      h.chain.slot += 200n;
      transaction();
      h.chain.finalizedCount = h.chain.log.length;
      await h.cases.indexChain('finalized');
      expect((await stored()).movements.map((m) => m.finalized)).to.deep.equal([true, true]);
    });

    it('stores the money of a job whose end it sees before it has read of it', async () => {
      fund();
      await confirm();
      transaction();
      transaction({ movements: settlement(), ended: [{ job: offer.job, state: 'SETTLED' }] });
      fund({ state: 'SETTLED' });
      const told: number[] = [];
      const stop = await h.shared.fanout.subscribe(`job:${offer.job}`, () => {
        void stored().then((job) => told.push(job.phase === 'SETTLED' ? job.movements.length : 2));
      });
      await h.cases.indexChain('confirmed');
      stop();
      expect((await stored()).movements).to.have.length(2);
      expect(told.every((count) => count === 2)).to.equal(true);
    });

    it('never goes back when another RPC node lags', async () => {
      fund({ state: 'RUNNING', anchored: 10, node });
      await confirm();
      fund({ state: 'FUNDED' });
      await h.cases.reconcileJobs();
      expect(await stored()).to.include({ phase: 'RUNNING', anchored: 10 });
    });

    it('ignores what others do on the chain', async () => {
      transaction({
        jobs: [address()],
        movements: [{ job: address(), kind: 'node', amount: 5n, to: address(), ordinal: 0 }],
      });
      await h.cases.indexChain('confirmed');
      expect((await stored()).movements).to.deep.equal([]);
    });

    it('goes on where it stopped when the chain was away', async () => {
      fund();
      await confirm();
      h.chain.down = true;
      transaction({ movements: settlement(), ended: [{ job: offer.job, state: 'SETTLED' }] });
      await expectFault(h.cases.indexChain('confirmed'), 'CHAIN_UNAVAILABLE');
      h.chain.down = false;
      fund({ state: 'SETTLED' });
      await h.cases.indexChain('confirmed');
      expect(await stored()).to.include({ phase: 'SETTLED' });
    });
  });

  describe('watchers', () => {
    it('see the job now, each change once, and its end', async () => {
      fund();
      await confirm();
      const phases: string[] = [];
      const nodes: string[] = [];
      for await (const view of h.cases.watchJob(offer.job, new AbortController().signal)) {
        phases.push(view.phase);
        nodes.push(view.node);
        if (view.phase === 'FUNDED') {
          fund({ state: 'RUNNING', node });
          await h.cases.reconcileJobs();
        } else if (view.phase === 'RUNNING') {
          transaction({ movements: settlement(), ended: [{ job: offer.job, state: 'SETTLED' }] });
          fund({ state: 'SETTLED', node });
          await h.cases.reconcileJobs();
        } else expect(view.movements).to.have.length(2);
      }
      expect(phases).to.deep.equal(['FUNDED', 'RUNNING', 'SETTLED']);
      expect(nodes).to.deep.equal(['', node, node]);
    });

    it('of assignments get open jobs first, then new ones, each once', async () => {
      const { node: other } = await join(h, {}, { slots: 2 });
      for (const known of [...h.chain.nodes.keys()]) if (known !== other.address) h.chain.nodes.delete(known);
      const make = async () => {
        offer = await h.cases.submitJob(submission());
        fund();
        await confirm();
        return offer.job;
      };
      const first = await make();
      const stop = new AbortController();
      const told: string[] = [];
      let second: string | undefined;
      for await (const assignment of h.cases.watchAssignments(other.address, stop.signal)) {
        told.push(assignment.job);
        if (second === undefined) second = await make();
        else stop.abort();
      }
      expect(told).to.deep.equal([first, second]);
    });

    it('stop when they are aborted', async () => {
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 20);
      for await (const _ of h.cases.watchJob(offer.job, stop.signal));
      expect(stop.signal.aborted).to.equal(true);
    });
  });
});
