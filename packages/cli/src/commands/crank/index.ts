import { applyOutcomes, pageOf } from '@cyxwiz/protocol';
import { type Command, Option } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { CliError } from '../../failure/cli-error.ts';
import { address } from '../../input/names.ts';
import { wholeNumber } from '../../input/numbers.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { registerJobAction, sentData, sentLines } from '../job/act.ts';
import { readNode } from '../node/status.ts';
import { registerAudits } from './audits.ts';

type OutcomeOptions = ChainOptions & WalletOptions & { page?: number; node?: string; max: number };

export function registerCrank(root: Command, around: Surroundings): void {
  const crank = root.command('crank').description('what anyone may do so that nothing ever hangs');
  registerJobAction(crank, around, {
    name: 'timeout',
    summary: 'refund a job whose node failed, fell silent or never came',
    done: 'the job is refunded',
    act: (actions, id) => actions.timeout(id),
  });
  registerJobAction(crank, around, {
    name: 'settle',
    summary: 'pay the node of a proven job',
    done: 'the job is settled',
    act: (actions, id) => actions.settle(id),
  });
  registerJobAction(crank, around, {
    name: 'close',
    summary: 'close an ended job; its rent goes back to whoever paid it',
    done: 'the job account is closed',
    act: (actions, id) => actions.close(id),
  });
  registerAudits(crank, around);
  registerOutcomes(crank, around);
}

/** Pages are found by node or by number; without either, page 0 is the one that exists first. */
function registerOutcomes(crank: Command, around: Surroundings): void {
  const command = leaf<OutcomeOptions>(
    crank,
    around,
    'outcomes',
    'fold recorded outcomes into the scores of a page of 32 nodes',
    async (context, options) => {
      const { chain, sender, wallet } = await context.escrow(options);
      const page = options.node
        ? pageOf((await readNode(chain, options.node)).value.index)
        : (options.page ?? 0);
      const instructions = [applyOutcomes(page, options.max)];
      const sent = await sender.send({ instructions, payer: wallet }).catch((cause) => {
        throw nothingWaits(cause, page) ?? cause;
      });
      const text = `the scores are up to date\n${lines([['page', String(page)], ...sentLines(sent)])}`;
      context.output.say({ data: { action: 'outcomes', page, ...sentData(sent) }, text });
    },
  );
  command
    .addOption(new Option('--node <node>', 'the page of this node').argParser(address).conflicts('page'))
    .addOption(
      new Option('--page <n>', 'number of the page (default 0)').argParser(wholeNumber(0, 0xffff_ffff)),
    )
    .addOption(new Option('--max <n>', 'most outcomes to fold').argParser(wholeNumber(1, 100)).default(100));
  withOptions(command, chainOptions(), walletOptions());
}

function nothingWaits(cause: unknown, page: number): CliError | undefined {
  const reason = (cause as { failure?: { error?: string } }).failure?.error;
  if (reason === 'QueueEmpty') {
    return new CliError({
      code: 'NOTHING_TO_DO',
      message: `no outcome waits on page ${page}`,
      next: 'nothing; every outcome has been applied already',
      reason,
    });
  }
  if (reason !== 'AccountOwnedByWrongProgram') return undefined;
  return new CliError({
    code: 'PAGE_NOT_FOUND',
    message: `there is no page ${page} of scores`,
    next: 'find the page by one of its nodes: --node ADDRESS',
    reason,
  });
}
