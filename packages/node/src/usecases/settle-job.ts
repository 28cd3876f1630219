import { messageOf } from '../domain/errors.ts';
import { advance } from '../domain/job-machine.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { EscrowJob } from '../ports/chain.ts';
import type { ActiveJob } from './active-job.ts';
import { retry } from './retry.ts';
import type { AgentSettings } from './settings.ts';

const APPLY_ATTEMPTS = 5;
/** Between two refused settlements. */
const LONGEST_WAIT_MS = 60_000;
/** Empty answers in a row after which the escrow is gone; one may come from a provider that lags. */
const MISSING = 3;

/** Waits for the client's waiver or the end of the objection window, settles, and folds the outcome into the score. */
export async function settleJob(
  job: ActiveJob,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<void> {
  const { chain, clock, log } = ports;
  let wait = settings.pollMs;
  let missing = 0;
  for (;;) {
    signal.throwIfAborted();
    const escrow = await read(job, ports, settings, signal);
    missing = escrow === null ? missing + 1 : 0;
    // Gone: only a settled job can be closed once its final proof stood.
    if (missing >= MISSING || escrow?.state === 'Settled') break;
    if (escrow?.state === 'Proving' && (await mayObjectionBeOver(escrow, ports, settings, signal))) {
      const transaction = await chain.settle(job.address).catch((error: unknown) => {
        log.warn({ job: job.address, error: messageOf(error) }, 'the escrow does not settle yet');
        return null;
      });
      if (transaction !== null) {
        log.info({ job: job.address, transaction }, 'settled');
        await job.update((record) => ({ ...record, transactions: [...record.transactions, transaction] }));
        continue;
      }
      wait = Math.min(2 * wait, Math.max(LONGEST_WAIT_MS, settings.pollMs));
    }
    await clock.sleep(wait, signal);
  }
  await job.update((record) => advance(record, 'settled'));
  await applyOutcomes(job, ports, settings, signal);
}

function read(
  job: ActiveJob,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<EscrowJob | null> {
  const { chain, clock, log } = ports;
  return retry({ clock, log, what: 'reading the escrow', firstMs: settings.retryMs, signal }, () =>
    chain.readJob(job.address),
  );
}

async function mayObjectionBeOver(
  escrow: EscrowJob,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<boolean> {
  if (escrow.objectionWaived) return true;
  const { chain, clock, log } = ports;
  const now = await retry({ clock, log, what: 'reading the clock', firstMs: settings.retryMs, signal }, () =>
    chain.now(),
  );
  return now > escrow.provenAt + escrow.terms.objectionWindowSeconds;
}

/** Anybody may do this; the node has the most reason to. Its pay does not depend on it. */
async function applyOutcomes(
  job: ActiveJob,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<void> {
  const { chain, clock, log } = ports;
  const options = {
    clock,
    log,
    what: 'applying outcomes',
    firstMs: settings.retryMs,
    signal,
    attempts: APPLY_ATTEMPTS,
  };
  await retry(options, () => chain.applyOutcomes()).then(
    (transaction) =>
      job.update((record) => ({ ...record, transactions: [...record.transactions, transaction] })),
    (error: unknown) => {
      signal.throwIfAborted();
      log.warn(
        { job: job.address, error: messageOf(error) },
        'the outcome waits for somebody else to apply it',
      );
    },
  );
}
