import type { Command } from 'commander';
import type { Surroundings } from '../../surroundings.ts';
import { registerCast } from './cast.ts';
import { registerExecute } from './execute.ts';
import { registerLock, registerUnlock } from './lock.ts';
import { registerShow } from './show.ts';

export function registerVote(root: Command, around: Surroundings): void {
  const vote = root.command('vote').description('lock CYXWIZ, and decide with it about proposals');
  registerLock(vote, around);
  registerUnlock(vote, around);
  registerShow(vote, around);
  registerCast(vote, around);
  registerExecute(vote, around);
}
