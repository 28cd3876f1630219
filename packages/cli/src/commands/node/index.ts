import type { Command } from 'commander';
import type { Surroundings } from '../../surroundings.ts';
import { registerCheck } from './check.ts';
import { registerDrain } from './drain.ts';
import { registerInit } from './init.ts';
import { registerRegister } from './register.ts';
import { registerRotateOperator } from './rotate-operator.ts';
import { registerStake } from './stake.ts';
import { registerStart } from './start.ts';
import { registerStatus } from './status.ts';
import { registerUpdate } from './update.ts';
import { registerWatch } from './watch.ts';
import { registerWithdraw } from './withdraw.ts';

export function registerNode(root: Command, around: Surroundings): void {
  const node = root.command('node').description('offer a machine: for node owners');
  registerInit(node, around);
  registerRegister(node, around);
  registerStart(node, around);
  registerStatus(node, around);
  registerCheck(node, around);
  registerWatch(node, around);
  registerDrain(node, around);
  registerStake(node, around);
  registerWithdraw(node, around);
  registerRotateOperator(node, around);
  registerUpdate(node, around);
}
