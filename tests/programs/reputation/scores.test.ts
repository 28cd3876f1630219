import { outcomeQueueAddress, reputation, type reputationTypes, scorePageAddress } from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import { nodeOf, registered } from '../fixtures/node-registry.ts';
import { designParams } from '../fixtures/params.ts';
import {
  applyOutcomes,
  FULL_PRICE,
  initPage,
  paged,
  recorded,
  recordOutcome,
} from '../fixtures/reputation.ts';
import { World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { START } from '../support/chain.ts';
import { doctor } from '../support/doctor.ts';

function queue(world: World): reputationTypes.OutcomeQueue {
  return read(world.chain, reputation, 'OutcomeQueue', outcomeQueueAddress(0));
}

function score(world: World, slot = 0): reputationTypes.NodeScore {
  const page = read(world.chain, reputation, 'ScorePage', scorePageAddress(0));
  return page.nodes[slot] as reputationTypes.NodeScore;
}

describe('reputation: init_page', () => {
  it('makes an empty queue and an empty page', () => {
    const world = new World();
    const { events } = run(initPage({ world }));
    expect([queue(world).len, queue(world).page]).to.deep.equal([0, 0]);
    expect(score(world).score).to.equal(0);
    expect(events.map(({ name }) => name)).to.deep.equal(['PageInitialized']);
  });

  it('makes the last page that a node can be on, and none above', () => {
    run(initPage({ page: 2 ** 27 - 1 }));
    rejects(initPage({ page: 2 ** 27 }), 'PageOutOfRange');
    rejects(initPage({ page: 2 ** 32 - 1 }), 'PageOutOfRange');
  });

  it('refuses a second time', () => {
    rejects(initPage({ world: paged() }), 'Custom 0');
  });
});

describe('reputation: record_outcome', () => {
  it('appends what job-escrow says', () => {
    const world = new World();
    world.chain.warp(30);
    const { events } = run(recordOutcome({ world, kind: 'Failed', actualSeconds: 0 }));
    const [first] = queue(world).outcomes;
    expect(first?.node).to.equal(nodeOf(world).toBase58());
    expect([first?.kind, first?.slot, first?.recordedAt]).to.deep.equal([1, 0, START + 30n]);
    expect(queue(world).len).to.equal(1);
    expect(events.map(({ name }) => name)).to.deep.equal(['OutcomeRecorded']);
  });

  it('refuses anyone but job-escrow', () => {
    const world = new World();
    rejects(
      recordOutcome({ world, accounts: { escrowAuthority: world.stranger.publicKey } }),
      'NotJobEscrow',
    );
  });

  it('refuses the queue of another page', () => {
    const world = paged(registered());
    run(initPage({ world, page: 1 }));
    rejects(recordOutcome({ world, accounts: { queue: outcomeQueueAddress(1) } }), 'WrongPage');
  });

  it('refuses outcomes that contradict themselves', () => {
    rejects(recordOutcome({ proofsValid: 2 }), 'InvalidOutcome');
    rejects(recordOutcome({ estimatedSeconds: 0 }), 'InvalidOutcome');
    rejects(recordOutcome({ stars: 5 }), 'InvalidOutcome');
    for (const stars of [0, 6]) rejects(recordOutcome({ kind: 'Rated', stars }), 'InvalidOutcome');
    rejects(recordOutcome({ kind: 'Rated', proofsTotal: 1 }), 'InvalidOutcome');
    run(recordOutcome({ kind: 'Cancelled', estimatedSeconds: 0 }));
  });

  it('takes a hundred and no more, until somebody applies them', () => {
    const world = recorded();
    for (let more = 1; more < 100; more += 1) run(recordOutcome({ world }));
    rejects(recordOutcome({ world }), 'QueueFull');
    run(applyOutcomes({ world, max: 1 }));
    run(recordOutcome({ world }));
    rejects(recordOutcome({ world }), 'QueueFull');
    const { events } = run(applyOutcomes({ world }));
    expect(events[0]?.data).to.deep.include({ page: 0, first: 1n, applied: 100, waiting: 0 });
    // All of one client, who is worth four jobs and no more: 900 points · 4/14.
    expect([score(world).settled, score(world).trust, score(world).score]).to.deep.equal([101, 39_995n, 257]);
  });

  it('refuses to go on from a broken state', () => {
    const world = paged(registered());
    doctor(world.chain, reputation, 'OutcomeQueue', outcomeQueueAddress(0), { head: 100 });
    rejects(recordOutcome({ world }), 'InvariantViolated');
  });
});

describe('reputation: apply_outcomes', () => {
  it('gives a node its first score, whoever sends it', () => {
    const world = new World();
    const { events } = run(applyOutcomes({ world }));
    // Perfect in all but ratings, of which there are none: 900 points · 1/11.
    expect(score(world).score).to.equal(81);
    expect(score(world).node).to.equal(nodeOf(world).toBase58());
    expect(events.map(({ name }) => name)).to.deep.equal(['OutcomesApplied']);
  });

  it('applies the oldest first and leaves the rest', () => {
    const world = recorded();
    run(recordOutcome({ world, kind: 'TimedOut' }));
    run(applyOutcomes({ world, max: 1 }));
    expect([score(world).settled, score(world).timedOut, queue(world).len]).to.deep.equal([1, 0, 1]);
    run(applyOutcomes({ world, max: 1 }));
    expect([score(world).timedOut, score(world).adjustment, queue(world).len]).to.deep.equal([1, -30, 0]);
  });

  it('takes points for faults', () => {
    const world = recorded();
    for (const kind of ['Failed', 'TimedOut', 'DisputeLost'] as const) run(recordOutcome({ world, kind }));
    run(recordOutcome({ world, kind: 'Cancelled', proofsValid: 0 }));
    run(applyOutcomes({ world }));
    expect(score(world).adjustment).to.equal(-50 - 30 - 200 - 100);
    // 100 + 250 + 100 + 80 + 50 points, less 380, over 11.
    expect(score(world).score).to.equal(18);
  });

  it('sees whether heartbeats come', () => {
    const world = recorded();
    world.chain.warp(7_200);
    run(recordOutcome({ world }));
    run(applyOutcomes({ world }));
    expect(score(world).uptime).to.equal(10_000);
    world.chain.warp(1);
    run(recordOutcome({ world }));
    run(applyOutcomes({ world }));
    expect(score(world).uptime).to.equal(0);
  });

  it('counts stars by price and client', () => {
    const world = recorded();
    run(recordOutcome({ world, kind: 'Rated', stars: 5 }));
    run(recordOutcome({ world, price: 1n }));
    run(recordOutcome({ world, kind: 'Rated', stars: 1, price: 1n }));
    run(applyOutcomes({ world }));
    const { ratings, ratingWeight, ratingSum } = score(world);
    expect([ratings, ratingWeight, ratingSum]).to.deep.equal([2, 10_000n, 100_000_000n]);
  });

  it('counts a job by its price in any mint', () => {
    const world = paged();
    run(recordOutcome({ world, price: 1_250_000n, decimals: 6 }));
    run(applyOutcomes({ world: world.skip('outcome') }));
    expect(score(world).trust).to.equal(2_500n);
  });

  it('counts a job won in a dispute as settled', () => {
    const world = recorded();
    run(recordOutcome({ world, kind: 'Failed' }));
    run(recordOutcome({ world, kind: 'DisputeWon', actualSeconds: 0 }));
    run(applyOutcomes({ world }));
    expect([score(world).settled, score(world).disputesWon, score(world).adjustment]).to.deep.equal([
      2, 1, -35,
    ]);
  });

  it('says by which rules', () => {
    const { events } = run(applyOutcomes());
    const { silence, timeGrace } = designParams.escrow;
    const rules = { reputation: designParams.reputation, silence, timeGrace };
    expect(events[0]?.data).to.deep.equal({ page: 0, first: 0n, applied: 1, waiting: 0, rules });
  });

  it('folds a hundred outcomes of any kind, node and client in less than 200,000 compute units', () => {
    const world = recorded();
    const [sample] = queue(world).outcomes;
    const outcomes = Array.from({ length: 100 }, (_, at) => ({
      ...(sample as reputationTypes.Outcome),
      node: new PublicKey(new Uint8Array(32).fill(1 + (at % 32))).toBase58(),
      slot: at % 32,
      bucket: (at * 7) % 32,
      kind: at % 7,
      price: FULL_PRICE + BigInt(at),
      stars: 5,
      proofsTotal: 10,
      proofsValid: 9,
      age: 400 * 86_400,
      unbroken: 399 * 86_400,
      actualSeconds: 1_000_000,
      estimatedSeconds: 999_000,
    }));
    doctor(world.chain, reputation, 'OutcomeQueue', outcomeQueueAddress(0), {
      outcomes,
      len: 100,
      head: 50,
      appended: 100n,
    });
    const { units, events } = run(applyOutcomes({ world }));
    expect(events[0]?.data).to.deep.include({ applied: 100, waiting: 0 });
    expect(Number(units)).to.be.below(200_000);
  });

  it('refuses to go on from a broken state', () => {
    for (const change of [{ trust: 1n }, { score: 1_001 }, { adjustment: 1 }, { validWeight: 1n }]) {
      const world = recorded();
      const { nodes } = read(world.chain, reputation, 'ScorePage', scorePageAddress(0));
      const broken = nodes.map((entry, at) => (at === 31 ? { ...entry, ...change } : entry));
      doctor(world.chain, reputation, 'ScorePage', scorePageAddress(0), { nodes: broken });
      rejects(applyOutcomes({ world }), 'InvariantViolated');
    }
  });

  it('refuses an empty queue', () => {
    const world = new World();
    run(applyOutcomes({ world }));
    rejects(applyOutcomes({ world }), 'QueueEmpty');
  });

  it('refuses a batch of none or above a hundred', () => {
    rejects(applyOutcomes({ max: 0 }), 'BatchOutOfRange');
    rejects(applyOutcomes({ max: 101 }), 'BatchOutOfRange');
  });

  it('refuses scores of another page', () => {
    const world = recorded();
    run(initPage({ world, page: 1 }));
    rejects(applyOutcomes({ world, accounts: { scores: scorePageAddress(1) } }), 'ConstraintSeeds');
  });
});
