import { type ChainReader, type Config, CYXWIZ_DECIMALS, INITIAL_SUPPLY } from '@cyxwiz/protocol';
import type { Command } from 'commander';
import { CliError } from '../../failure/cli-error.ts';
import { chainOptions, leaf, withOptions } from '../../leaf.ts';
import { lines, money, type Unit } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';

export function registerSupply(parent: Command, around: Surroundings): void {
  const command = leaf<ChainOptions>(
    parent,
    around,
    'supply',
    'what there is of CYXWIZ, and what was burned',
    async (context, options) => {
      const chain = context.chain(options);
      const { config, unit, supply } = await readToken(chain);
      const data = {
        mint: unit.mint,
        supply,
        burned: INITIAL_SUPPLY - supply,
        burnedOfFees: config.feesBurned,
        burnedOfStakes: (await chain.registry())?.value.burned ?? 0n,
      };
      const text = lines([
        ['mint', unit.mint],
        ['supply', money(data.supply, unit)],
        ['burned', money(data.burned, unit)],
        ['  of fees', money(data.burnedOfFees, unit)],
        ['  of slashed stakes', money(data.burnedOfStakes, unit)],
      ]);
      context.output.say({ data, text });
    },
  );
  withOptions(command, chainOptions());
}

/** The parameters as they are now. @throws CliError when the programs are not set up */
export async function readConfig(chain: ChainReader): Promise<Config> {
  const config = (await chain.config())?.value;
  if (config) return config;
  throw new CliError({
    code: 'RPC_UNAVAILABLE',
    message: 'the CyxWiz programs are not set up on this cluster',
    next: 'check --rpc',
  });
}

/** The CYXWIZ mint as it is now. */
export async function readToken(
  chain: ChainReader,
): Promise<{ readonly config: Config; readonly unit: Unit; readonly supply: bigint }> {
  const config = await readConfig(chain);
  const mint = await chain.mint(config.cyxwizMint);
  const unit = { mint: config.cyxwizMint, decimals: CYXWIZ_DECIMALS, symbol: 'CYXWIZ' };
  return { config, unit, supply: mint?.value.supply ?? 0n };
}
