import { type OutcomeRecorded, outcomeQueueAddress, reputation, scorePageAddress } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { readJob } from '../fixtures/job-escrow/job.ts';
import { readNode, setJob } from '../fixtures/job-escrow/state.ts';
import { cancel, closeJob, due, PRICE, proven, rate, running, settled } from '../fixtures/job-escrow.ts';
import { closeNode, emptied, nodeOf, registerNode } from '../fixtures/node-registry.ts';
import { applyOutcomes, initPage } from '../fixtures/reputation.ts';
import type { World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';

/** What reputation knows of the world's node, once everything is applied. */
function scoring(world: World) {
  run(applyOutcomes({ world: world.skip('outcome') }));
  const [entry] = read(world.chain, reputation, 'ScorePage', scorePageAddress(0)).nodes;
  if (!entry) throw new Error('the page has no nodes');
  return entry;
}

describe('job-escrow: rate', () => {
  it('keeps the stars and tells reputation, which counts them by price', () => {
    const world = settled();
    const before = scoring(world).score;
    const sent = run(rate({ world, stars: 5 }));
    const rated = eventOf(sent, 'JobRated');
    expect(rated).to.deep.include({ node: nodeOf(world).toBase58(), stars: 5, at: world.chain.now() });
    expect(rated.client).to.equal(world.client.publicKey.toBase58());
    const recorded = sent.events.find(({ name }) => name === 'OutcomeRecorded')?.data as OutcomeRecorded;
    expect(recorded).to.deep.include({ kind: 'Rated', stars: 5, price: PRICE, decimals: 9, proofsTotal: 0 });
    expect(readJob(world).stars).to.equal(5);
    const after = scoring(world);
    expect([after.ratings, after.ratingWeight, after.ratingSum]).to.deep.equal([1, 10_000n, 100_000_000n]);
    // A quarter more of 200 points, of which one job earns an eleventh.
    expect([before, after.score]).to.deep.equal([75, 79]);
  });

  it('lowers a score with few stars', () => {
    const world = settled();
    run(rate({ world, stars: 1 }));
    expect(scoring(world).score).to.equal(72);
  });

  it('refuses a second time', () => {
    const world = settled();
    run(rate({ world, stars: 4 }));
    rejects(rate({ world, stars: 5 }), 'AlreadyRated');
    expect(readJob(world).stars).to.equal(4);
  });

  it('refuses no stars and six', () => {
    const world = settled();
    for (const stars of [0, 6, 255]) rejects(rate({ world, stars }), 'StarsOutOfRange');
    for (const stars of [1, 2, 3, 4, 5]) run(rate({ world: settled(), stars }));
  });

  it('refuses anyone but the client', () => {
    const world = settled();
    rejects(rate({ world, accounts: { client: world.stranger.publicKey } }), 'WrongClient');
  });

  it('refuses another node', () => {
    const world = settled();
    setJob(world, { node: world.stranger.publicKey.toBase58() });
    rejects(rate({ world }), 'WrongNode');
  });

  it('gives no stars to a node that was closed, nor to the one that was registered in its place', () => {
    const world = settled();
    const { index, registeredAt } = readNode(world);
    run(closeNode({ world: emptied(world) }));
    rejects(rate({ world }), 'AccountNotInitialized');
    run(registerNode({ world }));
    const anew = readNode(world);
    expect([anew.index, anew.registeredAt > registeredAt]).to.deep.equal([index + 1, true]);
    rejects(rate({ world }), 'WrongNode');
    expect(readJob(world)).to.include({ stars: 0, nodeIndex: index });
  });

  it('refuses jobs that are not settled', () => {
    const cancelled = running();
    run(cancel({ world: cancelled }));
    for (const world of [running(), proven(), due(), cancelled]) rejects(rate({ world }), 'JobNotSettled');
    const resolved = settled();
    setJob(resolved, { state: 'Resolved' });
    rejects(rate({ world: resolved }), 'JobNotSettled');
  });

  it('is too late once the job is closed', () => {
    const world = settled();
    run(closeJob({ world }));
    rejects(rate({ world }), 'AccountNotInitialized');
  });

  it('refuses the queue of another page', () => {
    const world = settled();
    run(initPage({ world, page: 1 }));
    rejects(rate({ world, accounts: { outcomes: outcomeQueueAddress(1) } }), 'WrongPage');
  });

  it('changes nothing in a job that contradicts itself', () => {
    const world = settled();
    setJob(world, { endedAt: 1n });
    rejects(rate({ world }), 'InvariantViolated');
  });
});
