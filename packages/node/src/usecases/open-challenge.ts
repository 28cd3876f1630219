import { NodeError } from '../domain/errors.ts';
import { advance, withTransaction } from '../domain/job-machine.ts';
import type { EscrowJob } from '../ports/chain.ts';
import { type AuditWork, readAudit, sendForAudit, tellAudit } from './audit-account.ts';
import { retry } from './retry.ts';

/** Waits for the client to reveal its nonce; opens the challenge without, once the client had its time. */
export async function openChallenge(work: AuditWork): Promise<void> {
  const { job, ports, settings, signal } = work;
  const { chain, clock, log } = ports;
  const { terms } = await readEscrow(work);
  let transaction = '';
  for (;;) {
    signal.throwIfAborted();
    const { openedAt, nonceRevealed, recordedAt } = await readAudit(work);
    if (openedAt !== 0) {
      log.info({ job: job.address, nonceRevealed, transaction }, 'the audits are chosen');
      break;
    }
    const options = { clock, log, what: 'reading the clock', firstMs: settings.retryMs, signal };
    if ((await retry(options, () => chain.now())) <= recordedAt + terms.revealWindowSeconds) {
      await clock.sleep(settings.pollMs, signal);
      continue;
    }
    log.warn({ job: job.address }, 'the client has not revealed its nonce; the challenge opens without it');
    const send = () => chain.openChallenge(job.address);
    transaction = await sendForAudit(work, 'the challenge', send, (audit) => audit.openedAt !== 0);
  }
  await job.update((record) => advance(withTransaction(record, transaction), 'challenged'));
  tellAudit(job, { stage: 'CHALLENGE_OPENED', done: 0, of: 0, transaction });
}

function readEscrow({ job, ports, settings, signal }: AuditWork): Promise<EscrowJob> {
  const { chain, clock, log } = ports;
  return retry({ clock, log, what: 'reading the escrow', firstMs: settings.retryMs, signal }, async () => {
    const escrow = await chain.readJob(job.address);
    if (escrow === null) throw new NodeError('CHAIN_UNAVAILABLE', 'the escrow is not visible');
    return escrow;
  });
}
