import { executorAddress, proposeAuthority } from '@cyxwiz/protocol';
import type { Command } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { CliError } from '../../failure/cli-error.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { readConfig } from '../token/supply.ts';

type Options = ChainOptions & WalletOptions & { withdraw?: boolean };

/** Nothing changes until token holders have accepted: the key keeps its power, and can take the word back. */
export function registerHandOver(parent: Command, around: Surroundings): void {
  const summary = 'name token holders as the next authority over parameters: for the key that has it';
  const command = leaf<Options>(parent, around, 'hand-over', summary, async (context, options) => {
    const { chain, actions, keypair } = await context.escrow(options);
    const { authority } = await readConfig(chain);
    const executor = executorAddress();
    if (authority === executor.toBase58() || authority !== keypair.publicKey.toBase58()) {
      const taken = authority === executor.toBase58();
      throw new CliError({
        code: 'NOT_AUTHORITY',
        message: taken ? 'token holders are the authority already' : `the authority is ${authority}`,
        next: taken ? 'nothing to do; propose a change: cyxwiz vote propose' : 'sign with that key',
        reason: 'NotAuthority',
      });
    }
    const next = options.withdraw ? null : executor;
    const sent = await actions.send([proposeAuthority(next, authority)]);
    const done = next ? 'token holders may take over' : 'nobody is named any more';
    const text = lines([
      ['authority', authority],
      ['named', next?.toBase58()],
      ...sentLines(sent),
      [
        'next',
        next ? 'they accept by their first vote: cyxwiz vote propose authority --text FILE' : undefined,
      ],
    ]);
    const data = { action: 'hand-over', authority, pending: next?.toBase58() ?? null, ...sentData(sent) };
    context.output.say({ data, text: `${done}\n${text}` });
  }).option('--withdraw', 'take that back');
  withOptions(command, chainOptions(), walletOptions('key file of the authority'));
}
