import {
  allocationOf,
  type ChainReader,
  type DistributionStep,
  FUNDS,
  finalTransfers,
  fundAddress,
  INITIAL_SUPPLY,
  initFund,
  rewardsAddress,
  type TransactionSender,
  tokenAccountOf,
  vestingSteps,
} from '@cyxwiz/protocol';
import type { Wallet } from '@cyxwiz/sdk';
import type { TransactionInstruction } from '@solana/web3.js';
import { type Command, Option } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { CliError } from '../../failure/cli-error.ts';
import { address } from '../../input/names.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines, money } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { readToken } from './supply.ts';

type DistributeOptions = ChainOptions & WalletOptions & { development: string; yes?: boolean };

export function registerDistribute(parent: Command, around: Surroundings): void {
  const command = leaf<DistributeOptions>(
    parent,
    around,
    'distribute',
    'give the whole supply away, most of it over years, and end minting; once, by the mint’s authority',
    async (context, options) => {
      const { chain, sender, wallet } = await context.escrow(options);
      const { unit, supply } = await readToken(chain);
      const { mint } = unit;
      const start = await chain.unixTime();
      const terms = { mint, funder: wallet.publicKey, development: options.development, start };
      const steps = vestingSteps(terms);
      const plan = [
        ...steps.map(({ name, total, years, beneficiary }) => {
          return [name, `${money(total, unit)} over ${years} years for ${beneficiary}`] as const;
        }),
        ['ecosystem', `${money(allocationOf('ecosystem'), unit)} to the treasury`] as const,
        ['liquidity', `${money(allocationOf('liquidity'), unit)} to the liquidity fund`] as const,
      ];
      if (!options.yes) {
        const text = `this would happen, with --yes:\n${lines(plan)}\nand nobody could mint any more`;
        context.output.say({ data: { planned: Object.fromEntries(plan), done: false }, text });
        return;
      }
      const missing: DistributionStep[] = [];
      for (const step of steps) if (!(await isDone(chain, step))) missing.push(step);
      await checkHoldings(chain, terms.funder.toString(), mint, supply, missing);
      const instructions = [
        ...(await fundsToMake(chain, mint, terms.funder.toString())).map((one) => [one]),
        ...missing.map((step) => [step.instruction]),
        [...finalTransfers(terms)],
      ];
      const transactions = await sendAll(sender, wallet, instructions);
      const text = `CYXWIZ is distributed and nobody can mint any more\n${lines(plan)}`;
      context.output.say({ data: { planned: Object.fromEntries(plan), done: true, transactions }, text });
    },
  );
  command
    .addOption(
      new Option('--development <wallet>', 'wallet that the developers’ part vests for')
        .argParser(address)
        .makeOptionMandatory(),
    )
    .option('--yes', 'do it; without, the plan is shown');
  withOptions(command, chainOptions(), walletOptions('key file that holds the supply and may mint'));
}

/** Whether a run that was cut off has made this vesting; one of another size at its address is nobody's plan. */
async function isDone(chain: ChainReader, { name, vault, total }: DistributionStep): Promise<boolean> {
  const found = await chain.tokenBalance(vault);
  if (!found) return false;
  if (found.value.amount <= total && found.value.amount >= total - total / 20n) return true;
  throw new CliError({
    code: 'INVALID_ADDRESS',
    message: `the vesting for ${name} holds ${found.value.amount} base units, not ${total}`,
    next: `look at ${vault}: another vesting is in its place, or it was paid from for long`,
  });
}

async function fundsToMake(
  chain: ChainReader,
  mint: string,
  payer: string,
): Promise<TransactionInstruction[]> {
  const made: TransactionInstruction[] = [];
  for (const kind of Object.values(FUNDS)) {
    if (!(await chain.tokenBalance(fundAddress(mint, kind)))) made.push(initFund(kind, { payer, mint }));
  }
  return made;
}

/** Refuses to begin what could not be finished. Vestings that exist were made by a run that was cut off. */
async function checkHoldings(
  chain: ChainReader,
  funder: string,
  mint: string,
  supply: bigint,
  missing: readonly { readonly total: bigint }[],
): Promise<void> {
  const needed = missing.reduce(
    (sum, { total }) => sum + total,
    allocationOf('ecosystem') + allocationOf('liquidity'),
  );
  const held = (await chain.tokenBalance(tokenAccountOf(funder, mint)))?.value.amount ?? 0n;
  if (supply > INITIAL_SUPPLY || held < needed) {
    throw new CliError({
      code: 'INSUFFICIENT_FUNDS',
      message: `${funder} holds ${held} base units of CYXWIZ, the distribution takes ${needed}`,
      next: 'sign with the key that holds the whole supply, before any of it is used',
    });
  }
  if (await chain.tokenBalance(rewardsAddress())) return;
  throw new CliError({
    code: 'RPC_UNAVAILABLE',
    message: 'the node registry is not set up on this cluster',
    next: 'set up the registry first: the operators’ part goes to its rewards vault',
  });
}

async function sendAll(
  sender: TransactionSender,
  payer: Wallet,
  batches: readonly (readonly TransactionInstruction[])[],
): Promise<string[]> {
  const signatures: string[] = [];
  for (const instructions of batches) {
    const { signature } = await sender.send({ instructions: [...instructions], payer });
    signatures.push(signature);
  }
  return signatures;
}
