import { readFile } from 'node:fs/promises';
import { openBooks } from './books.ts';
import { Client } from './client.ts';
import { type Ended, endWithout, settled } from './ending.ts';
import { engineOf } from './engine-process.ts';
import { isDue, momentOf } from './moments.ts';
import type { JobPlan, Kill, Victim } from './plan.ts';
import type { System } from './system.ts';
import type { Undisturbed } from './undisturbed.ts';

export interface JobReport {
  readonly end: Ended['end'];
  /** Who was killed, and how far the job had come. */
  readonly kills: readonly { readonly victim: Victim; readonly at: string }[];
  /** Kills that found nobody any more. */
  readonly missed: number;
  readonly faults: readonly string[];
}

const POLL_MS = 20;
const SETTLED_MS = 60_000;

/** One job with its kills, and what must hold when it has ended. */
export async function runJob(plan: JobPlan, system: System, expected: Undisturbed): Promise<JobReport> {
  const client = await Client.new(system, plan);
  const over = new AbortController();
  try {
    return await runWith(client, plan, system, expected, over);
  } finally {
    over.abort();
    await client.leave();
  }
}

async function runWith(
  client: Client,
  plan: JobPlan,
  system: System,
  expected: Undisturbed,
  over: AbortController,
): Promise<JobReport> {
  const books = await openBooks(system, client.wallet);
  const kills: { victim: Victim; at: string }[] = [];
  const ordering = client.run();
  ordering.catch(() => {});
  const killing = plan.kills.map((kill) => carryOut(kill, client, system, over.signal, kills));
  const dead = plan.kills.find((kill) => kill.downMs === null)?.victim;

  let ended: Ended;
  const done = await Promise.all(killing.map((one) => Promise.race([one, ordering.then(() => false)])));
  if (dead !== undefined && done[0] === true) ended = await endWithout(dead, system, client);
  else {
    await ordering;
    ended = { end: 'paid', job: await settled(system, client) };
  }
  over.abort();
  await Promise.all(killing);
  await client.leave();

  const faults = await books.faults(ended.end, ended.job);
  if (ended.end === 'paid' && dead === undefined) {
    const weights = await readFile(client.weights);
    if (!weights.equals(expected[plan.engine]))
      faults.push('the weights differ from an undisturbed training');
    const phase = await phaseAtCoordinator(system, client.job ?? '');
    if (phase !== 'SETTLED') faults.push(`the coordinator says ${phase} of a settled job`);
  }
  if (dead === undefined && ended.end !== 'paid') faults.push(`everybody came back, and it was ${ended.end}`);
  return { end: ended.end, kills, missed: plan.kills.length - kills.length, faults };
}

/** True when it killed somebody; false when the job was over first. */
async function carryOut(
  kill: Kill,
  client: Client,
  system: System,
  over: AbortSignal,
  done: { victim: Victim; at: string }[],
): Promise<boolean> {
  while (!(await isDue(kill, client, system))) {
    if (over.aborted) return false;
    await wait(POLL_MS);
  }
  await wait(kill.delayMs);
  if (kill.victim === 'engine') return killEngine(kill, client, system, over, done);
  const part = { node: system.node, client, coordinator: system.coordinator }[kill.victim];
  if (over.aborted) return false;
  // Somebody who is down already cannot be killed: the kill waits.
  while (!part.alive) {
    if (over.aborted) return false;
    await wait(POLL_MS);
  }
  const at = momentOf(client, system);
  await part.kill();
  done.push({ victim: kill.victim, at });
  if (kill.downMs === null) return true;
  await wait(kill.downMs);
  if (part === client) client.revive();
  else await (part === system.node ? system.node : system.coordinator).start();
  return true;
}

/** The agent starts it again by itself; one that stays dead is killed until the agent gives up. */
async function killEngine(
  kill: Kill,
  client: Client,
  system: System,
  over: AbortSignal,
  done: { victim: Victim; at: string }[],
): Promise<boolean> {
  let killed = false;
  while (!over.aborted) {
    const pid = engineOf(system.node.pid);
    if (pid !== undefined) {
      const at = momentOf(client, system);
      process.kill(pid, 'SIGKILL');
      if (!killed) done.push({ victim: 'engine', at });
      killed = true;
    }
    const at = momentOf(client, system);
    if (killed && (kill.downMs !== null || at === 'failed')) return true;
    if (!killed && ['trained', 'anchored', 'proven', 'settled'].includes(at)) return false;
    await wait(POLL_MS);
  }
  return killed;
}

async function phaseAtCoordinator(system: System, job: string): Promise<string> {
  for (const until = Date.now() + SETTLED_MS; ; ) {
    const answer = await fetch(`${system.restUrl}/v1/jobs/${job}`);
    const { phase = '' } = (await answer.json()) as { phase?: string };
    if (phase.toUpperCase() === 'SETTLED' || Date.now() > until) return phase.toUpperCase();
    await wait(POLL_MS * 10);
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
