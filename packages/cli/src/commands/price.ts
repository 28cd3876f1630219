import { CoordinatorClient } from '@cyxwiz/sdk';
import { credentials } from '@grpc/grpc-js';
import { type Command, Option } from 'commander';
import { address } from '../input/names.ts';
import { duration, wholeNumber } from '../input/numbers.ts';
import { coordinatorOptions, leaf, withOptions } from '../leaf.ts';
import { money } from '../output/text.ts';
import { type CoordinatorOptions, coordinatorSettings } from '../settings/settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { type ResourceOptions, resourceOptions, resourcesOf } from './resources.ts';

interface PriceOptions extends CoordinatorOptions, ResourceOptions {
  estimate: number;
  score?: number;
  mint?: string;
}

export function registerPrice(root: Command, around: Surroundings): void {
  const command = leaf<PriceOptions>(
    root,
    around,
    'price',
    'what a job would cost, factor by factor; stores nothing',
    async (context, options) => {
      const settings = await coordinatorSettings(options, around.env);
      const { coordinator, coordinatorCertificate, plain } = {
        coordinatorCertificate: undefined,
        plain: false,
        ...settings,
      };
      const channel = plain
        ? credentials.createInsecure()
        : credentials.createSsl(coordinatorCertificate ? Buffer.from(coordinatorCertificate) : null);
      const client = new CoordinatorClient(coordinator, { channel, timeoutMs: 10_000 });
      try {
        const { priority, resources } = resourcesOf(options);
        const answer = await client.estimate({
          resources,
          priority,
          estimatedSeconds: options.estimate,
          mint: options.mint ?? '',
          ...(options.score === undefined ? {} : { nodeScore: options.score }),
        });
        const symbol = options.mint === undefined ? 'CYXWIZ' : `tokens of ${options.mint}`;
        const price = money(answer.price, { mint: options.mint ?? '', decimals: answer.decimals, symbol });
        const text = [...answer.explanation, `price  ${price}`].join('\n');
        context.output.say({ data: { ...answer, mint: options.mint ?? null }, text });
      } finally {
        client.close();
      }
    },
  );
  command
    .addOption(
      new Option('--estimate <time>', 'how long the training takes')
        .argParser(duration(1, 604_800))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--score <n>', 'score of the node that would take it').argParser(wholeNumber(0, 1000)),
    )
    .addOption(new Option('--mint <address>', 'token to pay with (default CYXWIZ)').argParser(address));
  withOptions(command, resourceOptions(), coordinatorOptions());
}
