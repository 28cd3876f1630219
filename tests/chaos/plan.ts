import { generator } from '../step/random-steps.ts';

export const VICTIMS = ['node', 'engine', 'client', 'coordinator', 'prover'] as const;
/** Who is killed. The engine is a program and the prover a program of ours: children of the node that die alone. */
export type Victim = (typeof VICTIMS)[number];
/** A number for each victim. */
export type Tally = Readonly<Record<Victim, number>>;

/** What a job has come to when a kill becomes due; between anchored and proven only in the exact tier. */
export const MOMENTS = [
  'begun',
  'offered',
  'paid',
  'assigned',
  'accepted',
  'training',
  'trained',
  'anchored',
  'stepsAnchored',
  'slotRecorded',
  'challenged',
  'audited',
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
  /** Of a victim that was down when its turn came: whether it is met while it starts, or at work again. */
  readonly whileStarting: boolean;
  /** From the kill to the new start; null: it stays dead. */
  readonly downMs: number | null;
}

/** `committed` trains in the agent itself, `program` in a child of it; `exact` is audited, in the tier of that name. */
export const KINDS = ['committed', 'program', 'exact'] as const;
export type Kind = (typeof KINDS)[number];

export interface JobPlan {
  readonly number: number;
  readonly kind: Kind;
  /** From the begin of its wave to the order. */
  readonly afterMs: number;
  readonly kills: readonly Kill[];
}

/** Jobs that are under way at the same time, on the same node. */
export interface Wave {
  readonly number: number;
  readonly jobs: readonly JobPlan[];
}

const LONGEST_DELAY_MS = 400;
const LONGEST_DOWN_MS = 1_500;
const LONGEST_AFTER_MS = 4_000;
/** One wave in so many is a single job that loses somebody for good. */
const STAYS_ONE_IN = 8;
/** Of each victim in a wave. */
const MOST_KILLS = 16;
/** The agent gives a proof three attempts, whoever's fault it is; a job may not lose more provers than that. */
const MOST_PROVERS = 2;
/** One of those whose children are killed, so that the child that is found is this job's. */
const TOGETHER: readonly Kind[] = ['committed', 'program', 'exact', 'committed'];

/** Waves in which every victim is killed so many times. The same numbers give the same waves. */
export function planWaves(kills: Tally, seed: number): Wave[] {
  const below = generator(seed);
  const left: Record<Victim, number> = { ...kills };
  const waves: Wave[] = [];
  let jobs = 0;
  const add = (planned: readonly Omit<JobPlan, 'number'>[]) =>
    waves.push({ number: waves.length + 1, jobs: planned.map((job) => ({ number: ++jobs, ...job })) });
  while (VICTIMS.some((victim) => left[victim] > 0)) {
    const mortal = VICTIMS.filter((victim) => victim !== 'prover' && left[victim] > 0);
    const lost = below(STAYS_ONE_IN) === 0 ? pick(below, mortal) : undefined;
    if (lost !== undefined) {
      left[lost] -= 1;
      const kind = lost === 'engine' ? 'program' : (pick(below, KINDS) as Kind);
      add([{ kind, afterMs: 0, kills: [killOf(below, lost, kind, true)] }]);
      continue;
    }
    const planned = TOGETHER.map((kind) => ({ kind, afterMs: below(LONGEST_AFTER_MS), kills: [] as Kill[] }));
    for (const victim of VICTIMS) {
      const most = victim === 'prover' ? MOST_PROVERS : MOST_KILLS;
      for (let n = Math.min(left[victim], 1 + below(most)); n > 0; n -= 1) {
        const able = planned.filter(({ kind }) => canLose(kind, victim));
        const job = pick(below, able) as (typeof planned)[number];
        job.kills.push(killOf(below, victim, job.kind, false));
        left[victim] -= 1;
      }
    }
    add(planned.filter(({ kills }) => kills.length > 0));
  }
  return waves;
}

function canLose(kind: Kind, victim: Victim): boolean {
  if (victim === 'engine') return kind === 'program';
  return victim !== 'prover' || kind === 'exact';
}

function killOf(below: Below, victim: Victim, kind: Kind, stays: boolean): Kill {
  return {
    victim,
    moment: pick(below, momentsOf(victim, kind)) as Moment,
    share: below(1000) / 1000,
    delayMs: below(LONGEST_DELAY_MS),
    whileStarting: below(5) === 0,
    // Some are gone for long enough to be missed, most come back as a supervisor brings them back.
    downMs: stays ? null : below(below(4) === 0 ? LONGEST_DOWN_MS : 100),
  };
}

const AUDITED: readonly Moment[] = ['stepsAnchored', 'slotRecorded', 'challenged', 'audited'];
const COMMITTED = MOMENTS.filter((moment) => !AUDITED.includes(moment));

/** Most of a job is training, and most of an exact one audits, so most kills meet it there. */
function momentsOf(victim: Victim, kind: Kind): readonly Moment[] {
  if (victim === 'engine') return ['training'];
  if (victim === 'prover') return ['trained', 'anchored', 'challenged', 'challenged', 'challenged'];
  if (kind === 'exact') return [...MOMENTS, 'trained', 'slotRecorded', 'challenged', 'challenged'];
  return [...COMMITTED, 'training', 'training', 'training', 'training'];
}

type Below = ReturnType<typeof generator>;

function pick<T>(below: Below, from: readonly T[]): T | undefined {
  return from[below(from.length)];
}
