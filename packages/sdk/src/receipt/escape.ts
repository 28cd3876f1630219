import { escapeProbability } from '@cyxwiz/protocol';

/** Shares of cheated segments that a receipt speaks of, in millionths. */
const SHARES = [10_000, 100_000, 500_000];

/** How likely a node got through that cheated in a share of the segments, in millionths. */
export interface Escape {
  readonly cheatedPpm: number;
  readonly escapePpm: number;
}

/** What so many audits, drawn at random, say of a whole training. */
export function escapes(audits: number): Escape[] {
  return SHARES.map((cheatedPpm) => ({
    cheatedPpm,
    escapePpm: Math.round(1_000_000 * escapeProbability(cheatedPpm / 1_000_000, audits)),
  }));
}

/** The same for people. */
export function escapesText(list: readonly Escape[]): string {
  const percent = (ppm: number) => `${ppm / 10_000} %`;
  const parts = list.map(
    ({ cheatedPpm, escapePpm }) => `${percent(cheatedPpm)} of the segments: ${percent(escapePpm)}`,
  );
  return `a node that cheated in this share of the segments got through with this probability – ${parts.join('; ')}`;
}
