import {
  claimWithdrawal,
  createTokenAccount,
  type Node,
  nodeAddress,
  parseAmount,
  requestWithdrawal,
} from '@cyxwiz/protocol';
import type { TransactionInstruction } from '@solana/web3.js';
import { Argument, type Command } from 'commander';
import type { Context, WalletOptions } from '../../context.ts';
import { badInput, CliError } from '../../failure/cli-error.ts';
import { tokens } from '../../input/numbers.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines, money, type Unit, when } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { readNode, stakeLines } from './status.ts';

/** What is to be sent now, or why nothing is. */
interface Step {
  readonly action: 'request' | 'claim' | 'wait' | 'show';
  readonly text: string;
  readonly next: string;
}

export function registerWithdraw(parent: Command, around: Surroundings): void {
  const summary = 'the next step of taking stake back: ask, wait for the date, fetch';
  const command = leaf<ChainOptions & WalletOptions>(
    parent,
    around,
    'withdraw',
    summary,
    withdraw,
  ).addArgument(
    new Argument(
      '[amount]',
      'CYXWIZ to take back, like 150, or "all"; without it nothing new is asked for',
    ).argParser((text) => (text === 'all' ? text : tokens(text))),
  );
  withOptions(command, chainOptions(), walletOptions('the owner’s key file'));
}

async function withdraw(
  context: Context,
  options: ChainOptions & WalletOptions,
  [given]: string[],
): Promise<void> {
  const { chain, sender, keypair, wallet } = await context.escrow(options);
  const id = nodeAddress(keypair.publicKey);
  const { value: node } = await readNode(chain, id);
  const config = (await chain.config())?.value;
  const unit = await context.unit(chain, config?.cyxwizMint ?? '');
  const cooldown = config?.params.stake.withdrawCooldown ?? 0n;
  const step = stepOf(node, given, await chain.unixTime(), cooldown);
  const accounts = { owner: keypair.publicKey, node: id, mint: unit.mint };
  const instructions: TransactionInstruction[] = [];
  if (step.action === 'request') {
    const amount = given === 'all' ? node.stake : parseAmount(given ?? '', unit.decimals);
    instructions.push(requestWithdrawal(amount, accounts));
  }
  if (step.action === 'claim') {
    const place = { payer: keypair.publicKey, owner: keypair.publicKey, mint: unit.mint };
    instructions.push(createTokenAccount(place), claimWithdrawal(accounts));
  }
  const sent = instructions.length > 0 ? await sender.send({ instructions, payer: wallet }) : undefined;
  const after = sent ? (await chain.node(id))?.value : node;
  const text = lines([
    ['node', id],
    ...stakeLines(after, unit),
    ...(sent ? sentLines(sent) : []),
    ['next', nextOf(step, after, unit)],
  ]);
  const data = {
    ...{ node: id, action: 'withdraw', step: step.action, stake: after?.stake },
    ...{ lockedUntil: after?.lockedUntil, withdrawing: after?.withdrawing, claimableAt: after?.claimableAt },
    ...(sent ? sentData(sent) : {}),
  };
  context.output.say({ data, text: `${step.text}\n${text}` });
}

/** @throws CliError STAKE_LOCKED, BAD_INPUT */
function stepOf(node: Node, given: string | undefined, now: bigint, cooldown: bigint): Step {
  const { withdrawing, claimableAt, lockedUntil } = node;
  const claim = 'fetch it: cyxwiz node withdraw';
  if (withdrawing > 0n) {
    if (given !== undefined) {
      throw badInput(
        'amount',
        'a withdrawal is under way, and there is one at a time',
        'fetch it first, or take it back: cyxwiz node cancel-withdrawal',
      );
    }
    if (claimableAt > now) return { action: 'wait', text: 'the cooldown runs', next: claim };
    return {
      action: 'claim',
      text: 'the stake is in the wallet',
      next: 'cyxwiz node close, once none is left',
    };
  }
  if (given === undefined) {
    const free = lockedUntil > now ? `from ${when(lockedUntil)}` : 'now';
    return {
      action: 'show',
      text: `the stake can be asked for ${free}`,
      next: 'cyxwiz node withdraw AMOUNT',
    };
  }
  if (lockedUntil > now) {
    throw new CliError({
      code: 'STAKE_LOCKED',
      message: `the stake is locked until ${when(lockedUntil)}: thirty days from registration, seven more with each job`,
      next: `run this again then; it can be fetched ${Number(cooldown / 86_400n)} days later`,
    });
  }
  return { action: 'request', text: 'the cooldown has begun; this part can still be slashed', next: claim };
}

function nextOf({ action, next }: Step, node: Node | undefined, unit: Unit): string {
  if (action !== 'request' && action !== 'wait') return next;
  return `on ${when(node?.claimableAt ?? 0n)} ${next} (${money(node?.withdrawing ?? 0n, unit)})`;
}
