import { allowMint, type ChainReader, disallowMint } from '@cyxwiz/protocol';
import { Argument } from 'commander';
import { badInput } from '../../../failure/cli-error.ts';
import { address } from '../../../input/names.ts';
import type { Kind } from './proposing.ts';

const mintArgument = () => new Argument('<mint>', 'address of the mint').argParser(address);

async function tokenProgramOf(chain: ChainReader, mint: string): Promise<string> {
  const found = await chain.mint(mint);
  if (found) return found.value.tokenProgram;
  throw badInput(
    'mint',
    `there is no mint ${mint} on this cluster`,
    'check the address and the cluster (--rpc)',
  );
}

export const mintAllow: Kind<object> = {
  name: 'mint-allow',
  summary: 'let escrows be paid in a mint',
  argument: mintArgument(),
  draft: async ({ chain, executor, payer, given: [mint = ''] }) => {
    const tokenProgram = await tokenProgramOf(chain, mint);
    return {
      instruction: allowMint({ authority: executor, mint, payer, tokenProgram }),
      shown: [['mint', mint]],
      data: { mint, tokenProgram },
    };
  },
};

export const mintDisallow: Kind<object> = {
  name: 'mint-disallow',
  summary: 'refuse new escrows in a mint; running ones finish',
  argument: mintArgument(),
  draft: async ({ chain, executor, given: [mint = ''] }) => {
    if (!(await chain.mintPolicy(mint))) {
      throw badInput('mint', `${mint} was never allowed`, 'nothing to do: escrows cannot be paid in it');
    }
    return { instruction: disallowMint(mint, executor), shown: [['mint', mint]], data: { mint } };
  },
};
