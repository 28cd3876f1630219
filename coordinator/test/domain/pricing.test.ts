import { expect } from 'chai';
import { type PriceInput, priceJob } from '../../src/domain/pricing.ts';
import { ceil, rational, toText } from '../../src/domain/rational.ts';
import { expectFault } from '../support/expect-fault.ts';

const HOUR = 3600n;
const GIB = 1024;

/** The seed's worked example: RTX 3070, 8 GB VRAM, 16 GB RAM, 12 hours, normal, Gold. */
const EXAMPLE: PriceInput = {
  resources: { cpuCores: 8, memoryMib: 16 * GIB, gpuCount: 1, gpuMemoryMib: 8 * GIB, gpuClass: 'consumer' },
  estimatedSeconds: 12n * HOUR,
  priority: 'normal',
  tier: 'Gold',
  askBps: 10_000,
  decimals: 9,
  rate: rational(1n),
};
const CPU = { cpuCores: 1, memoryMib: GIB, gpuCount: 0, gpuMemoryMib: 0, gpuClass: 'consumer' } as const;
const amount = (changes: Partial<PriceInput>) => priceJob({ ...EXAMPLE, ...changes }).amount;

describe('pricing', () => {
  it("gives the worked example's 72.96 CYXWIZ to the unit", () => {
    expect(amount({})).to.equal(72_960_000_000n);
  });

  const cases: [string, Partial<PriceInput>, bigint][] = [
    ['another number of decimals', { decimals: 2 }, 7_296n],
    ['no decimals: up to the next whole token', { decimals: 0 }, 73n],
    ['Bronze +20%', { tier: 'Bronze' }, 87_552_000_000n],
    ['Silver +10%', { tier: 'Silver' }, 80_256_000_000n],
    ['Diamond −10%', { tier: 'Diamond' }, 65_664_000_000n],
    ['no node yet', { tier: undefined }, 72_960_000_000n],
    ['low priority', { priority: 'low' }, 58_368_000_000n],
    ['high priority', { priority: 'high' }, 109_440_000_000n],
    ['critical priority', { priority: 'critical' }, 145_920_000_000n],
    ['a node that asks half', { askBps: 5_000 }, 36_480_000_000n],
    ['a mint worth half a CYXWIZ', { rate: rational(2n) }, 145_920_000_000n],
    ['a data centre GPU', { resources: { ...EXAMPLE.resources, gpuClass: 'datacenter' } }, 149_760_000_000n],
    [
      'two GPUs that share those 8 GiB',
      { resources: { ...EXAMPLE.resources, gpuCount: 2 } },
      92_160_000_000n,
    ],
    ['CPU only: 0.5 + 0.1 an hour', { resources: CPU, estimatedSeconds: HOUR - 1n }, 599_833_334n],
    ['one second of one MiB', { resources: { ...CPU, memoryMib: 1 }, estimatedSeconds: 1n }, 138_917n],
    ['an hour: the discount begins', { resources: CPU, estimatedSeconds: HOUR }, 540_000_000n],
    ['just below six hours', { resources: CPU, estimatedSeconds: 6n * HOUR - 1n }, 3_239_850_000n],
    ['six hours', { resources: CPU, estimatedSeconds: 6n * HOUR }, 2_880_000_000n],
    [
      'a day exactly is not yet beyond a day',
      { resources: CPU, estimatedSeconds: 24n * HOUR },
      11_520_000_000n,
    ],
    ['beyond a day', { resources: CPU, estimatedSeconds: 24n * HOUR + 1n }, 10_080_116_667n],
  ];
  for (const [name, changes, expected] of cases) {
    it(`${name}: ${expected} base units`, () => expect(amount(changes)).to.equal(expected));
  }

  it('rounds up once, at the end: never below the exact price, less than one unit above', () => {
    for (let seconds = 1n; seconds < 400n; seconds += 7n) {
      for (const tier of ['Bronze', 'Silver', 'Gold', 'Diamond'] as const) {
        const units = amount({ resources: CPU, estimatedSeconds: seconds, tier });
        const factor = { Bronze: 12n, Silver: 11n, Gold: 10n, Diamond: 9n }[tier];
        // 0.6 CYXWIZ an hour × seconds / 3600 × factor / 10, in units of 10⁻⁹, times 36,000
        const exact = 6n * seconds * factor * 100_000_000n;
        expect(units * 36_000n >= exact && (units - 1n) * 36_000n < exact, `${seconds} s, ${tier}`).to.equal(
          true,
        );
      }
    }
  });

  it('is never zero', () => {
    const least = amount({
      resources: { ...CPU, memoryMib: 1 },
      estimatedSeconds: 1n,
      askBps: 1,
      decimals: 0,
    });
    expect(least).to.equal(1n);
  });

  it('refuses what the chain cannot hold', async () => {
    await expectFault(() => amount({ askBps: 1_000_000, decimals: 18 }), 'PRICE_OUT_OF_RANGE');
  });

  it('explains every factor in order', () => {
    const { explanation } = priceJob(EXAMPLE);
    expect(explanation).to.have.length(7);
    expect(explanation[0]).to.contain('7.6 CYXWIZ an hour');
    expect(explanation.at(-1)).to.contain('72.96 CYXWIZ = 72960000000 base units');
  });
});

describe('fractions', () => {
  it('round up only when something is left', () => {
    expect(ceil(rational(7n, 7n))).to.equal(1n);
    expect(ceil(rational(8n, 7n))).to.equal(2n);
    expect(ceil(rational(0n))).to.equal(0n);
  });

  it('show decimals without trailing zeros', () => {
    expect([rational(38n, 5n), rational(12n), rational(1n, 3n)].map((r) => toText(r))).to.deep.equal([
      '7.6',
      '12',
      '0.333333',
    ]);
  });

  it('refuse a denominator of zero', () => expect(() => rational(1n, 0n)).to.throw(RangeError));
});
