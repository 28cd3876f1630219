import type { Command } from 'commander';
import type { Surroundings } from '../../surroundings.ts';
import { registerJobAction } from './act.ts';
import { registerControls } from './control.ts';
import { registerFetch } from './fetch.ts';
import { registerRate } from './rate.ts';
import { registerReassign } from './reassign.ts';
import { registerReceipt } from './receipt.ts';
import { registerRecheck } from './recheck.ts';
import { registerReveal } from './reveal.ts';
import { registerStatus } from './status.ts';
import { registerSubmit } from './submit.ts';
import { registerWatch } from './watch.ts';

export function registerJob(root: Command, around: Surroundings): void {
  const job = root.command('job').description('submit a job and follow it: for clients');
  registerSubmit(job, around);
  registerWatch(job, around);
  registerFetch(job, around);
  registerRecheck(job, around);
  registerControls(job, around);
  registerStatus(job, around);
  registerReveal(job, around);
  registerJobAction(job, around, {
    name: 'cancel',
    summary: 'take a job back: free while no node accepted in time, for a fee while one works',
    done: 'the job is cancelled',
    act: (actions, id) => actions.cancel(id),
  });
  registerJobAction(job, around, {
    name: 'waive',
    summary: 'give up the objection window, so that the node is paid at once',
    done: 'the objection is waived; anyone can settle now',
    act: (actions, id) => actions.waive(id),
  });
  registerJobAction(job, around, {
    name: 'settle',
    summary: 'pay the node of a proven job; anyone can',
    done: 'the job is settled',
    act: (actions, id) => actions.settle(id),
  });
  registerReceipt(job, around);
  registerRate(job, around);
  registerJobAction(job, around, {
    name: 'claim-progress',
    summary: 'pay the node for proven checkpoints before the end, once nobody can object to them; anyone can',
    done: 'the milestone is paid; the job goes on',
    act: (actions, id) => actions.claimProgress(id),
  });
  registerReassign(job, around);
}
