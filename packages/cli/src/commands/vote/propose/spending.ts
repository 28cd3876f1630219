import { type ChainReader, FUNDS, parseAmount } from '@cyxwiz/protocol';
import { type Fund, fundHolds, payeeOf, payFrom } from '@cyxwiz/sdk';
import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import { Argument, Option } from 'commander';
import { badInput, CliError } from '../../../failure/cli-error.ts';
import { address } from '../../../input/names.ts';
import { tokens } from '../../../input/numbers.ts';
import { money, type Unit } from '../../../output/text.ts';
import type { Drafted, Drafting, Kind } from './proposing.ts';

interface InsuranceOptions {
  readonly to: string;
}

interface SpendOptions extends InsuranceOptions {
  readonly fund: keyof typeof FUNDS;
  readonly mint?: string;
}

const amountArgument = () => new Argument('<amount>', 'tokens, like 12.5').argParser(tokens);
const toOption = () =>
  new Option('--to <address>', 'who is paid: a wallet, or a token account')
    .argParser(address)
    .makeOptionMandatory();

export const spend: Kind<SpendOptions> = {
  name: 'spend',
  summary: 'pay out of the treasury or the liquidity fund',
  argument: amountArgument(),
  options: [
    toOption(),
    new Option('--fund <fund>', 'which fund').choices(Object.keys(FUNDS)).default('treasury'),
    new Option('--mint <address>', 'token to pay in (default CYXWIZ)').argParser(address),
  ],
  draft: async (drafting) => {
    const { fund, mint = drafting.config.cyxwizMint } = drafting.options;
    const { shown, data, instruction } = await payment(drafting, fund, mint);
    return { instruction, shown: [['fund', fund], ...shown], data: { fund, ...data } };
  },
};

export const insurance: Kind<InsuranceOptions> = {
  name: 'insurance',
  summary: 'pay out of what slashing set aside for clients',
  argument: amountArgument(),
  options: [toOption()],
  draft: async (drafting) => payment(drafting, 'insurance', drafting.config.cyxwizMint),
};

/** How much goes where, once it is clear that there is as much today. */
async function payment(
  { context, chain, executor, options, given: [text = ''] }: Drafting<InsuranceOptions>,
  fund: Fund,
  mint: string,
): Promise<Drafted> {
  const unit = await context.unit(chain, mint);
  const amount = parseAmount(text, unit.decimals);
  const held = await fundHolds(chain, fund, mint);
  if (held < amount) {
    throw new CliError({
      code: 'INSUFFICIENT_FUNDS',
      message: `the ${fund} holds ${money(held, unit)}`,
      next: 'propose no more than that',
    });
  }
  const tokenProgram = (await chain.mint(mint))?.value.tokenProgram ?? TOKEN_PROGRAM_ID.toBase58();
  const destination = await accountOf(chain, options.to, unit, tokenProgram);
  return {
    instruction: payFrom(fund, amount, { authority: executor, mint, destination, tokenProgram }),
    shown: [
      ['amount', money(amount, unit)],
      ['to', options.to],
      ['account', destination],
    ],
    data: { amount, mint, to: options.to, destination },
  };
}

async function accountOf(
  chain: ChainReader,
  to: string,
  { mint }: Unit,
  tokenProgram: string,
): Promise<string> {
  const payee = await payeeOf(chain, to, mint, tokenProgram);
  if ('account' in payee) return payee.account;
  if (payee.fault === 'another mint')
    throw badInput('--to', `${to} holds tokens of ${payee.mint}`, 'name another account, or a wallet');
  const next = `its owner makes one first: spl-token create-account ${mint}`;
  throw badInput('--to', `the wallet ${to} has no account for these tokens`, next);
}
