import type { Command } from 'commander';
import type { Surroundings } from '../../surroundings.ts';
import { registerRebuild } from './rebuild.ts';
import { registerShow } from './show.ts';

export function registerReputation(root: Command, around: Surroundings): void {
  const reputation = root
    .command('reputation')
    .description('scores of nodes and clients, and where they come from');
  registerShow(reputation, around);
  registerRebuild(reputation, around);
}
