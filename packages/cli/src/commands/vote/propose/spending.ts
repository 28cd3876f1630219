import {
  type ChainReader,
  FUNDS,
  fundAddress,
  isFailure,
  parseAmount,
  payInsurance,
  spendFund,
  type TokenBalance,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import { Argument, Option } from 'commander';
import { badInput, CliError } from '../../../failure/cli-error.ts';
import { address } from '../../../input/names.ts';
import { tokens } from '../../../input/numbers.ts';
import { money, type Unit } from '../../../output/text.ts';
import type { Drafting, Kind } from './proposing.ts';

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
    const { executor, options, config } = drafting;
    const mint = options.mint ?? config.cyxwizMint;
    const kind = FUNDS[options.fund];
    const held = (await drafting.chain.tokenBalance(fundAddress(mint, kind)))?.value.amount ?? 0n;
    const paid = await payment(drafting, mint, held, `the ${options.fund}`);
    const { amount, destination, tokenProgram } = paid;
    const accounts = { authority: executor, mint, destination, tokenProgram };
    const { shown, data } = paid;
    return {
      instruction: spendFund({ kind, amount }, accounts),
      shown: [['fund', options.fund], ...shown],
      data: { fund: options.fund, ...data },
    };
  },
};

export const insurance: Kind<InsuranceOptions> = {
  name: 'insurance',
  summary: 'pay out of what slashing set aside for clients',
  argument: amountArgument(),
  options: [toOption()],
  draft: async (drafting) => {
    const { executor, config } = drafting;
    const mint = config.cyxwizMint;
    // What else lies in its vault was a gift, which the registry does not count.
    const registry = (await drafting.chain.registry())?.value;
    const held = registry ? registry.insured - registry.insurancePaid : 0n;
    const paid = await payment(drafting, mint, held, 'the insurance');
    const accounts = { authority: executor, to: paid.destination, mint, tokenProgram: paid.tokenProgram };
    return { instruction: payInsurance(paid.amount, accounts), shown: paid.shown, data: paid.data };
  },
};

/** How much goes where, once it is clear that there is as much today. */
async function payment(
  { context, chain, options, given: [text = ''] }: Drafting<InsuranceOptions>,
  mint: string,
  held: bigint,
  name: string,
) {
  const unit = await context.unit(chain, mint);
  const amount = parseAmount(text, unit.decimals);
  if (held < amount) {
    throw new CliError({
      code: 'INSUFFICIENT_FUNDS',
      message: `${name} holds ${money(held, unit)}`,
      next: 'propose no more than that',
    });
  }
  const tokenProgram = (await chain.mint(mint))?.value.tokenProgram ?? TOKEN_PROGRAM_ID.toBase58();
  const destination = await accountOf(chain, options.to, unit, tokenProgram);
  const shown = [
    ['amount', money(amount, unit)],
    ['to', options.to],
    ['account', destination],
  ] as const;
  return {
    amount,
    destination,
    tokenProgram,
    shown,
    data: { amount, mint, to: options.to, destination },
  };
}

/** A token account as it was named, or the wallet's own, which has to be there when the vote is executed. */
async function accountOf(
  chain: ChainReader,
  to: string,
  { mint }: Unit,
  tokenProgram: string,
): Promise<string> {
  const named = await balanceAt(chain, to);
  if (named?.mint === mint) return to;
  if (named)
    throw badInput('--to', `${to} holds tokens of ${named.mint}`, 'name another account, or a wallet');
  const own = tokenAccountOf(to, mint, tokenProgram);
  if (await balanceAt(chain, own.toBase58())) return own.toBase58();
  const next = `its owner makes one first: spl-token create-account ${mint}`;
  throw badInput('--to', `the wallet ${to} has no account for these tokens`, next);
}

/** What lies at an address that may as well be a wallet, or an account of any program. */
async function balanceAt(chain: ChainReader, at: string): Promise<TokenBalance | undefined> {
  try {
    return (await chain.tokenBalance(at))?.value;
  } catch (error) {
    if (isFailure(error, 'WRONG_OWNER')) return undefined;
    throw error;
  }
}
