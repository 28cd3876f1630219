import type { Job } from './api.ts';

/** Phases in which a job may need somebody. */
const OPEN = ['FUNDED', 'RUNNING', 'PROVING'] as const;
/** Of each, what one look goes through: as many as one answer holds. */
const MOST = 100;

type Open = (typeof OPEN)[number];
/** From where on to look, by phase; absent: nothing older is there. The first look begins with `NEWEST`. */
export type Window = Readonly<Partial<Record<Open, string | null>>>;
export const NEWEST: Window = { FUNDED: null, RUNNING: null, PROVING: null };

export interface OpenJobs {
  readonly jobs: readonly string[];
  /** Where older ones are; undefined: there are none. */
  readonly older: Window | undefined;
}

/** The open jobs of one window, at most 100 of each phase. */
export async function readOpenJobs(
  window: Window,
  read: (filter: Readonly<Record<string, string>>) => Promise<readonly Pick<Job, 'job' | 'createdAt'>[]>,
): Promise<OpenJobs> {
  const looked = await Promise.all(
    OPEN.filter((phase) => window[phase] !== undefined).map(async (phase) => {
      const before = window[phase];
      const found = await read({ phase, limit: String(MOST), ...(before && { before }) });
      const last = found.length === MOST ? found.at(-1)?.createdAt : undefined;
      return { found, rest: last === undefined ? [] : [[phase, last] as const] };
    }),
  );
  const older = Object.fromEntries(looked.flatMap(({ rest }) => rest)) as Window;
  return {
    jobs: looked.flatMap(({ found }) => found.map(({ job }) => job)),
    older: Object.keys(older).length > 0 ? older : undefined,
  };
}
