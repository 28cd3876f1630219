import { toHex } from '@cyxwiz/protocol';
import { messageOf } from '../domain/errors.ts';
import { withAnchor } from '../domain/job-machine.ts';
import type { JobRecord } from '../domain/job-record.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { EscrowJob } from '../ports/chain.ts';
import type { ActiveJob } from './active-job.ts';
import { Interrupted } from './end-of-job.ts';
import type { AgentSettings } from './settings.ts';

const ENDED = new Set(['Cancelled', 'Refunded', 'TimedOut', 'Disputed', 'Resolved']);

/** Reads the escrow of an open job again and again, and interrupts its work when the chain says that it is over. */
export async function watchEscrow(job: ActiveJob, ports: AgentPorts, settings: AgentSettings): Promise<void> {
  const { signal } = job.life;
  let missing = 0;
  while (!signal.aborted && !job.over) {
    await ports.clock.sleep(settings.pollMs, signal);
    if (signal.aborted || job.over || job.record.accepted === null) continue;
    try {
      const escrow = await ports.chain.readJob(job.address);
      // One empty answer may be a provider that lags; the job's own account was seen before.
      missing = escrow === null ? missing + 1 : 0;
      if (escrow !== null) job.escrow = escrow;
      const why = reasonToStop(escrow, missing, job.record);
      if (why !== null) job.life.abort(new Interrupted({ kind: 'chain', ...why }));
    } catch (error) {
      ports.log.debug({ job: job.address, error: messageOf(error) }, 'the escrow could not be read');
    }
  }
}

function reasonToStop(
  escrow: EscrowJob | null,
  missing: number,
  { phase, reassignments }: JobRecord,
): { code: string; message: string } | null {
  if (escrow === null) {
    return missing < 3 || phase === 'proven'
      ? null
      : { code: 'ESCROW_CLOSED', message: 'the escrow was closed' };
  }
  if (escrow.reassignments > reassignments) {
    return {
      code: 'ESCROW_REASSIGNED',
      message: 'another node goes on with this job: this one was not heard of',
    };
  }
  if (!ENDED.has(escrow.state)) return null;
  return { code: `ESCROW_${snake(escrow.state)}`, message: `the escrow is ${escrow.state}` };
}

function snake(state: string): string {
  return state.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

/**
 * Takes over an anchor and a proof that reached the chain before the journal.
 * @throws Interrupted when the job was given to another node meanwhile
 */
export async function adoptFromChain(job: ActiveJob, escrow: EscrowJob): Promise<void> {
  if (escrow.reassignments > job.record.reassignments) {
    const why = reasonToStop(escrow, 0, job.record);
    if (why !== null) throw new Interrupted({ kind: 'chain', ...why });
  }
  job.escrow = escrow;
  const { anchor, checkpoints } = job.record;
  const count = escrow.anchoredCheckpoints;
  const last = checkpoints[count - 1];
  if (last === undefined || count <= (anchor?.checkpoints ?? 0)) return;
  const root = job.rootHex(count);
  if (root !== toHex(escrow.anchoredRoot)) return;
  const adopted = {
    checkpoints: count,
    root,
    elapsedMs: last.timeMs,
    weights: last.weights,
    transaction: '',
  };
  await job.update((record) => withAnchor(record, adopted));
}
