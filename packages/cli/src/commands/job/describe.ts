import { type Job, type Seen, toHex } from '@cyxwiz/protocol';
import { accepted } from '@cyxwiz/sdk';
import type { Said } from '../../output/output.ts';
import { bar, lines, money, sol, type Unit, when } from '../../output/text.ts';

/** What can be done with a job in this state, and by whom. */
const NEXT: Readonly<Partial<Record<Job['state'], string>>> = {
  Funded: 'the node has to accept; after the accept window: cyxwiz job cancel JOB (free of charge)',
  Running: 'the node trains; follow it: cyxwiz job watch JOB',
  Proving:
    'check the weights (cyxwiz job fetch JOB) and epochs (cyxwiz job recheck JOB), then cyxwiz job waive JOB, or wait for the objection window',
  Settled: 'paid; rate the node: cyxwiz job rate JOB STARS; then get the rent back: cyxwiz crank close JOB',
  Cancelled: 'get the rent back: cyxwiz crank close JOB',
};

const AUDITING = 'its client draws the audits: cyxwiz job reveal JOB; anyone helps: cyxwiz crank audits JOB';

function nextOf(job: Job): string | undefined {
  if (job.state === 'Proving' && job.tier === 'Exact' && job.auditsProven < job.auditsDue) return AUDITING;
  const payable = job.state === 'Proving' && job.objectionWaived && job.provenCheckpoints === job.checkpoints;
  return payable ? 'the node is about to be paid; anyone can do it: cyxwiz job settle JOB' : NEXT[job.state];
}

function tierOf({ tier, audits, auditsDue, auditsProven, stepsAnchored }: Job): string {
  if (tier === 'Committed') return 'committed: checkpoints are proven';
  if (auditsDue === 0) return `exact: ${audits} audits, more for a node that is new`;
  const steps = stepsAnchored ? '' : ', once the node has anchored its steps';
  return `exact: ${auditsProven} of ${auditsDue} audits proven${steps}`;
}

/** A job as it stands on chain. */
export function describeJob(seen: Seen<Job>, unit: Unit): Said {
  const job = seen.value;
  const data = {
    job: seen.address,
    slot: seen.slot,
    rentLamports: seen.lamports,
    ...job,
    node: accepted(job) ? job.node : null,
    nodeOwner: accepted(job) ? job.nodeOwner : null,
  };
  const moved = (amount: bigint) => (amount > 0n ? money(amount, unit) : undefined);
  const text = lines([
    ['job', seen.address],
    ['state', job.state],
    ['price', money(job.price, unit)],
    ['client', job.client],
    ['node', accepted(job) ? job.node : 'hidden until it accepts'],
    ['anchored', `${bar(job.anchoredCheckpoints, job.checkpoints)} checkpoints`],
    ['proven', `${bar(job.provenCheckpoints, job.checkpoints)} checkpoints`],
    ['root', job.anchoredCheckpoints > 0 ? toHex(job.anchoredRoot) : undefined],
    ['tier', tierOf(job)],
    ['created', when(job.createdAt)],
    ['accept by', job.state === 'Funded' ? when(job.acceptBy) : undefined],
    ['deadline', when(job.deadline)],
    ['objection', job.objectionWaived ? 'waived by the client' : undefined],
    ['to the node', moved(job.paidNode)],
    ['fee', moved(job.paidFee)],
    ['to the client', moved(job.refunded)],
    ['burned', moved(job.burned)],
    ['stars', job.stars > 0 ? `${job.stars} of 5` : undefined],
    ['ended', job.endedAt > 0n ? when(job.endedAt) : undefined],
    ['rent held', sol(seen.lamports)],
    ['proof key', job.developmentKey ? 'DEVELOPMENT (forgeable by anyone)' : 'production'],
    ['next', nextOf(job)?.replaceAll('JOB', seen.address)],
  ]);
  return { data, text };
}
