import { type Command, Option } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { address } from '../../input/names.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines, money } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { readConfig } from './supply.ts';

type Options = ChainOptions & WalletOptions & { mint?: string };

export function registerDistributeFees(parent: Command, around: Surroundings): void {
  const summary = 'send collected fees to rewards, treasury and liquidity, and burn their part; anyone can';
  const command = leaf<Options>(parent, around, 'distribute-fees', summary, async (context, options) => {
    const { chain, tokens } = await context.escrow(options);
    const mint = options.mint ?? (await readConfig(chain)).cyxwizMint;
    const unit = await context.unit(chain, mint);
    const { sent, split } = await tokens.distributeFees(mint);
    const part = (amount: bigint | undefined) => (amount === undefined ? undefined : money(amount, unit));
    const text = lines([
      ['mint', mint],
      ['rewards of stakes', part(split?.rewards)],
      ['treasury', part(split?.treasury)],
      ['liquidity', part(split?.liquidity)],
      ['burned', part(split?.burned)],
      ...sentLines(sent),
    ]);
    context.output.say({
      data: { action: 'distribute-fees', mint, ...split, ...sentData(sent) },
      text: `the fees are distributed\n${text}`,
    });
  });
  command.addOption(new Option('--mint <address>', 'fees in this token (default CYXWIZ)').argParser(address));
  withOptions(command, chainOptions(), walletOptions());
}
