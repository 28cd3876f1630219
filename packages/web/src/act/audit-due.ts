import { type Audit, auditStage, type Job, openChallenge, recordSlotHash } from '@cyxwiz/protocol';
import type { Due } from './due.ts';

/**
 * What anybody may do so that an exact job's audits are drawn, by the rules of the program: the page knows no client's
 * nonce, and asks for none.
 * @param slot the chain's latest
 * @param now the chain's clock, unix seconds
 */
export function auditDueOf(
  address: string,
  job: Pick<Job, 'state' | 'auditsProven' | 'terms'>,
  audit: Audit,
  slot: bigint,
  now: bigint,
): Due | undefined {
  if (job.state !== 'Proving') return undefined;
  const stage = auditStage(audit, job.auditsProven, slot);
  if (stage === 'record') {
    return {
      key: `slot-hash:${address}`,
      job: address,
      label: 'Record the slot’s hash',
      why: 'It helps to draw the audits, and the chain keeps it for two minutes only.',
      act: (actions) => actions.send([recordSlotHash(address)]),
    };
  }
  if (stage !== 'nonce' || now <= audit.recordedAt + job.terms.revealWindow) return undefined;
  return {
    key: `challenge:${address}`,
    job: address,
    label: 'Draw the audits',
    why: 'Its client had its time to reveal its share of the lot, and did not.',
    act: (actions) => actions.send([openChallenge(address, null)]),
  };
}
