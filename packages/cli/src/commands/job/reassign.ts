import { randomBytes } from 'node:crypto';
import { assignmentHash, fromHex, nodeId, toHex } from '@cyxwiz/protocol';
import { type Command, Option } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { address, hex32 } from '../../input/names.ts';
import { duration } from '../../input/numbers.ts';
import { chainOptions, jobArgument, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from './act.ts';

interface Options extends ChainOptions, WalletOptions {
  readonly node: string;
  readonly estimate: number;
  readonly deadline: number;
  readonly salt?: string;
}

const WEEK = 604_800;

const reassignOptions = (): Option[] => [
  new Option('--node <address>', 'node account that is to go on').argParser(address).makeOptionMandatory(),
  new Option('--estimate <time>', 'what the rest of the training should take, like 90s or 2h')
    .argParser(duration(1, WEEK))
    .makeOptionMandatory(),
  new Option('--deadline <time>', 'time from now in which it must be proven, at most 7d')
    .argParser(duration(1, WEEK))
    .default(WEEK, '7d'),
  new Option('--salt <hex>', 'what hides the node until it accepts (default: random)').argParser(hex32),
];

/** Puts another node in the place of one that died. The salt goes to that node, which needs it to accept. */
export function registerReassign(parent: Command, around: Surroundings): void {
  const command = leaf<Options>(
    parent,
    around,
    'reassign',
    'let another node go on with a job whose node died, from its last proven checkpoint: for its client',
    async (context, options, [job = '']) => {
      const { actions } = await context.escrow(options);
      const salt = options.salt ? fromHex(options.salt, 32) : new Uint8Array(randomBytes(32));
      const sent = await actions.reassign(job, {
        assignmentHash: assignmentHash(nodeId(options.node), salt),
        estimatedSeconds: options.estimate,
        deadlineSeconds: BigInt(options.deadline),
      });
      const assigned = { node: options.node, salt: toHex(salt) };
      const text = lines([
        ['job', job],
        ['node', assigned.node],
        ['salt', assigned.salt],
        ...sentLines(sent),
        ['next', 'give the node job and salt; it accepts within the accept window, or you cancel'],
      ]);
      const data = { job, action: 'reassign', ...assigned, ...sentData(sent) };
      context.output.say({ data, text: `the job waits for another node\n${text}` });
    },
  ).addArgument(jobArgument());
  withOptions(command, reassignOptions(), chainOptions(), walletOptions());
}
