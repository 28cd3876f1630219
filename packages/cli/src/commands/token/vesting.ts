import { FUNDS, fundAddress, rewardsAddress, type Vesting } from '@cyxwiz/protocol';
import { readVesting } from '@cyxwiz/sdk';
import { Argument, type Command, Option } from 'commander';
import type { Context, WalletOptions } from '../../context.ts';
import { address } from '../../input/names.ts';
import { wholeNumber } from '../../input/numbers.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines, money, type Unit, when } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { readToken } from './supply.ts';

interface Options extends ChainOptions, WalletOptions {
  readonly nonce: number;
}

/** Those whose vestings the distribution makes have addresses that nobody remembers. */
const NAMES: Readonly<Record<string, (mint: string) => string>> = {
  community: (mint) => fundAddress(mint, FUNDS.treasury).toBase58(),
  operators: () => rewardsAddress().toBase58(),
};

const beneficiaryArgument = () =>
  new Argument(
    '[beneficiary]',
    'wallet or token account that tokens vest for, or "community" or "operators" (default: the wallet of --keypair)',
  ).argParser((text) => (NAMES[text] ? text : address(text)));

const nonceOption = () =>
  new Option('--nonce <n>', 'which of its vestings')
    .argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .default(0);

export function registerVesting(parent: Command, around: Surroundings): void {
  const summary = 'what vests for whom, how much of it has vested, and what was paid';
  const command = leaf<Options>(parent, around, 'vesting', summary, async (context, options, [given]) => {
    const chain = context.chain(options);
    const { unit } = await readToken(chain);
    const beneficiary = await beneficiaryOf(context, options, given, unit.mint);
    const vesting = await readVesting(chain, beneficiary, BigInt(options.nonce));
    const now = await chain.unixTime();
    const due = vestedAt(vesting, now) - vesting.claimed;
    context.output.say({
      data: { ...vesting, vested: vestedAt(vesting, now), claimable: due },
      text: describe(vesting, unit, now),
    });
  }).addArgument(beneficiaryArgument());
  command.addOption(nonceOption());
  withOptions(command, chainOptions(), walletOptions('key file of the beneficiary, when none is named'));
}

export function registerClaimVesting(parent: Command, around: Surroundings): void {
  const summary = 'pay a beneficiary what has vested; anyone can';
  const command = leaf<Options>(
    parent,
    around,
    'claim-vesting',
    summary,
    async (context, options, [given]) => {
      const { chain, tokens } = await context.escrow(options);
      const { unit } = await readToken(chain);
      const beneficiary = await beneficiaryOf(context, options, given, unit.mint);
      const nonce = BigInt(options.nonce);
      const before = await readVesting(chain, beneficiary, nonce);
      const sent = await tokens.claimVesting(beneficiary, nonce);
      const left = (await chain.vesting(beneficiary, nonce))?.value;
      const paid = (left?.claimed ?? before.total) - before.claimed;
      const rest = left ? left.total - left.claimed : 0n;
      const text = lines([
        ['beneficiary', beneficiary],
        ['paid', money(paid, unit)],
        ['still to vest', left ? money(rest, unit) : 'nothing; the vesting is closed'],
        ...sentLines(sent),
      ]);
      const data = { action: 'claim-vesting', beneficiary, nonce, paid, remaining: rest, ...sentData(sent) };
      context.output.say({ data, text: `what has vested is paid\n${text}` });
    },
  ).addArgument(beneficiaryArgument());
  command.addOption(nonceOption());
  withOptions(command, chainOptions(), walletOptions());
}

async function beneficiaryOf(context: Context, options: Options, given: string | undefined, mint: string) {
  if (given !== undefined) return NAMES[given]?.(mint) ?? given;
  return (await context.wallet(options)).publicKey.toBase58();
}

/** What the program would say has vested at `now` (unix seconds), in base units. */
function vestedAt({ total, start, cliff, duration }: Vesting, now: bigint): bigint {
  const elapsed = now - start;
  if (elapsed <= 0n || elapsed < cliff) return 0n;
  return elapsed >= duration ? total : (total * elapsed) / duration;
}

function describe(vesting: Vesting, unit: Unit, now: bigint): string {
  const { beneficiary, toAccount, total, claimed, start, cliff, duration } = vesting;
  const vested = vestedAt(vesting, now);
  return lines([
    ['beneficiary', `${beneficiary}, a ${toAccount ? 'token account' : 'wallet'}`],
    ['total', money(total, unit)],
    ['vested', money(vested, unit)],
    ['paid', money(claimed, unit)],
    ['claimable', money(vested - claimed, unit)],
    ['begins', when(start)],
    ['nothing before', cliff > 0n ? when(start + cliff) : undefined],
    ['complete', when(start + duration)],
  ]);
}
