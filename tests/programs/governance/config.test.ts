import { configAddress, governance, type governanceTypes } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  acceptAuthority,
  configured,
  initConfig,
  proposeAuthority,
  setPause,
  setUpgradeAuthority,
  updateConfig,
} from '../fixtures/governance.ts';
import { designParams } from '../fixtures/params.ts';
import { World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { START } from '../support/chain.ts';
import { doctor } from '../support/doctor.ts';
import { createMint } from '../support/tokens.ts';

type Params = governanceTypes.ConfigParams;
type Part = { [Name in keyof Params]?: Partial<Params[Name]> };

function params(part: Part): Params {
  const merged = Object.entries(designParams).map(([name, group]) => [
    name,
    { ...group, ...part[name as keyof Params] },
  ]);
  return Object.fromEntries(merged) as Params;
}

function config(world: World): governanceTypes.Config {
  return read(world.chain, governance, 'Config', configAddress());
}

describe('governance: init_config', () => {
  it('stores what it was given and says so', () => {
    const world = new World();
    const { events } = run(initConfig({ world }));
    const stored = config(world);
    expect(stored.authority).to.equal(world.authority.publicKey.toBase58());
    expect(stored.params).to.deep.equal(designParams);
    expect(stored.guardianThreshold).to.equal(3);
    expect([stored.version, stored.paused, stored.pendingAuthority]).to.deep.equal([1, false, null]);
    expect(events.map(({ name }) => name)).to.deep.equal(['ConfigInitialized']);
  });

  it('refuses anyone but the upgrade authority', () => {
    const world = new World();
    rejects(initConfig({ world, accounts: { authority: world.stranger.publicKey } }), 'NotUpgradeAuthority');
  });

  it('refuses everyone once the program cannot be upgraded', () => {
    const world = new World();
    const test = initConfig({ world });
    setUpgradeAuthority(world, null);
    rejects(test, 'NotUpgradeAuthority');
  });

  it('refuses a second time', () => {
    const world = configured();
    rejects(initConfig({ world }), 'Custom 0');
  });

  it('refuses a guardian named twice', () => {
    const world = new World();
    const [first = ''] = world.guardians.map((guardian) => guardian.publicKey.toBase58());
    const guardians = [
      first,
      first,
      ...world.guardians.slice(2).map((guardian) => guardian.publicKey.toBase58()),
    ];
    rejects(initConfig({ world, guardians }), 'DuplicateGuardian');
  });

  it('refuses a guardian that is no key', () => {
    const world = new World();
    const guardians = world.guardians.map((guardian) => guardian.publicKey.toBase58());
    guardians[4] = '11111111111111111111111111111111';
    rejects(initConfig({ world, guardians }), 'DuplicateGuardian');
  });

  for (const guardianThreshold of [0, 6]) {
    it(`refuses a threshold of ${guardianThreshold}`, () => {
      rejects(initConfig({ guardianThreshold }), 'ThresholdOutOfRange');
    });
  }

  it('refuses a mint with transfer fees', () => {
    const world = new World();
    const cyxwizMint = createMint(world.chain, { transferFee: true });
    rejects(initConfig({ world, accounts: { cyxwizMint } }), 'MintExtensionNotAllowed');
  });

  it('refuses a mint with 19 decimals', () => {
    const world = new World();
    const cyxwizMint = createMint(world.chain, { decimals: 19 });
    rejects(initConfig({ world, accounts: { cyxwizMint } }), 'TooManyDecimals');
  });
});

describe('governance: update_config', () => {
  it('replaces parameters', () => {
    const world = new World();
    run(updateConfig({ world, params: params({ fees: { feeBps: 900 } }), allowDevelopmentKeys: false }));
    expect(config(world).params.fees.feeBps).to.equal(900);
    expect(config(world).allowDevelopmentKeys).to.equal(false);
  });

  it('refuses a stranger', () => {
    const world = new World();
    rejects(updateConfig({ world, accounts: { authority: world.stranger.publicKey } }), 'NotAuthority');
  });

  const faults: readonly [string, Part, string][] = [
    ['a fee above the whole', { fees: { feeBps: 10_001 } }, 'BpsAboveWhole'],
    [
      'a split that misses a basis point',
      { fees: { splitBps: [4_000, 3_000, 2_000, 999] } },
      'FeeSplitNotWhole',
    ],
    ['price limits out of order', { stake: { priceLimitsTokens: [50n, 10n, 200n] } }, 'LimitsNotAscending'],
    ['stakes that descend', { stake: { minStake: [2n, 1n, 3n, 4n] } }, 'StakesNotAscending'],
    ['a stake of nothing', { stake: { minStake: [0n, 1n, 3n, 4n] } }, 'StakesNotAscending'],
    ['a lock of no time', { stake: { lock: 0n } }, 'DurationNotPositive'],
    ['negative silence', { escrow: { silence: -1n } }, 'DurationNotPositive'],
    ['four failures to remember', { stake: { repeatCount: 4 } }, 'CountOutOfRange'],
    ['no jobs a day', { escrow: { maxJobsPerDay: 0 } }, 'CountOutOfRange'],
    ['a lower time bound above the estimate', { escrow: { timeMinBps: 10_001 } }, 'TimeBoundsInverted'],
    ['weights of 999 points', { reputation: { weights: [399, 250, 200, 100, 50] } }, 'WeightsNotThousand'],
    ['a tier above 1,000', { reputation: { tierScores: [300, 600, 1_001] } }, 'ScoresNotAscending'],
    ['a quorum above the whole', { voting: { quorumBps: 10_001 } }, 'BpsAboveWhole'],
    ['a vote of 90 days and a second', { voting: { vote: 7_776_001n } }, 'DurationTooLong'],
    ['a timelock of 90 days and a second', { voting: { timelock: 7_776_001n } }, 'DurationTooLong'],
    ['evidence for 90 days and a second', { voting: { evidence: 7_776_001n } }, 'DurationTooLong'],
    ['a vote on disputes of longer', { voting: { disputeVote: 7_776_001n } }, 'DurationTooLong'],
    ['an appeal for longer', { voting: { appeal: 7_776_001n } }, 'DurationTooLong'],
    ['a pause of longer', { voting: { pauseLimit: 7_776_001n } }, 'DurationTooLong'],
    ['approvals of a pause over longer', { voting: { pauseApproval: 7_776_001n } }, 'DurationTooLong'],
    ['a lock of ten years and a second', { stake: { lock: 315_360_001n } }, 'DurationTooLong'],
  ];
  for (const [fault, part, error] of faults) {
    it(`refuses ${fault}`, () => {
      rejects(updateConfig({ params: params(part) }), error);
    });
  }

  it('takes periods up to their bounds', () => {
    const world = new World();
    const most = params({
      voting: { vote: 7_776_000n, pauseLimit: 7_776_000n },
      stake: { lock: 315_360_000n },
    });
    run(updateConfig({ world, params: most }));
    expect(config(world).params).to.deep.equal(most);
  });

  it('refuses to go on from a broken state', () => {
    const world = configured();
    doctor(world.chain, governance, 'Config', configAddress(), { guardianThreshold: 0 });
    rejects(updateConfig({ world }), 'InvariantViolated');
  });
});

describe('governance: authority', () => {
  it('passes on in two steps', () => {
    const world = new World();
    run(proposeAuthority({ world }));
    expect(config(world).authority).to.equal(world.authority.publicKey.toBase58());
    const { events } = run(acceptAuthority({ world }));
    expect(config(world).authority).to.equal(world.owner.publicKey.toBase58());
    expect(config(world).pendingAuthority).to.equal(null);
    expect(events.map(({ name }) => name)).to.deep.equal(['AuthorityAccepted']);
    rejects(updateConfig({ world }), 'NotAuthority');
  });

  it('can be withdrawn before it is accepted', () => {
    const world = new World();
    const accept = acceptAuthority({ world });
    run(proposeAuthority({ world, next: null }));
    rejects(accept, 'NotPendingAuthority');
  });

  it('refuses a stranger at either step', () => {
    const { publicKey } = new World().stranger;
    rejects(proposeAuthority({ accounts: { authority: publicKey } }), 'NotAuthority');
    rejects(acceptAuthority({ accounts: { pendingAuthority: publicKey } }), 'NotPendingAuthority');
  });

  it('refuses the one who has it', () => {
    const world = new World();
    rejects(proposeAuthority({ world, next: world.authority.publicKey.toBase58() }), 'AuthorityUnchanged');
  });
});

describe('governance: set_pause', () => {
  const LIMIT = designParams.voting.pauseLimit;

  it('stops until a time, or until lifted', () => {
    const world = new World();
    run(setPause({ world, until: START + LIMIT }));
    expect([config(world).paused, config(world).pausedUntil]).to.deep.equal([true, START + LIMIT]);
    run(setPause({ world, until: START + 1n }));
    expect(config(world).pausedUntil).to.equal(START + 1n);
    run(setPause({ world, paused: false, until: START + 1n }));
    expect([config(world).paused, config(world).pausedUntil]).to.deep.equal([false, 0n]);
  });

  it('refuses a stranger', () => {
    rejects(setPause({ accounts: { authority: new World().stranger.publicKey } }), 'NotAuthority');
  });

  it('refuses a pause beyond the limit', () => {
    rejects(setPause({ until: START + LIMIT + 1n }), 'PauseTooLong');
  });

  for (const until of [START, START - 1n, 0n, -1n]) {
    it(`refuses to end at ${until - START} seconds from now`, () => {
      rejects(setPause({ until }), 'PauseEndsInThePast');
    });
  }
});
