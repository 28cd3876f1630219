import { FIELD_MODULUS, fieldToBytes, nodeAddress } from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { readJob } from '../fixtures/job-escrow/job.ts';
import { setJob } from '../fixtures/job-escrow/state.ts';
import { anchored, anchorProgress, funded, running } from '../fixtures/job-escrow.ts';
import { nodeOf, registerNode, rotateOperator, STAKE } from '../fixtures/node-registry.ts';
import { World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';
import { giveTokens } from '../support/tokens.ts';

/** A world whose job runs for `seconds`. */
function runningFor(seconds: number, world = running()): World {
  world.chain.warp(seconds);
  return world;
}

describe('job-escrow: anchor_progress', () => {
  it('writes the root down, again and again, until the final one', () => {
    const world = runningFor(300);
    run(anchorProgress({ world, checkpoints: 2 }));
    expect(readJob(world)).to.include({
      state: 'Running',
      anchoredCheckpoints: 2,
      anchoredElapsedMs: 2_000n,
    });
    const second = eventOf(run(anchorProgress({ world, checkpoints: 19 })), 'ProgressAnchored');
    expect([second.checkpointsBefore, second.checkpoints, second.isFinal]).to.deep.equal([2, 19, false]);
    const last = eventOf(run(anchorProgress({ world, checkpoints: 20 })), 'ProgressAnchored');
    expect([last.checkpointsBefore, last.isFinal, last.at]).to.deep.equal([19, true, world.chain.now()]);
    expect(readJob(world)).to.include({ state: 'Proving', anchoredCheckpoints: 20 });
  });

  describe('step', () => {
    it('is a tenth of the job at least', () => {
      const world = runningFor(300);
      rejects(anchorProgress({ world, checkpoints: 1 }), 'AnchorStepTooSmall');
      run(anchorProgress({ world, checkpoints: 2 }));
      rejects(anchorProgress({ world, checkpoints: 3 }), 'AnchorStepTooSmall');
      run(anchorProgress({ world, checkpoints: 4 }));
    });

    it('or fifty epochs', () => {
      const world = running(funded(new World(), { epochs: 64 * 50, checkpointInterval: 50 }));
      run(anchorProgress({ world: runningFor(300, world), checkpoints: 1 }));
    });

    it('may be shorter for the final root', () => {
      const world = runningFor(300);
      run(anchorProgress({ world, checkpoints: 19 }));
      run(anchorProgress({ world, checkpoints: 20 }));
    });

    for (const [what, checkpoints, error] of [
      ['no checkpoint', 0, 'CheckpointsNotIncreasing'],
      ['fewer checkpoints', 4, 'CheckpointsNotIncreasing'],
      ['the same checkpoints', 5, 'CheckpointsNotIncreasing'],
      ['more checkpoints than the job has', 21, 'CheckpointsBeyondJob'],
      ['255 checkpoints', 255, 'CheckpointsBeyondJob'],
    ] as const) {
      it(`refuses ${what}`, () => {
        const world = runningFor(300);
        run(anchorProgress({ world, checkpoints: 5 }));
        rejects(anchorProgress({ world, checkpoints, elapsedMs: 9_000n }), error);
        run(anchorProgress({ world, checkpoints: 10 }));
      });
    }
  });

  describe('time', () => {
    it('may run ten seconds ahead of the chain', () => {
      const world = runningFor(300);
      rejects(anchorProgress({ world, elapsedMs: 310_001n }), 'ElapsedAheadOfClock');
      run(anchorProgress({ world, elapsedMs: 310_000n }));
    });

    it('must grow', () => {
      const world = runningFor(300);
      rejects(anchorProgress({ world, elapsedMs: 0n }), 'ElapsedNotIncreasing');
      run(anchorProgress({ world, checkpoints: 5, elapsedMs: 1n }));
      rejects(anchorProgress({ world, checkpoints: 10, elapsedMs: 1n }), 'ElapsedNotIncreasing');
      run(anchorProgress({ world, checkpoints: 10, elapsedMs: 2n }));
    });

    it('refuses the final root before half of the estimate less the grace, and not a second later', () => {
      const world = runningFor(179);
      rejects(anchorProgress({ world, checkpoints: 20 }), 'FinishedTooEarly');
      run(anchorProgress({ world, checkpoints: 19 }));
      world.chain.warp(1);
      run(anchorProgress({ world, checkpoints: 20 }));
    });

    it('lets no part of a job be claimed faster than the whole', () => {
      const world = running();
      // Eight of twenty take 120 of the 300 seconds, which is the grace; nineteen take 285.
      rejects(anchorProgress({ world, checkpoints: 9, elapsedMs: 9n }), 'FinishedTooEarly');
      run(anchorProgress({ world, checkpoints: 8, elapsedMs: 8n }));
      world.chain.warp(164);
      rejects(anchorProgress({ world, checkpoints: 19 }), 'FinishedTooEarly');
      world.chain.warp(1);
      run(anchorProgress({ world, checkpoints: 19 }));
    });

    it('takes a short job at once', () => {
      const world = funded(new World(), { estimatedSeconds: 240 });
      run(anchorProgress({ world, checkpoints: 20, elapsedMs: 10_000n }));
    });

    it('ends with the deadline, its last second included', () => {
      const world = running();
      world.chain.warp(readJob(world).deadline + 1n - world.chain.now());
      rejects(anchorProgress({ world }), 'DeadlinePassed');
      world.chain.warp(-1);
      run(anchorProgress({ world }));
    });

    it('stays within 64 bits', () => {
      const world = runningFor(300);
      setJob(world, { terms: { ...readJob(world).terms, clockTolerance: 9_223_372_036_854_775_807n } });
      rejects(anchorProgress({ world }), 'MathOverflow');
    });
  });

  for (const [what, change] of [
    ['root', { root: new Uint8Array(32).fill(255) }],
    ['weights', { weights: new Uint8Array(32).fill(255) }],
  ] as const) {
    it(`refuses ${what} that are no field element`, () => {
      const world = runningFor(300);
      rejects(anchorProgress({ world, ...change }), 'NotAFieldElement');
      run(anchorProgress({ world, root: fieldToBytes(FIELD_MODULUS - 1n) }));
    });
  }

  it('refuses a job that no node accepted', () => {
    const world = funded().skip('running');
    // No key is the node's yet, so the account is refused before the state is looked at.
    rejects(anchorProgress({ world }), 'WrongNode');
    setJob(world, { node: nodeOf(world).toBase58() });
    rejects(anchorProgress({ world }), 'JobNotRunning');
  });

  it('refuses more after the final root', () => {
    rejects(anchorProgress({ world: anchored() }), 'JobNotRunning');
  });

  it('refuses another node', () => {
    const world = runningFor(300);
    const { chain, stranger, payer } = world;
    const ownerToken = giveTokens(chain, world.mint, stranger.publicKey, STAKE);
    const accounts = { owner: stranger.publicKey, operator: stranger.publicKey, ownerToken };
    run({ ...registerNode({ world, accounts }), signers: [stranger, payer] });
    const node = new PublicKey(nodeAddress(stranger.publicKey));
    const operator = stranger.publicKey;
    rejects(anchorProgress({ world, accounts: { node, operator } }), 'WrongNode');
  });

  it('follows the node when its operator changes', () => {
    const world = runningFor(300);
    const { stranger } = world;
    rejects(anchorProgress({ world, accounts: { operator: stranger.publicKey } }), 'WrongOperator');
    run(rotateOperator({ world }));
    rejects(anchorProgress({ world }), 'WrongOperator');
    run(anchorProgress({ world, accounts: { operator: stranger.publicKey } }));
  });
});
