import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openChallenge, sha256, waiveObjection } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { EXACT, type JobFixture } from './support/job-fixture.ts';
import { NetNode, PRICE } from './support/net-node.ts';
import { eventually, journalOf } from './support/test-node.ts';

const SECRET = sha256('the nonce of a client that is awake');

/** Chain, programs, prover and circuits as they are: the proofs are of steps that were trained. */
describe('the agent and the audits of the exact tier on the chain', function () {
  this.timeout(300_000);
  let world: NetNode;
  before(async () => {
    world = await NetNode.create();
    await world.register();
    await world.start();
  });
  after(() => world?.remove());

  const order = (nonce: bigint) => world.order(nonce, { exact: EXACT, epochs: 3 }, sha256(SECRET));
  const phase = (job: JobFixture) => journalOf(world.dir, job.address)?.phase;
  const auditOf = async (job: JobFixture) => (await world.net.reader.audit(job.address))?.value;

  async function reveal(job: JobFixture): Promise<void> {
    await eventually(() => phase(job) === 'slotRecorded', 'recorded');
    await world.send(world.client, openChallenge(job.address, SECRET));
  }

  async function paid(job: JobFixture): Promise<void> {
    const { client, coordinator, net } = world;
    await eventually(() => phase(job) === 'proven', 'proven');
    await world.send(client, waiveObjection({ client: client.publicKey, job: job.address }));
    await eventually(() =>
      coordinator.completions.find((sent) => sent.job === job.address && sent.outcome === 'settled'),
    );
    const { value } = (await net.reader.job(job.address)) ?? {};
    expect(value).to.include({ state: 'Settled', tier: 'Exact', paidNode: (PRICE * 9n) / 10n });
    // A node about which nothing is known must pass twice as many.
    expect([value?.auditsDue, value?.auditsProven]).to.deep.equal([8, 8]);
  }

  it('carry a job from its assignment to its pay', async () => {
    const job = await order(1n);
    const following = world.train(job);
    await reveal(job);
    const events = await following;
    expect(events.at(-1)?.ended).to.deep.include({ ok: true, error: '' });
    const told = events.flatMap(({ audit }) => (audit ? [audit] : []));
    expect(told.at(-1)).to.include({ stage: 'PROVEN', done: 8, of: 8 });
    const audit = await auditOf(job);
    expect(audit).to.include({ segments: 3, steps: 4, nonceRevealed: true, proven: 0xffn });
    await paid(job);
    expect(readdirSync(join(world.dir, 'steps'))).to.deep.equal([]);
  });

  it('go on when the agent was stopped before the challenge and between the proofs', async () => {
    const job = await order(2n);
    const following = world.train(job).catch(() => []);
    await eventually(() => phase(job) === 'slotRecorded', 'recorded');
    await world.stop();
    await following;
    await world.start({ stepProofs: 2 });
    await reveal(job);
    await eventually(() => phase(job) === 'challenged', 'challenged');
    await world.stop();
    expect(readdirSync(join(world.dir, 'steps'))).to.deep.equal([]);
    await world.start();
    await paid(job);
  });
});
