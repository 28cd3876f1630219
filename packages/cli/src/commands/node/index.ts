import type { Command } from 'commander';
import type { Surroundings } from '../../surroundings.ts';
import { registerInit } from './init.ts';
import { registerRegister } from './register.ts';
import { registerRotateOperator } from './rotate-operator.ts';
import { registerStake } from './stake.ts';
import { registerStart } from './start.ts';
import { registerStatus } from './status.ts';
import { registerUpdate } from './update.ts';

export function registerNode(root: Command, around: Surroundings): void {
  const node = root.command('node').description('offer a machine: for node owners');
  registerInit(node, around);
  registerRegister(node, around);
  registerStart(node, around);
  registerStatus(node, around);
  registerStake(node, around);
  registerRotateOperator(node, around);
  registerUpdate(node, around);
}
