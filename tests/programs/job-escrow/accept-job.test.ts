import {
  checkpointBinding,
  jobEscrow,
  jobId,
  nodeAddress,
  nodeId,
  scorePageAddress,
  sha256,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { jobOf, readJob } from '../fixtures/job-escrow/job.ts';
import { readNode, setEscrow, setNode, setScore } from '../fixtures/job-escrow/state.ts';
import { acceptJob, funded, open, PRICE, running } from '../fixtures/job-escrow.ts';
import { nodeOf, registerNode, STAKE } from '../fixtures/node-registry.ts';
import { initPage } from '../fixtures/reputation.ts';
import { TOKEN, type World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';
import { giveTokens } from '../support/tokens.ts';

/** A world with a job of this price and a node that could stake for any, with this score. */
function priced(price: bigint, score: number): World {
  const world = open();
  setScore(world, score);
  return funded(world, { price });
}

describe('job-escrow: accept_job', () => {
  it('opens the assignment and names the node', () => {
    const world = funded();
    const accepted = eventOf(run(acceptJob({ world })), 'JobAccepted');
    const job = readJob(world);
    expect([job.state, job.node, job.nodeOwner]).to.deep.equal([
      'Running',
      nodeOf(world).toBase58(),
      world.owner.publicKey.toBase58(),
    ]);
    expect([job.acceptedAt, job.acceptedSlot, job.feeBps]).to.deep.equal([world.chain.now(), 1_000n, 1_000]);
    expect(readNode(world).activeJobs).to.equal(1);
    expect([accepted.price, accepted.score]).to.deep.equal([PRICE, 0]);
  });

  it('binds the proofs to program, job, node, data, start and slot, as clients compute it', () => {
    const world = running();
    const { datasetRoot, initialWeights, specHash, acceptedSlot, binding } = readJob(world);
    const wanted = checkpointBinding({
      program: jobEscrow.id.toBase58(),
      job: jobId(jobOf(world)),
      node: nodeId(nodeOf(world)),
      datasetRoot: Uint8Array.from(datasetRoot),
      initialWeights: Uint8Array.from(initialWeights),
      specHash: Uint8Array.from(specHash),
      acceptedSlot,
    });
    expect(Uint8Array.from(binding)).to.deep.equal(wanted);
  });

  it('takes the last second of the accept window and none after it', () => {
    const world = funded();
    world.chain.warp(301);
    rejects(acceptJob({ world }), 'AcceptWindowClosed');
    world.chain.warp(-1);
    run(acceptJob({ world }));
  });

  it('refuses a second time', () => {
    const world = running();
    rejects(acceptJob({ world }), 'JobNotFunded');
  });

  it('refuses a salt that does not open the assignment', () => {
    const world = funded();
    rejects(acceptJob({ world, salt: sha256('another') }), 'WrongAssignment');
    run(acceptJob({ world }));
  });

  it('refuses a node that was not chosen', () => {
    const world = funded();
    const { chain, stranger, payer } = world;
    const operator = stranger.publicKey;
    const ownerToken = giveTokens(chain, world.mint, operator, STAKE);
    const test = registerNode({ world, accounts: { owner: operator, operator, ownerToken } });
    run({ ...test, signers: [stranger, payer] });
    const node = new PublicKey(nodeAddress(operator));
    rejects(acceptJob({ world, accounts: { node, operator } }), 'WrongAssignment');
  });

  it('refuses anyone but the operator, the owner included', () => {
    const world = funded();
    const test = acceptJob({ world, accounts: { operator: world.owner.publicKey } });
    rejects({ ...test, signers: [world.owner] }, 'WrongOperator');
    rejects(acceptJob({ world, accounts: { operator: world.stranger.publicKey } }), 'WrongOperator');
  });

  it('refuses the scores of another page', () => {
    const world = funded();
    run(initPage({ world, page: 1 }));
    rejects(acceptJob({ world, accounts: { scorePage: scorePageAddress(1) } }), 'WrongScorePage');
  });

  it('leaves stake and standing to node-registry', () => {
    const suspended = funded();
    setNode(suspended, { suspendedUntil: suspended.chain.now() + 1n });
    rejects(acceptJob({ world: suspended }), 'NodeSuspended');
    const banned = funded();
    setNode(banned, { banned: true });
    rejects(acceptJob({ world: banned }), 'NodeBanned');
    const poor = priced(200n * TOKEN + 1n, 800);
    rejects(acceptJob({ world: poor }), 'StakeBelowBand');
  });

  it('refuses a node whose score could not be settled', () => {
    const world = open();
    setEscrow(world, { minNodeScore: 500 });
    funded(world);
    setScore(world, 499);
    rejects(acceptJob({ world }), 'ScoreTooLow');
    setScore(world, 500);
    run(acceptJob({ world }));
  });

  describe('price by score', () => {
    for (const [score, limit] of [
      [0, 10n],
      [299, 10n],
      [300, 50n],
      [599, 50n],
      [600, 200n],
      [799, 200n],
    ] as const) {
      it(`lets a score of ${score} work below ${limit} tokens`, () => {
        rejects(acceptJob({ world: priced(limit * TOKEN, score) }), 'PriceAboveTier');
        run(acceptJob({ world: priced(limit * TOKEN - 1n, score) }));
      });
    }

    it('lets a score of 800 work for any price, at the lower fee', () => {
      const world = priced(200n * TOKEN, 800);
      run(acceptJob({ world }));
      expect(readJob(world).feeBps).to.equal(800);
    });
  });
});
