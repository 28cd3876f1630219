import { codeOf, messageOf } from '../domain/errors.ts';
import { end } from '../domain/job-machine.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { CompletionReport } from '../ports/coordinator.ts';
import { acceptAssignment } from './accept-assignment.ts';
import type { ActiveJob } from './active-job.ts';
import { anchorFinal } from './anchor-progress.ts';
import { anchorSteps } from './anchor-steps.ts';
import { commitSteps } from './commit-steps.ts';
import { endedEvent, Interrupted, type Interruption } from './end-of-job.ts';
import { openChallenge } from './open-challenge.ts';
import { proveAudits } from './prove-audits.ts';
import { proveAnchored, proveFinal } from './prove-checkpoints.ts';
import { recordSlotHash } from './record-slot-hash.ts';
import { retry } from './retry.ts';
import type { AgentSettings } from './settings.ts';
import { settleJob } from './settle-job.ts';
import { tidyUp } from './tidy-up.ts';
import { trainJob } from './train-job.ts';
import { adoptFromChain, watchEscrow } from './watch-escrow.ts';

/** Takes a job from wherever its record stands to its end. Never rejects: what goes wrong ends in the record. */
export async function driveJob(job: ActiveJob, ports: AgentPorts, settings: AgentSettings): Promise<void> {
  const watching = watchEscrow(job, ports, settings);
  try {
    await phases(job, ports, settings);
  } catch (error) {
    const why = interruption(job, error);
    if (why.kind !== 'shutdown') await finish(job, ports, why);
  } finally {
    if (!job.life.signal.aborted && job.over) job.life.abort(new Interrupted({ kind: 'shutdown' }));
    await watching;
    if (job.over) await tidyUp(job, ports, settings);
  }
}

async function phases(job: ActiveJob, ports: AgentPorts, settings: AgentSettings): Promise<void> {
  const { signal } = job.life;
  const { chain, clock, log } = ports;
  const work = { job, ports, settings, signal };
  if (job.record.accepted !== null) {
    const options = { clock, log, what: 'reading the escrow', firstMs: settings.retryMs, signal };
    const escrow = await retry(options, () => chain.readJob(job.address));
    if (escrow !== null) await adoptFromChain(job, escrow);
  }
  for (;;) {
    signal.throwIfAborted();
    switch (job.record.phase) {
      case 'assigned':
        await acceptAssignment(job, ports, settings, signal);
        report(job, ports, 'running');
        break;
      case 'accepted':
        await job.until((record) => record.startRequested && record.dataset !== null, signal);
        signal.throwIfAborted();
        await trainJob(job, ports, settings, signal);
        break;
      case 'training':
        await trainJob(job, ports, settings, signal);
        break;
      case 'trained':
        // What engine and prover disagree about is not anchored.
        if (job.spec.exact !== undefined) await commitSteps(work);
        await anchorFinal(job, ports, settings, signal);
        report(job, ports, 'proving');
        break;
      case 'anchored':
        if (job.spec.exact !== undefined) {
          await anchorSteps(work);
          break;
        }
        await proveFinal(job, ports, settings, signal);
        tellEnd(job);
        break;
      case 'stepsAnchored':
        await recordSlotHash(work);
        break;
      case 'slotRecorded':
        // While the client makes up its mind.
        await proveAnchored(job, ports, settings, signal);
        await openChallenge(work);
        break;
      case 'challenged':
        await proveAudits(work);
        break;
      case 'audited':
        await proveFinal(job, ports, settings, signal);
        tellEnd(job);
        break;
      case 'proven':
        await settleJob(job, ports, settings, signal);
        report(job, ports, 'settled');
        break;
      default:
        return;
    }
  }
}

function interruption(job: ActiveJob, error: unknown): Interruption {
  const reason: unknown = job.life.signal.aborted ? job.life.signal.reason : error;
  if (reason instanceof Interrupted) return reason.why;
  return { kind: 'failure', code: codeOf(reason), message: messageOf(reason) };
}

/** Ends the record and tells everybody. */
async function finish(job: ActiveJob, ports: AgentPorts, why: Interruption): Promise<void> {
  if (why.kind === 'shutdown') return;
  const { code, message } = why;
  ports.log.warn({ job: job.address, code, message }, 'the job ends early');
  const phase = why.kind === 'chain' ? 'stopped' : 'failed';
  await job.update((record) => end(record, phase, { code, message }));
  tellEnd(job);
  report(job, ports, outcomeOf(code));
}

function tellEnd(job: ActiveJob): void {
  const event = endedEvent(job);
  if (event !== null) job.emit(event);
}

function outcomeOf(code: string): CompletionReport['outcome'] {
  if (code === 'ESCROW_CANCELLED') return 'cancelled';
  if (code === 'ESCROW_REFUNDED') return 'refunded';
  return code === 'ESCROW_TIMED_OUT' ? 'timed-out' : 'running';
}

function report(job: ActiveJob, ports: AgentPorts, outcome: CompletionReport['outcome']): void {
  const { transactions, error } = job.record;
  const text = error === null ? '' : `${error.code}: ${error.message}`;
  const sent = transactions.filter((transaction) => transaction !== '');
  ports.coordinator
    .reportCompletion({ job: job.address, outcome, transactions: sent, error: text })
    .catch((failure: unknown) => {
      ports.log.warn(
        { job: job.address, error: messageOf(failure) },
        'the coordinator did not take the report',
      );
    });
}
