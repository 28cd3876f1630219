import type { Command } from 'commander';
import type { Surroundings } from '../../surroundings.ts';
import { registerCheck } from './check.ts';
import { registerEvidenceAction } from './evidence.ts';
import { registerResolve } from './resolve.ts';
import { registerShow } from './show.ts';
import { registerReward, registerVote } from './vote.ts';

export function registerDispute(root: Command, around: Surroundings): void {
  const dispute = root.command('dispute').description('a court for jobs: parties plead, token holders vote');
  registerEvidenceAction(dispute, around, {
    name: 'open',
    summary: 'freeze a job and dispute it, with a bond: for its client or its node’s owner',
    done: 'the dispute is open; keep the evidence where voters find it',
    act: (actions, job, hash) => actions.open(job, hash),
  });
  registerEvidenceAction(dispute, around, {
    name: 'evidence',
    summary: 'hand in the hash of evidence: for the parties',
    done: 'the evidence is on record; keep it where voters find it',
    act: (actions, job, hash) => actions.evidence(job, hash),
  });
  registerCheck(dispute, around);
  registerVote(dispute, around);
  registerEvidenceAction(dispute, around, {
    name: 'appeal',
    summary: 'ask for a second vote, with new evidence and a deposit: for who lost the first',
    done: 'the appeal is open; keep the evidence where voters find it',
    act: (actions, job, hash) => actions.appeal(job, hash),
  });
  registerResolve(dispute, around);
  registerReward(dispute, around);
  registerShow(dispute, around);
}
