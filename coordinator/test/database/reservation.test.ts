import { expect } from 'chai';
import type { ReservationOutcome } from '../../src/ports/stores.ts';
import { DATABASES, freshPostgres, type TestDatabase } from '../support/databases.ts';
import { expectFault } from '../support/expect-fault.ts';
import { address } from '../support/fake-chain.ts';
import { type Harness, harness, join, key, submission } from '../support/harness.ts';

for (const [name, fresh] of DATABASES) {
  describe(`reservation on ${name}`, function () {
    this.timeout(60_000);
    let server: TestDatabase;
    let h: Harness;
    beforeEach(async () => {
      server = await fresh();
      h = await harness({ database: server.config });
    });
    afterEach(async () => {
      await h.close();
      await server.drop();
    });
    const settle = (work: Promise<unknown>[]) => Promise.allSettled(work);

    it('gives 40 jobs that come at once to 3 nodes with 7 slots: 7 get one, none twice', async () => {
      for (const slots of [1, 2, 4]) await join(h, {}, { slots });
      const results = await settle(Array.from({ length: 40 }, () => h.cases.submitJob(submission())));
      const won = results.flatMap((r) =>
        r.status === 'fulfilled' ? [r.value as { node: string; job: string }] : [],
      );
      for (const result of results) {
        if (result.status === 'rejected')
          await expectFault(Promise.reject(result.reason), 'NO_NODE_AVAILABLE');
      }
      expect(won).to.have.length(7);
      const taken = await h.database.jobs.slotsTaken([...h.chain.nodes.keys()]);
      expect([...taken.values()].map((t) => t.total).sort()).to.deep.equal([1, 2, 4]);
      expect(new Set(won.map((offer) => offer.job)).size).to.equal(7);
      expect((await h.database.jobs.countByPhase()).get('RESERVED')).to.equal(7);
    });

    it('makes one offer of the same request sent ten times at once', async () => {
      await join(h, {}, { slots: 10 });
      const request = submission({ idempotencyKey: key() });
      const offers = await Promise.all(Array.from({ length: 10 }, () => h.cases.submitJob(request)));
      expect(new Set(offers.map((offer) => offer.job)).size).to.equal(1);
      expect((await h.database.jobs.countByPhase()).get('RESERVED')).to.equal(1);
    });

    it("holds a wallet's limit when its requests come at once", async () => {
      await join(h, {}, { slots: 64 });
      const clientWallet = address();
      const results = await settle(
        Array.from({ length: 25 }, () => h.cases.submitJob(submission({ clientWallet }))),
      );
      expect(results.filter((r) => r.status === 'fulfilled')).to.have.length(10);
      for (const result of results) {
        if (result.status === 'rejected')
          await expectFault(Promise.reject(result.reason), 'TOO_MANY_RESERVATIONS');
      }
      expect((await h.database.jobs.countByPhase()).get('RESERVED')).to.equal(10);
    });

    it('keeps a slot for five minutes, then gives it to the next', async () => {
      await join(h);
      const { job } = await h.cases.submitJob(submission());
      h.clock.advance(299_000);
      await h.cases.heartbeat([...h.chain.nodes.keys()][0] ?? '', {
        freeSlots: 1,
        cpuLoad: 0,
        memoryUsedMib: 0,
        draining: false,
      });
      await expectFault(h.cases.submitJob(submission()), 'NO_NODE_AVAILABLE');
      h.clock.advance(1_000);
      const next = await h.cases.submitJob(submission());
      expect(next.job).to.not.equal(job);
      expect((await h.cases.getJob(job)).phase).to.equal('EXPIRED');
    });

    it('stores nothing of a job that got no slot', async () => {
      await join(h);
      await h.cases.submitJob(submission());
      await expectFault(h.cases.submitJob(submission()), 'NO_NODE_AVAILABLE');
      expect([...(await h.database.jobs.countByPhase())]).to.deep.equal([['RESERVED', 1]]);
    });

    it('expires at once or is held, never both', async () => {
      const { node } = await join(h);
      const { job } = await h.cases.submitJob(submission());
      h.clock.advance(301_000);
      const { jobs } = h.database;
      const [held, expired] = await Promise.all([jobs.hold(job, 1), jobs.expire(job, h.clock.now())]);
      const taken = (await jobs.slotsTaken([node.address])).get(node.address)?.total ?? 0;
      const phase = (await jobs.view(job))?.phase;
      // Either the hold came first and the expiry left it alone, or the expiry came first and the hold took a new slot.
      expect([held, taken]).to.deep.equal([true, 1]);
      expect(phase).to.equal(expired ? 'EXPIRED' : 'RESERVED');
    });

    it('holds a job that is confirmed many times at once on one slot', async () => {
      const { node } = await join(h, {}, { slots: 4 });
      const { job } = await h.cases.submitJob(submission());
      h.clock.advance(301_000);
      expect(await h.database.jobs.expire(job, h.clock.now())).to.equal(true);
      const held = await Promise.all(Array.from({ length: 8 }, () => h.database.jobs.hold(job, 4)));
      expect(held.every(Boolean)).to.equal(true);
      expect((await h.database.jobs.slotsTaken([node.address])).get(node.address)?.total).to.equal(1);
    });

    it('stores a movement once, and finalized, whoever reads it first', async () => {
      await join(h);
      const { job } = await h.cases.submitJob(submission());
      const movement = {
        job,
        kind: 'node',
        amount: 5n,
        to: address(),
        transaction: 't',
        ordinal: 0,
        slot: 9n,
      };
      const reads = Array.from({ length: 12 }, (_, i) =>
        h.database.jobs.addMovements([movement], i % 3 === 0),
      );
      await Promise.all(reads);
      const view = await h.database.jobs.view(job);
      expect(view?.movements).to.deep.equal([{ ...movement, finalized: true, at: undefined }]);
    });

    it('serves the next good request after many that failed', async () => {
      await join(h);
      const bad = submission({ mint: address() });
      await Promise.all(
        Array.from({ length: 20 }, () => expectFault(h.cases.submitJob(bad), 'MINT_NOT_ALLOWED')),
      );
      expect(await h.database.jobs.any()).to.equal(false);
      expect((await h.cases.submitJob(submission())).matchScore).to.be.greaterThan(0);
    });
  });
}

describe('reservation by several coordinators on one PostgreSQL', function () {
  this.timeout(60_000);

  it('never assigns a slot twice', async () => {
    const server = await freshPostgres();
    const houses = await Promise.all([1, 2, 3].map(() => harness({ database: server.config })));
    try {
      const [first] = houses;
      if (!first) throw new Error('there are three');
      const { node } = await join(first, {}, { slots: 3 });
      for (const house of houses) {
        house.chain.nodes.set(node.address, node);
        await house.shared.presence.beat(
          node.address,
          { freeSlots: 3, cpuLoad: 0, memoryUsedMib: 0 },
          30_000,
        );
      }
      const tries = houses.flatMap((house) =>
        Array.from({ length: 10 }, () => house.cases.submitJob(submission())),
      );
      const outcomes = (await Promise.allSettled(tries)).map(
        (result): ReservationOutcome => (result.status === 'fulfilled' ? 'reserved' : 'busy'),
      );
      expect(outcomes.filter((outcome) => outcome === 'reserved')).to.have.length(3);
      expect((await first.database.jobs.slotsTaken([node.address])).get(node.address)).to.deep.equal({
        total: 3,
        running: 0,
      });
    } finally {
      await Promise.all(houses.map((house) => house.close()));
      await server.drop();
    }
  });
});
