import type { Command } from 'commander';
import type { Surroundings } from '../../surroundings.ts';
import { registerDistribute } from './distribute.ts';
import { registerDistributeFees } from './distribute-fees.ts';
import { registerSupply } from './supply.ts';
import { registerClaimVesting, registerVesting } from './vesting.ts';

export function registerToken(root: Command, around: Surroundings): void {
  const token = root.command('token').description('the CYXWIZ token: supply, distribution, vesting and fees');
  registerSupply(token, around);
  registerDistribute(token, around);
  registerVesting(token, around);
  registerClaimVesting(token, around);
  registerDistributeFees(token, around);
}
