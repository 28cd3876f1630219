import { isRefusedForGood } from '../domain/audit.ts';
import { messageOf, NodeError } from '../domain/errors.ts';
import type { AuditProgress } from '../domain/events.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { JobAudit, Signature } from '../ports/chain.ts';
import type { ActiveJob } from './active-job.ts';
import { retry } from './retry.ts';
import type { AgentSettings } from './settings.ts';

/** What every step of an audit works on. */
export interface AuditWork {
  readonly job: ActiveJob;
  readonly ports: AgentPorts;
  readonly settings: AgentSettings;
  readonly signal: AbortSignal;
}

/** The audit as the chain has it, which is the truth about it. */
export function readAudit({ job, ports, settings, signal }: AuditWork): Promise<JobAudit> {
  const { chain, clock, log } = ports;
  return retry({ clock, log, what: 'reading the audit', firstMs: settings.retryMs, signal }, async () => {
    const audit = await chain.readAudit(job.address);
    if (audit === null) throw new NodeError('CHAIN_UNAVAILABLE', 'the audit is not visible yet');
    return audit;
  });
}

/**
 * Sends a transaction until it is on chain, or until the audit shows that it was (then the answer is ''): an earlier
 * attempt or anybody else may have done the same.
 * @throws NodeError AUDIT_REFUSED when it can never succeed.
 */
export async function sendForAudit(
  { job, ports, settings, signal }: AuditWork,
  what: string,
  send: () => Promise<Signature>,
  isDone: (audit: JobAudit) => boolean,
): Promise<Signature> {
  const { chain, clock, log } = ports;
  const isFinal = (error: unknown) => refusalForGood(error) !== undefined;
  try {
    return await retry({ clock, log, what, firstMs: settings.retryMs, signal, isFinal }, async () => {
      try {
        return await send();
      } catch (error) {
        const audit = await chain.readAudit(job.address);
        if (audit !== null && isDone(audit)) return '';
        throw error;
      }
    });
  } catch (error) {
    const refusal = refusalForGood(error);
    if (refusal === undefined) throw error;
    const message = `the chain refused ${what}: ${messageOf(error)}`;
    throw new NodeError('AUDIT_REFUSED', message, { error: refusal }, error);
  }
}

export function tellAudit(job: ActiveJob, progress: AuditProgress): void {
  job.auditProgress = progress;
  job.emit({ kind: 'audit', progress });
}

/** The program's error, if it stands. */
function refusalForGood(error: unknown): string | undefined {
  if (!(error instanceof NodeError) || error.code !== 'CHAIN_REFUSED') return undefined;
  const name = error.failure.facts.error;
  return isRefusedForGood(name) ? name : undefined;
}
