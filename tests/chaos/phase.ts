import { wait } from './kills.ts';
import type { System } from './system.ts';

const POLL_MS = 200;
const SETTLED_MS = 60_000;

/** What the coordinator says of a job that is settled; it may have to read the chain first. */
export async function phaseAtCoordinator(system: System, job: string): Promise<string> {
  for (const until = Date.now() + SETTLED_MS; ; ) {
    const answer = await fetch(`${system.restUrl}/v1/jobs/${job}`).catch(() => undefined);
    const { phase = '' } = answer ? ((await answer.json()) as { phase?: string }) : {};
    if (phase.toUpperCase() === 'SETTLED' || Date.now() > until) return phase.toUpperCase();
    await wait(POLL_MS);
  }
}
