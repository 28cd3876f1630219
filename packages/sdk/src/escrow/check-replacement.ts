import type { Job, JobSpec } from '@cyxwiz/protocol';
import type { Replacement } from '../coordinator/client.ts';
import { ClientError } from '../errors.ts';
import { restartOf } from './dead-from.ts';

/**
 * Holds the node that a coordinator offers against the escrow: another one than the dead one, with its part of the time.
 * What is signed is built here, so there is nothing else that it could choose.
 * @throws ClientError OFFER_MISMATCH
 */
export function checkReplacement(offer: Replacement, job: Job, spec: JobSpec): void {
  const { epoch } = restartOf(job);
  const whole = spec.estimatedSeconds;
  const least = Math.floor((whole * (spec.epochs - epoch)) / spec.epochs);
  const wrong: [boolean, string][] = [
    [offer.node === job.node, 'it names the node that died'],
    [offer.salt.length !== 32, 'the salt is not 32 bytes'],
    [offer.epochsDone !== epoch, `it goes on behind epoch ${offer.epochsDone}, proven is ${epoch}`],
    [
      offer.estimatedSeconds < least || offer.estimatedSeconds > whole,
      `${offer.estimatedSeconds} s are not the part of ${whole} s that is left`,
    ],
    [offer.deadlineSeconds <= BigInt(offer.estimatedSeconds), 'the deadline leaves no time to train'],
  ];
  const found = wrong.find(([is]) => is);
  if (!found) return;
  throw new ClientError('OFFER_MISMATCH', `the coordinator's offer is not what was asked for: ${found[1]}`, {
    next: 'use another coordinator, or choose a node yourself: cyxwiz job reassign JOB --node NODE --estimate TIME',
  });
}
