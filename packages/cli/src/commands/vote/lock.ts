import { CYXWIZ_DECIMALS, lockTokens, parseAmount, tokenAccountOf, unlockTokens } from '@cyxwiz/protocol';
import { Argument, type Command } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { badInput, CliError } from '../../failure/cli-error.ts';
import { tokens } from '../../input/numbers.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines, money, when } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { readToken } from '../token/supply.ts';

type Options = ChainOptions & WalletOptions;

const amountArgument = () => new Argument('<amount>', 'CYXWIZ, like 12.5').argParser(tokens);

export function registerLock(parent: Command, around: Surroundings): void {
  const summary = 'lock CYXWIZ, which then votes on whatever is opened later';
  const command = leaf<Options>(parent, around, 'lock', summary, async (context, options, [text = '']) => {
    const { chain, sender, wallet } = await context.escrow(options);
    const { unit } = await readToken(chain);
    const amount = parseAmount(text, CYXWIZ_DECIMALS);
    const owner = wallet.publicKey;
    const held = (await chain.tokenBalance(tokenAccountOf(owner, unit.mint)))?.value.amount ?? 0n;
    if (held < amount) {
      throw new CliError({
        code: 'INSUFFICIENT_FUNDS',
        message: `${owner} holds ${money(held, unit)}`,
        next: 'lock no more than that, or send CYXWIZ to the wallet',
      });
    }
    const instructions = [lockTokens(amount, { mint: unit.mint, owner })];
    const sent = await sender.send({ instructions, payer: wallet });
    const shown = lines([['locked', money(amount, unit)], ...sentLines(sent)]);
    context.output.say({ data: { action: 'lock', amount, ...sentData(sent) }, text: shown });
  }).addArgument(amountArgument());
  withOptions(command, chainOptions(), walletOptions('the owner’s key file'));
}

export function registerUnlock(parent: Command, around: Surroundings): void {
  const summary = 'take locked CYXWIZ out, once the votes it was cast in are over';
  const command = leaf<Options>(parent, around, 'unlock', summary, async (context, options, [text = '']) => {
    const { chain, sender, wallet } = await context.escrow(options);
    const { unit } = await readToken(chain);
    const owner = wallet.publicKey.toString();
    const lock = (await chain.tokenLock(owner))?.value;
    const amount = parseAmount(text, CYXWIZ_DECIMALS);
    if (!lock || lock.amount < amount) {
      const locked = `${owner} has ${money(lock?.amount ?? 0n, unit)} locked`;
      throw badInput('amount', locked, 'unlock no more than that');
    }
    if (lock.lockedUntil > (await chain.unixTime())) {
      throw badInput('amount', `the tokens vote until ${when(lock.lockedUntil)}`, 'try again then');
    }
    const accounts = { mint: unit.mint, owner, rentPayer: lock.rentPayer };
    const sent = await sender.send({ instructions: [unlockTokens(amount, accounts)], payer: wallet });
    const shown = lines([['unlocked', money(amount, unit)], ...sentLines(sent)]);
    context.output.say({ data: { action: 'unlock', amount, ...sentData(sent) }, text: shown });
  }).addArgument(amountArgument());
  withOptions(command, chainOptions(), walletOptions('the owner’s key file'));
}
