import { generator } from '../step/random-steps.ts';

export const VICTIMS = ['node', 'engine', 'client', 'coordinator'] as const;
export type Victim = (typeof VICTIMS)[number];

/** What a job has come to when a kill becomes due. */
export const MOMENTS = [
  'begun',
  'offered',
  'paid',
  'assigned',
  'accepted',
  'training',
  'trained',
  'anchored',
  'proven',
] as const;
export type Moment = (typeof MOMENTS)[number];

export interface Kill {
  readonly victim: Victim;
  readonly moment: Moment;
  /** Share of the epochs that are trained by then, when the moment is `training`. */
  readonly share: number;
  /** From the moment to the kill. */
  readonly delayMs: number;
  /** From the kill to the new start; null: it stays dead. */
  readonly downMs: number | null;
}

export interface JobPlan {
  readonly number: number;
  /** `exact` trains in the agent itself; a program is a child that can be killed alone. */
  readonly engine: 'exact' | 'program';
  readonly kills: readonly Kill[];
}

const LONGEST_DELAY_MS = 400;
const LONGEST_DOWN_MS = 1_500;
/** One job in so many has somebody who does not come back. */
const STAYS_ONE_IN = 12;
const MOST_KILLS = 5;

/** Jobs in which every victim is killed so many times. The same numbers give the same jobs. */
export function planJobs(killsEach: number, seed: number): JobPlan[] {
  const below = generator(seed);
  const left = new Map(VICTIMS.map((victim) => [victim, killsEach]));
  const take = (from: readonly Victim[]): Victim | undefined => {
    const able = from.filter((victim) => (left.get(victim) ?? 0) > 0);
    const victim = able[below(Math.max(1, able.length))];
    if (victim) left.set(victim, (left.get(victim) ?? 0) - 1);
    return victim;
  };
  const killOf = (victim: Victim, stays: boolean): Kill => ({
    victim,
    moment: victim === 'engine' ? 'training' : (pick(below, MOMENTS_BY_WEIGHT) as Moment),
    share: below(1000) / 1000,
    delayMs: below(LONGEST_DELAY_MS),
    downMs: stays ? null : below(LONGEST_DOWN_MS),
  });
  const jobs: JobPlan[] = [];
  for (;;) {
    const first = take(VICTIMS);
    if (first === undefined) return jobs;
    const engine = first === 'engine' ? 'program' : 'exact';
    const stays = below(STAYS_ONE_IN) === 0;
    const kills = [killOf(first, stays)];
    const others = VICTIMS.filter((victim) => engine === 'program' || victim !== 'engine');
    for (let more = stays ? 0 : below(MOST_KILLS); more > 0; more -= 1) {
      const victim = take(others);
      if (victim) kills.push(killOf(victim, false));
    }
    jobs.push({ number: jobs.length + 1, engine, kills });
  }
}

/** Most of a job is training, so most kills meet it there. */
const MOMENTS_BY_WEIGHT: readonly Moment[] = [...MOMENTS, 'training', 'training', 'training', 'training'];

function pick<T>(below: (n: number) => number, from: readonly T[]): T | undefined {
  return from[below(from.length)];
}
