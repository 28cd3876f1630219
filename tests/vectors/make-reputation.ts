// node tests/vectors/make-reputation.ts: writes reputation.json, lives of nodes and the scores that follow from them by
// packages/protocol/src/scoring. programs/reputation has to come to the same ones.
import { writeFileSync } from 'node:fs';
import {
  blankScore,
  type FoldRules,
  foldOutcome,
  initialParameters,
  type NodeScore,
  type OutcomeKind,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';

const TOKEN = 10n ** 9n;
const DAY = 86_400;
const BORN = 1_800_000_000n;
const KINDS: readonly OutcomeKind[] = [
  'Settled',
  'Failed',
  'TimedOut',
  'Cancelled',
  'DisputeLost',
  'DisputeWon',
  'Rated',
];

/** Numbers that look random and are the same every time. */
class Dice {
  #state: bigint;

  constructor(seed: number) {
    this.#state = BigInt(seed);
  }

  below(bound: number): number {
    this.#state = (this.#state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n;
    return Number((this.#state >> 33n) % BigInt(bound));
  }

  one<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }
}

type Outcome = Parameters<typeof foldOutcome>[1] & { readonly bucket: number };

const node = new PublicKey(new Uint8Array(32).fill(7)).toBase58();
const usual: FoldRules = {
  reputation: initialParameters().reputation,
  silence: initialParameters().escrow.silence,
  timeGrace: initialParameters().escrow.timeGrace,
};
const strict: FoldRules = {
  reputation: {
    ...usual.reputation,
    confidence: 3,
    weights: [100, 100, 500, 200, 100],
    trustPriceTokens: 100n,
    clientFullJobs: 1,
    penalties: { failed: 7, timeout: 11, invalidProof: 13, disputeLost: 17, clientDisputeLost: 19 },
    recovery: { job: 23, uptime: 29, fiveStars: 31, disputeWon: 37, uptimePeriod: 100_000n },
  },
  silence: 60n,
  timeGrace: 1n,
};

/** An outcome at `age` seconds of the node's life; `change` says what is special about it. */
function outcome(age: number, change: Partial<Outcome> = {}): Outcome {
  const rated = change.kind === 'Rated';
  return {
    node,
    slot: 5,
    kind: 'Settled',
    client: node,
    bucket: 0,
    price: 5n * TOKEN,
    decimals: 9,
    estimatedSeconds: 600,
    actualSeconds: 600,
    proofsTotal: rated ? 0 : 1,
    proofsValid: rated ? 0 : 1,
    stars: rated ? 5 : 0,
    age,
    uptime: age,
    unbroken: age,
    heartbeatAge: 0,
    recordedAt: BORN + BigInt(age),
    ...change,
  };
}

/** A life of `count` outcomes in which anything happens. */
function random(seed: number, count: number, decimals: readonly number[]): Outcome[] {
  const dice = new Dice(seed);
  let age = 0;
  return Array.from({ length: count }, () => {
    age += dice.one([0, 1, 3_600, 40_000, 3 * DAY]);
    const kind = dice.below(10) ? dice.one(['Settled', 'Rated'] as const) : dice.one(KINDS);
    const places = dice.one(decimals);
    const price = (BigInt(1 + dice.below(20_000)) * 10n ** BigInt(places)) / 10n ** BigInt(dice.below(6)) + 1n;
    const proofsTotal = kind === 'Rated' ? 0 : dice.below(4);
    return outcome(age, {
      kind,
      bucket: dice.below(32),
      price: price < 2n ** 64n ? price : 2n ** 64n - 1n,
      decimals: places,
      estimatedSeconds: 1 + dice.below(5_000),
      actualSeconds: dice.below(9_000),
      proofsTotal,
      proofsValid: dice.below(40) ? proofsTotal : dice.below(proofsTotal + 1),
      stars: kind === 'Rated' ? 1 + dice.below(5) : 0,
      uptime: Math.floor((age * (80 + dice.below(21))) / 100),
      unbroken: dice.below(3) ? age : dice.below(age + 1),
      heartbeatAge: dice.below(4) ? dice.below(60) : dice.below(20_000),
    });
  });
}

const many = (count: number, make: (at: number) => Outcome) => Array.from({ length: count }, (_, at) => make(at));
const lives: readonly { readonly name: string; readonly rules: 'usual' | 'strict'; readonly outcomes: Outcome[] }[] = [
  {
    name: 'forty perfect jobs of ten clients, each rated',
    rules: 'usual',
    outcomes: many(80, (at) =>
      outcome(at * 1_000, { bucket: (at >> 1) % 10, kind: at % 2 ? 'Rated' : 'Settled' }),
    ),
  },
  {
    name: 'a hundred jobs of one base unit for itself, five stars each',
    rules: 'usual',
    outcomes: many(200, (at) =>
      outcome(at * 60, { price: 1n, bucket: at % 32, kind: at % 2 ? 'Rated' : 'Settled' }),
    ),
  },
  {
    name: 'sixty jobs of one client',
    rules: 'usual',
    outcomes: many(60, (at) => outcome(at * 60, { kind: at % 3 === 2 ? 'Rated' : 'Settled' })),
  },
  {
    name: 'every kind once, after years without a break',
    rules: 'usual',
    outcomes: KINDS.map((kind, at) => outcome(900 * DAY + at, { kind })),
  },
  {
    name: 'the edges of time',
    rules: 'usual',
    outcomes: [
      outcome(0),
      outcome(0, { actualSeconds: 0 }),
      outcome(1, { actualSeconds: 720 }),
      outcome(2, { actualSeconds: 721 }),
      outcome(3, { actualSeconds: 2 ** 32 - 1, estimatedSeconds: 2 ** 32 - 1 }),
      outcome(4, { actualSeconds: 2 ** 32 - 1, estimatedSeconds: 1 }),
      outcome(30 * DAY - 1, { kind: 'TimedOut' }),
      outcome(30 * DAY, { kind: 'Cancelled' }),
      outcome(60 * DAY, { kind: 'Cancelled', heartbeatAge: 7_201 }),
      outcome(60 * DAY, { kind: 'Cancelled', heartbeatAge: 7_200 }),
      outcome(2 ** 32 - 1, { uptime: 2 ** 31, kind: 'Failed' }),
    ],
  },
  { name: 'anything', rules: 'usual', outcomes: random(1, 300, [9]) },
  { name: 'anything, in every mint', rules: 'usual', outcomes: random(2, 200, [0, 1, 3, 4, 5, 6, 9, 12, 18]) },
  { name: 'anything, by other rules', rules: 'strict', outcomes: random(3, 200, [6, 9]) },
];

/** 64-bit integers as strings, everything else as it is. */
const plain = (value: object) =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !['padding', 'node', 'client', 'slot'].includes(name))
      .map(([name, field]) => [name, typeof field === 'bigint' ? String(field) : field]),
  );

const cases = lives.map(({ name, rules, outcomes }) => {
  let score: NodeScore = blankScore();
  const after = outcomes.map((each) => {
    score = foldOutcome(score, each, each.bucket, rules === 'usual' ? usual : strict);
    return [score.score, score.adjustment];
  });
  return { name, rules, outcomes: outcomes.map(plain), after, last: plain(score) };
});

const line = (value: unknown) =>
  JSON.stringify(value, (_, field) => (typeof field === 'bigint' ? String(field) : field));
const text = cases.map(
  ({ outcomes, ...rest }) =>
    `{"outcomes":[\n${outcomes.map(line).join(',\n')}\n],\n${line(rest).slice(1)}`,
);
writeFileSync(
  new URL('reputation.json', import.meta.url),
  `{"rules":{"usual":${line(usual)},\n"strict":${line(strict)}},\n"cases":[\n${text.join(',\n')}\n]}\n`,
);
