import { expect } from 'chai';
import { type Candidate, type MatchRequest, matchNodes, outranked } from '../../src/domain/matching.ts';
import { requiredStake, tierAllows, tierOf } from '../../src/domain/policy.ts';
import { PARAMS, TOKEN } from '../support/fake-chain.ts';

const CANDIDATE: Candidate = {
  address: 'A',
  hardware: { cpuCores: 8, memoryMib: 16_384, gpuCount: 1, gpuMemoryMib: 8192, benchmark: 100n },
  stake: 5000n * TOKEN,
  score: 500,
  proofsValid: 10,
  suspendedUntil: 0,
  banned: false,
  slots: 2,
  taken: 0,
  online: true,
  draining: false,
  engines: ['exact'],
  priceBps: 10_000,
  latencyMs: 20,
  uptime: 1,
};
const REQUEST: MatchRequest = {
  resources: { cpuCores: 4, memoryMib: 8192, gpuCount: 1, gpuMemoryMib: 4096, gpuClass: 'consumer' },
  engine: 'exact',
  maxPrice: undefined,
  decimals: 9,
  params: PARAMS,
  now: 1_000_000,
  priceFor: (_tier, askBps) => ({ amount: (5n * TOKEN * BigInt(askBps)) / 10_000n, explanation: [] }),
};
const at = (tokens: bigint): Partial<MatchRequest> => ({
  priceFor: () => ({ amount: tokens * TOKEN, explanation: [] }),
});
const match = (candidates: Partial<Candidate>[], request: Partial<MatchRequest> = {}) =>
  matchNodes(
    candidates.map((changes) => ({ ...CANDIDATE, ...changes })),
    { ...REQUEST, ...request },
  );

