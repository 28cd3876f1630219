import type { Command } from 'commander';
import type { Surroundings } from '../../surroundings.ts';
import { registerDistribute } from './distribute.ts';
import { registerSupply } from './supply.ts';

export function registerToken(root: Command, around: Surroundings): void {
  const token = root.command('token').description('the CYXWIZ token: its supply and its distribution');
  registerSupply(token, around);
  registerDistribute(token, around);
}
