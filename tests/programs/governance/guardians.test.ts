import { configAddress, governance } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { approvePause, configured, setGuardians, setPause } from '../fixtures/governance.ts';
import { designParams } from '../fixtures/params.ts';
import { World } from '../fixtures/world.ts';
import { type Case, read, rejects, run } from '../support/case.ts';
import { START } from '../support/chain.ts';

const { pauseLimit, pauseApproval } = designParams.voting;
const config = (world: World) => read(world.chain, governance, 'Config', configAddress());

/** The n-th guardian approves. */
function approves(world: World, guardian: number): Case {
  const { publicKey } = world.guardians[guardian] ?? world.stranger;
  return approvePause({ world, accounts: { guardian: publicKey } });
}

describe('governance: set_guardians', () => {
  it('replaces them and voids what they approved', () => {
    const world = new World();
    run(approves(world, 0));
    run(setGuardians({ world }));
    expect(config(world).guardianThreshold).to.equal(2);
    expect(config(world).pauseApprovals).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
    rejects(approves(world, 4), 'NotGuardian');
    run(approves(world, 1));
    expect(config(world).paused).to.equal(false);
    run(approves(world, 0));
    expect(config(world).paused).to.equal(true);
  });

  it('refuses a stranger, a key named twice and thresholds that no five keys can meet', () => {
    const world = new World();
    rejects(setGuardians({ world, accounts: { authority: world.stranger.publicKey } }), 'NotAuthority');
    const guardians = Array.from({ length: 5 }, () => world.stranger.publicKey.toBase58());
    rejects(setGuardians({ world, guardians }), 'DuplicateGuardian');
    rejects(setGuardians({ world, threshold: 0 }), 'ThresholdOutOfRange');
    rejects(setGuardians({ world, threshold: 6 }), 'ThresholdOutOfRange');
  });
});

describe('governance: approve_pause', () => {
  it('pauses with the third of five, for a week', () => {
    const world = configured();
    run(approves(world, 0));
    run(approves(world, 3));
    expect(config(world).paused).to.equal(false);
    const { events } = run(approves(world, 1));
    expect(events[0]?.data).to.deep.equal({
      guardian: world.guardians[1]?.publicKey.toBase58(),
      approvals: 3,
      pausedUntil: START + pauseLimit,
    });
    expect([config(world).paused, config(world).pausedUntil]).to.deep.equal([true, START + pauseLimit]);
  });

  it('counts a guardian once', () => {
    const world = new World();
    run(approves(world, 0));
    run(approves(world, 1));
    rejects(approves(world, 0), 'AlreadyApproved');
    expect(config(world).paused).to.equal(false);
  });

  it('forgets an approval after a day', () => {
    const world = configured();
    run(approves(world, 0));
    run(approves(world, 1));
    world.chain.warp(pauseApproval);
    run(approves(world, 2));
    expect(config(world).paused).to.equal(false);
    run(approves(world, 0));
    run(approves(world, 1));
    expect(config(world).paused).to.equal(true);
  });

  it('asks for three again when the pause is over', () => {
    const world = configured();
    for (const guardian of [0, 1, 2]) run(approves(world, guardian));
    rejects(approves(world, 3), 'AlreadyPaused');
    world.chain.warp(pauseLimit);
    run(approves(world, 3));
    run(approves(world, 0));
    expect(config(world).pausedUntil <= world.chain.now()).to.equal(true);
  });

  it('does not outlive a lift by the authority', () => {
    const world = configured();
    for (const guardian of [0, 1, 2]) run(approves(world, guardian));
    run(setPause({ world, paused: false }));
    expect(config(world).paused).to.equal(false);
    run(approves(world, 3));
    run(approves(world, 4));
    expect(config(world).paused).to.equal(false);
  });

  it('refuses a stranger', () => {
    const world = new World();
    rejects(approvePause({ world, accounts: { guardian: world.stranger.publicKey } }), 'NotGuardian');
  });
});
