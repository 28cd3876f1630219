import { advance, withTransaction } from '../domain/job-machine.ts';
import { type AuditWork, readAudit, sendForAudit, tellAudit } from './audit-account.ts';
import { retry } from './retry.ts';

/** An owner may let other things wait longer; here the chain forgets. */
const LONGEST_WAIT_MS = 5_000;

/**
 * Keeps the hash of the challenge slot on chain as soon as there is one: the chain forgets it after 512 blocks. Anybody
 * may; whoever comes too late moves the slot, once.
 */
export async function recordSlotHash(work: AuditWork): Promise<void> {
  const { job, ports, settings, signal } = work;
  const { chain, clock, log } = ports;
  const common = { clock, log, firstMs: settings.retryMs, signal };
  let transaction = '';
  let awaited: number | null = null;
  for (;;) {
    signal.throwIfAborted();
    const { recordedAt, challengeSlot } = await readAudit(work);
    if (recordedAt !== 0) break;
    if (awaited !== null && awaited !== challengeSlot) {
      log.warn({ job: job.address, missed: awaited, challengeSlot }, 'the slot was missed; another counts');
      tellAudit(job, { stage: 'SLOT_MOVED', done: 0, of: 0, transaction });
      await job.update((record) => withTransaction(record, transaction));
      transaction = '';
    }
    awaited = challengeSlot;
    if ((await retry({ ...common, what: 'reading the slot' }, () => chain.slot())) <= challengeSlot) {
      await clock.sleep(Math.min(settings.pollMs, LONGEST_WAIT_MS), signal);
      continue;
    }
    transaction = await sendForAudit(
      work,
      'the record of the slot',
      () => chain.recordSlotHash(job.address),
      (audit) => audit.recordedAt !== 0 || audit.challengeSlot !== challengeSlot,
    );
  }
  await job.update((record) => advance(withTransaction(record, transaction), 'slotRecorded'));
  log.info({ job: job.address, transaction }, 'the slot that chooses the audits is recorded');
  tellAudit(job, { stage: 'SLOT_RECORDED', done: 0, of: 0, transaction });
}