describe('matching', () => {
  const refusals: [string, Partial<Candidate>, Partial<MatchRequest>, string, RegExp][] = [
    ['banned', { banned: true }, {}, 'BANNED', /banned/],
    ['suspended', { suspendedUntil: 1_000_001 }, {}, 'SUSPENDED', /until 1970-01-12T13:46:41/],
    ['silent', { online: false }, {}, 'OFFLINE', /30 seconds/],
    [
      'too few cores',
      { hardware: { ...CANDIDATE.hardware, cpuCores: 3 } },
      {},
      'HARDWARE',
      /has 3 CPU cores, needs 4/,
    ],
    [
      'too little memory',
      { hardware: { ...CANDIDATE.hardware, memoryMib: 1 } },
      {},
      'HARDWARE',
      /MiB memory/,
    ],
    ['no GPU', { hardware: { ...CANDIDATE.hardware, gpuCount: 0 } }, {}, 'HARDWARE', /0 GPUs/],
    [
      'small GPU',
      { hardware: { ...CANDIDATE.hardware, gpuMemoryMib: 4095 } },
      {},
      'HARDWARE',
      /GPU memory, needs 4096/,
    ],
    ['another engine', { engines: ['process'] }, {}, 'HARDWARE', /engine exact/],
    ['Bronze at 10 tokens', { score: 299 }, at(10n), 'TIER_TOO_LOW', /score 299 \(Bronze\)/],
    ['Silver at 50', { score: 599 }, at(50n), 'TIER_TOO_LOW', /Silver/],
    ['Gold at 200', { score: 799 }, at(200n), 'TIER_TOO_LOW', /Gold/],
    [
      'below the least score',
      { score: 5 },
      { params: { ...PARAMS, minNodeScore: 6 } },
      'TIER_TOO_LOW',
      /score 5/,
    ],
    ['stake of 49.9', { stake: 50n * TOKEN - 1n }, {}, 'INSUFFICIENT_STAKE', /needs 50000000000/],
    [
      'stake of 199.9 at 10',
      { stake: 200n * TOKEN - 1n },
      at(10n),
      'INSUFFICIENT_STAKE',
      /needs 200000000000/,
    ],
    ['dearer than the limit', {}, { maxPrice: 5n * TOKEN - 1n }, 'PRICE', /limit is 4999999999/],
    ['no slot left', { taken: 2 }, {}, 'BUSY', /all 2 slots/],
  ];
  for (const [name, node, request, code, reason] of refusals) {
    it(`refuses a node that is ${name}: ${code}`, () => {
      const result = match([node], request);
      expect(result.ranked).to.deep.equal([]);
      expect(result.rejected.map((r) => [r.node, r.code])).to.deep.equal([['A', code]]);
      expect(result.rejected[0]?.reason).to.match(reason);
    });
  }

  it('takes a node that just meets every bound', () => {
    const hardware = { cpuCores: 4, memoryMib: 8192, gpuCount: 1, gpuMemoryMib: 4096, benchmark: 0n };
    const node = { hardware, stake: 50n * TOKEN, suspendedUntil: 1_000_000, taken: 1 };
    expect(match([node], { maxPrice: 5n * TOKEN }).ranked).to.have.length(1);
  });

  const better: [string, Partial<Candidate>, Partial<Candidate>][] = [
    ['the cheaper', { priceBps: 9_000 }, { priceBps: 10_000 }],
    ['the more reputable', { score: 599 }, { score: 500 }],
    ['the nearer', { latencyMs: 10 }, { latencyMs: 200 }],
    ['one whose way is known', { latencyMs: 500 }, { latencyMs: undefined }],
    ['the steadier', { uptime: 0.99 }, { uptime: 0.5 }],
    ['the one with proven power', { proofsValid: 100 }, { proofsValid: 0 }],
  ];
  for (const [name, winner, loser] of better) {
    it(`prefers ${name}, all else equal`, () => {
      const { ranked } = match([
        { address: 'B', ...loser },
        { address: 'Z', ...winner },
      ]);
      expect(ranked.map((node) => node.candidate.address)).to.deep.equal(['Z', 'B']);
      expect(ranked.every((node) => node.matchScore > 0 && node.matchScore <= 1)).to.equal(true);
    });
  }

  it('does not believe a benchmark without proofs', () => {
    const boast = {
      address: 'Z',
      hardware: { ...CANDIDATE.hardware, benchmark: 1_000_000n },
      proofsValid: 0,
    };
    expect(match([boast, { address: 'B' }]).ranked[0]?.candidate.address).to.equal('B');
  });

  it('lets Diamond nodes pick first, whatever the score', () => {
    const diamond = { address: 'Z', score: 800, priceBps: 20_000, uptime: 0.1, latencyMs: 900 };
    const { ranked } = match([{ address: 'B', score: 799 }, diamond]);
    expect(ranked[0]?.candidate.address).to.equal('Z');
    const chosen = ranked[0];
    if (!chosen) throw new Error('there is a winner');
    expect(outranked(ranked, chosen)).to.have.length(1);
    expect(outranked(ranked, chosen)[0]).to.include({ node: 'B', code: 'LOWER_SCORE' });
    expect(outranked(ranked, chosen)[0]?.reason).to.contain('Diamond');
  });

  it('orders equals by address, so that every coordinator chooses the same', () => {
    const names = (list: string[]) =>
      match(list.map((address) => ({ address }))).ranked.map((n) => n.candidate.address);
    expect(names(['C', 'A', 'B'])).to.deep.equal(['A', 'B', 'C']);
    expect(names(['B', 'C', 'A'])).to.deep.equal(['A', 'B', 'C']);
  });

  it('accounts for every node exactly once', () => {
    const { ranked, rejected } = match([
      { address: 'A' },
      { address: 'B', banned: true },
      { address: 'C', taken: 2 },
      { address: 'D' },
    ]);
    const chosen = ranked[0];
    if (!chosen) throw new Error('there is a winner');
    const named = [
      chosen.candidate.address,
      ...outranked(ranked, chosen).map((r) => r.node),
      ...rejected.map((r) => r.node),
    ];
    expect(named.sort()).to.deep.equal(['A', 'B', 'C', 'D']);
  });
});

describe('policy of the programs', () => {
  it('knows the tiers at their bounds', () => {
    expect([0, 299, 300, 599, 600, 799, 800, 1000].map((score) => tierOf(score, PARAMS))).to.deep.equal([
      'Bronze',
      'Bronze',
      'Silver',
      'Silver',
      'Gold',
      'Gold',
      'Diamond',
      'Diamond',
    ]);
  });

  it('asks for stake by price band, the third inclusive', () => {
    const stakes = [
      10n * TOKEN - 1n,
      10n * TOKEN,
      50n * TOKEN - 1n,
      50n * TOKEN,
      200n * TOKEN,
      200n * TOKEN + 1n,
    ];
    expect(stakes.map((price) => requiredStake(price, 9, PARAMS) / TOKEN)).to.deep.equal([
      50n,
      200n,
      200n,
      1000n,
      1000n,
      5000n,
    ]);
  });

  it('lets Diamond take any price and scales with the decimals', () => {
    expect(tierAllows('Diamond', (1n << 64n) - 1n, 9, PARAMS)).to.equal(true);
    expect(tierAllows('Bronze', 9_999_999n, 6, PARAMS)).to.equal(true);
    expect(tierAllows('Bronze', 10_000_000n, 6, PARAMS)).to.equal(false);
  });
});
