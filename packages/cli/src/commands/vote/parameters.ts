import { listParameters } from '@cyxwiz/protocol';
import type { Command } from 'commander';
import { chainOptions, leaf, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { readConfig } from '../token/supply.ts';

export function registerParameters(parent: Command, around: Surroundings): void {
  const summary = 'every parameter as it is now: amounts in base units, times in seconds';
  const command = leaf<ChainOptions>(parent, around, 'parameters', summary, async (context, options) => {
    const config = await readConfig(context.chain(options));
    const all = listParameters(config);
    const data = {
      authority: config.authority,
      parameters: Object.fromEntries(all.map(({ path, value }) => [path, value])),
    };
    context.output.say({ data, text: lines(all.map(({ path, value }) => [path, value] as const)) });
  });
  withOptions(command, chainOptions());
}
