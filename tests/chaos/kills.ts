import { engineOf, proverOf } from './children.ts';
import type { Client } from './client.ts';
import { isDue, momentOf } from './moments.ts';
import type { JobPlan, Kill, Victim } from './plan.ts';
import type { Service } from './service.ts';
import type { System } from './system.ts';

/** Who was killed, and how far the job had come for which it was planned. */
export interface Killed {
  readonly victim: Victim;
  readonly at: string;
}

/** One job of a wave, and when it is over. */
export interface Scene {
  readonly system: System;
  readonly client: Client;
  readonly plan: JobPlan;
  readonly over: AbortSignal;
  readonly killed: Killed[];
}

const POLL_MS = 20;
/** A node that is killed whenever it is back does nothing in between. */
const WORKS_MS = 500;
/** Nothing runs yet for which an engine or a prover could be found; then nothing runs any more. */
const CHILDLESS = ['trained', 'anchored', 'proven', 'settled'];

/** Waits for the kill's moment. True when it killed somebody; false when the job was over first. */
export async function carryOut(kill: Kill, scene: Scene): Promise<boolean> {
  const { system, client, plan, over } = scene;
  while (!(await isDue(kill, plan, client, system))) {
    if (over.aborted) return false;
    await wait(POLL_MS);
  }
  await wait(kill.delayMs);
  switch (kill.victim) {
    case 'engine':
      return killEngine(kill, scene);
    case 'prover':
      return killProver(scene);
    case 'client':
      return client.inTurn(() => killClient(kill, scene));
    default: {
      const service = system[kill.victim];
      return service.inTurn(() => killService(kill, service, scene));
    }
  }
}

async function killService(kill: Kill, service: Service, scene: Scene): Promise<boolean> {
  const { client, system, over, killed } = scene;
  if (!service.ready && !kill.whileStarting) {
    await service.whenReady();
    await wait(WORKS_MS);
  }
  if (over.aborted || !service.alive) return false;
  const at = service.ready ? momentOf(client, system) : 'starting';
  await service.kill();
  killed.push({ victim: kill.victim, at });
  if (kill.downMs === null) return true;
  await wait(kill.downMs);
  service.start();
  if (kill.whileStarting) await wait(kill.delayMs);
  return true;
}

async function killClient(kill: Kill, { client, system, over, killed }: Scene): Promise<boolean> {
  // Between two of its programs.
  while (!client.alive) {
    if (over.aborted) return false;
    await wait(POLL_MS);
  }
  if (!kill.whileStarting) await client.atWork(over);
  if (over.aborted || !client.alive) return false;
  const at = momentOf(client, system);
  await client.kill();
  killed.push({ victim: 'client', at });
  if (kill.downMs === null) return true;
  await wait(kill.downMs);
  client.revive();
  return true;
}

/** The agent starts it again by itself; one that stays dead is killed until the agent gives up. */
async function killEngine(kill: Kill, { client, system, over, killed }: Scene): Promise<boolean> {
  let found = false;
  while (!over.aborted) {
    const pid = engineOf(system.node.pid);
    const at = momentOf(client, system);
    if (pid !== undefined && send(pid)) {
      if (!found) killed.push({ victim: 'engine', at });
      found = true;
    }
    if (found && (kill.downMs !== null || at === 'failed')) return true;
    if (!found && CHILDLESS.includes(at)) return false;
    await wait(POLL_MS);
  }
  return found;
}

/** The agent starts another when it needs one. */
async function killProver({ client, system, over, killed }: Scene): Promise<boolean> {
  while (!over.aborted) {
    const pid = proverOf(system.node.pid);
    const at = momentOf(client, system);
    if (pid !== undefined && send(pid)) {
      killed.push({ victim: 'prover', at });
      return true;
    }
    if (at === 'settled') return false;
    await wait(POLL_MS);
  }
  return false;
}

/** False for one that is gone by itself. */
function send(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
