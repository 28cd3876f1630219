import { cancelJob, equalBytes, tokenAccountOf, waiveObjection } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { NetNode, PRICE } from './support/net-node.ts';
import { eventually } from './support/test-node.ts';

const ORDER = { epochs: 20 };

/** Chain, programs and prover as they are; only the coordinator is played. */
describe('the agent on the chain', function () {
  this.timeout(180_000);
  let world: NetNode;
  before(async () => {
    world = await NetNode.create();
  });
  after(() => world?.remove());

  it('waits until its node is registered, then offers itself', async () => {
    const agent = await world.start();
    expect(agent.node).to.equal(world.node);
    expect(world.coordinator.endpoint).to.equal('');
    await world.register();
    await eventually(() => world.coordinator.endpoint === agent.grpcAddress, 'offered');
  });

  it('carries a job from its assignment to its pay and its score', async () => {
    const { client, coordinator, net, node, owner } = world;
    const job = await world.order(1n, ORDER);
    const events = await world.train(job);
    expect(events.at(-1)?.ended).to.deep.include({ ok: true, error: '' });
    const proof = events.flatMap((event) => (event.proof ? [event.proof] : []));
    expect(proof.map(({ stage }) => stage)).to.deep.equal([
      'STARTED',
      'WITNESS',
      'PROVED',
      'SUBMITTED',
      'VERIFIED',
    ]);
    const proven = await net.reader.job(job.address);
    expect(proven?.value).to.include({ state: 'Proving', provenCheckpoints: 20, objectionWaived: false });
    expect(
      equalBytes(
        proven?.value.anchoredWeights ?? new Uint8Array(),
        events.at(-1)?.ended?.finalWeights ?? Buffer.of(),
      ),
    ).to.equal(true);

    const before =
      (await net.reader.tokenBalance(tokenAccountOf(owner.publicKey, net.mint)))?.value.amount ?? 0n;
    await world.send(client, waiveObjection({ client: client.publicKey, job: job.address }));
    const report = await eventually(() => coordinator.completions.find((sent) => sent.outcome === 'settled'));
    expect(report.transactions.length).to.be.at.least(5);
    const settled = await net.reader.job(job.address);
    expect(settled?.value).to.include({
      state: 'Settled',
      paidNode: (PRICE * 9n) / 10n,
      paidFee: PRICE / 10n,
    });
    const after =
      (await net.reader.tokenBalance(tokenAccountOf(owner.publicKey, net.mint)))?.value.amount ?? 0n;
    expect(after - before).to.equal((PRICE * 9n) / 10n);
    expect((await net.reader.score(node, 0))?.settled).to.equal(1);
  });

  it('with the fault wrong-proof sends a well-formed proof that the chain refuses, and says so', async () => {
    await world.stop();
    await world.start({ allowFaults: true, fault: 'wrong-proof' });
    const job = await world.order(2n, ORDER);
    const events = await world.train(job);
    expect(events.at(-1)?.ended?.ok).to.equal(false);
    expect(events.at(-1)?.ended?.error).to.match(
      /^PROOF_FAILED: the chain refused the proof: .*ProofInvalid/,
    );
    const { value } = (await world.net.reader.job(job.address)) ?? {};
    expect(value).to.include({ state: 'Proving', provenCheckpoints: 0 });
  });

  it('ends a job that the client cancels on the chain', async () => {
    await world.stop();
    await world.start({ proveIntermediate: true });
    const { client, coordinator, net } = world;
    const job = await world.order(3n, ORDER);
    const following = world.train(job, { pause: {} });
    const seen = await eventually(
      () => coordinator.completions.find(({ job: of }) => of === job.address),
      'accepted',
    );
    expect(seen.outcome).to.equal('running');
    const accepted = await net.reader.job(job.address);
    if (accepted === undefined) throw new Error('the job is gone');
    await world.send(client, cancelJob({ address: job.address, job: accepted.value }, 0));
    const end = await eventually(
      () => coordinator.completions.find((sent) => sent.job === job.address && sent.outcome === 'cancelled'),
      'cancelled',
    );
    expect(end.error).to.match(/^ESCROW_CANCELLED/);
    expect((await following).at(-1)?.ended?.error).to.match(/^ESCROW_CANCELLED/);
  });

  it('proves what it anchors on the way when it is told to', async () => {
    const job = await world.order(4n, ORDER);
    const events = await world.train(job);
    expect(events.at(-1)?.ended?.ok).to.equal(true);
    const proofs = (await world.net.reader.job(job.address))?.value.proofs ?? 0;
    expect(proofs).to.be.at.least(1);
  });
});
