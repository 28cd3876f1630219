import { exactOrderOf } from '@cyxwiz/protocol';
import { NodeError } from '../domain/errors.ts';
import { advance, withTransaction } from '../domain/job-machine.ts';
import { type AuditWork, sendForAudit, tellAudit } from './audit-account.ts';
import { commitSteps } from './commit-steps.ts';
import { retry } from './retry.ts';

/** Fixes on chain what the audits are about, unless an earlier run of this node has. Only its operator can. */
export async function anchorSteps(work: AuditWork): Promise<void> {
  const { job, ports, settings, signal } = work;
  const { chain, clock, log } = ports;
  const order = exactOrderOf(job.spec);
  if (order === undefined) throw new NodeError('INTERNAL', 'a committed job has no steps to anchor');
  const options = { clock, log, what: 'reading the audit', firstMs: settings.retryMs, signal };
  const there = await retry(options, () => chain.readAudit(job.address));
  let transaction = '';
  if (there === null) {
    const { root } = await commitSteps(work);
    const send = () => chain.anchorSteps(job.address, root, order);
    transaction = await sendForAudit(work, 'the anchor of the steps', send, () => true);
  }
  await job.update((record) => advance(withTransaction(record, transaction), 'stepsAnchored'));
  log.info({ job: job.address, transaction }, 'the steps are anchored');
  tellAudit(job, { stage: 'STEPS_ANCHORED', done: 0, of: 0, transaction });
}
