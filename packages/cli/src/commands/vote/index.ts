import type { Command } from 'commander';
import type { Surroundings } from '../../surroundings.ts';
import { registerCast } from './cast.ts';
import { registerHandOver } from './hand-over.ts';
import { registerList } from './list.ts';
import { registerLock, registerUnlock } from './lock.ts';
import { registerParameters } from './parameters.ts';
import { registerPropose } from './propose/index.ts';
import { registerShow } from './show.ts';
import { registerStages } from './stages.ts';

export function registerVote(root: Command, around: Surroundings): void {
  const vote = root.command('vote').description('lock CYXWIZ, and decide with it about proposals');
  registerLock(vote, around);
  registerUnlock(vote, around);
  registerParameters(vote, around);
  registerPropose(vote, around);
  registerList(vote, around);
  registerShow(vote, around);
  registerCast(vote, around);
  registerStages(vote, around);
  registerHandOver(vote, around);
}
