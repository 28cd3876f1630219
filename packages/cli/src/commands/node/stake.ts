import {
  addStake,
  type ChainReader,
  cancelWithdrawal,
  claimWithdrawal,
  closeNode,
  compoundRewards,
  createTokenAccount,
  type Node,
  nodeAddress,
  parseAmount,
  requestWithdrawal,
  type Seen,
} from '@cyxwiz/protocol';
import type { PublicKey, TransactionInstruction } from '@solana/web3.js';
import { Argument, type Command } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { CliError } from '../../failure/cli-error.ts';
import { address } from '../../input/names.ts';
import { tokens } from '../../input/numbers.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines, type Unit } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { readNode, stakeLines } from './status.ts';

/** What an action knows when it builds its instructions. */
interface Acting {
  readonly chain: ChainReader;
  /** The wallet that signs and pays. */
  readonly wallet: PublicKey;
  readonly node: Seen<Node>;
  readonly unit: Unit;
  /** The command's argument. */
  readonly given: string;
}

interface StakeAction {
  readonly name: string;
  readonly summary: string;
  /** What has happened, for people. */
  readonly done: string;
  readonly argument?: Argument;
  /** Whose node: the wallet's own unless this says otherwise. */
  readonly anyNode?: boolean;
  readonly act: (acting: Acting) => Promise<TransactionInstruction[]> | TransactionInstruction[];
}

const owned = ({ wallet, node, unit }: Acting) => ({
  owner: wallet,
  node: node.address,
  mint: unit.mint,
});

/** The owner's token account, made if it is missing: what comes out of the stake needs a place. */
const place = ({ wallet, unit }: Acting) =>
  createTokenAccount({ payer: wallet, owner: wallet, mint: unit.mint });

const ACTIONS: readonly StakeAction[] = [
  {
    name: 'add-stake',
    summary: 'add CYXWIZ to the stake of the wallet’s node',
    done: 'the stake is larger',
    argument: new Argument('<amount>', 'CYXWIZ to add, like 150').argParser(tokens),
    act: (acting) => [addStake(parseAmount(acting.given, acting.unit.decimals), owned(acting))],
  },
  {
    name: 'request-withdrawal',
    summary: 'start the cooldown of stake that is not locked any more',
    done: 'the cooldown has begun; until it is claimed, this part can still be slashed',
    argument: new Argument('<amount>', 'CYXWIZ to withdraw, like 150, or "all"').argParser((text) =>
      text === 'all' ? text : tokens(text),
    ),
    act: (acting) => {
      const { given, node, unit } = acting;
      const amount = given === 'all' ? node.value.stake : parseAmount(given, unit.decimals);
      return [requestWithdrawal(amount, owned(acting))];
    },
  },
  {
    name: 'cancel-withdrawal',
    summary: 'put stake that is being withdrawn back to work',
    done: 'nothing is being withdrawn any more',
    act: (acting) => [cancelWithdrawal(owned(acting))],
  },
  {
    name: 'claim-withdrawal',
    summary: 'fetch stake whose cooldown is over',
    done: 'the stake is in the wallet',
    act: (acting) => [place(acting), claimWithdrawal(owned(acting))],
  },
  {
    name: 'compound',
    summary: 'pay a node’s rewards into its stake; anyone may',
    done: 'the rewards are part of the stake',
    argument: new Argument('[node]', 'address of the node account (default: the wallet’s node)').argParser(
      address,
    ),
    anyNode: true,
    act: ({ node, unit }) => [compoundRewards({ node: node.address, mint: unit.mint })],
  },
  {
    name: 'close',
    summary: 'close the wallet’s node, once its stake is withdrawn; its rent comes back',
    done: 'the node is closed',
    act: async (acting) => {
      const { operator, rentPayer } = acting.node.value;
      const tie = await acting.chain.operator(operator);
      if (!tie) {
        throw new CliError({
          code: 'NODE_NOT_FOUND',
          message: `nothing ties the operator ${operator} to the node`,
          next: 'ask another RPC (--rpc)',
        });
      }
      const payers = { operator, rentPayer, operatorRentPayer: tie.value.rentPayer };
      return [place(acting), closeNode({ ...owned(acting), ...payers })];
    },
  },
];

/** The commands with which an owner moves stake. */
export function registerStake(parent: Command, around: Surroundings): void {
  for (const action of ACTIONS) registerAction(parent, around, action);
}

function registerAction(parent: Command, around: Surroundings, action: StakeAction): void {
  const { name, summary, done, argument, act } = action;
  const command = leaf<ChainOptions & WalletOptions>(
    parent,
    around,
    name,
    summary,
    async (context, options, [given = '']) => {
      const { chain, sender, keypair, wallet } = await context.escrow(options);
      const id = action.anyNode && given ? given : nodeAddress(keypair.publicKey);
      const node = await readNode(chain, id);
      const unit = await context.unit(chain, (await chain.config())?.value.cyxwizMint ?? '');
      const instructions = await act({ chain, wallet: keypair.publicKey, node, unit, given });
      const sent = await sender.send({ instructions, payer: wallet });
      const after = (await chain.node(id))?.value;
      const shown = [['node', id], ...stakeLines(after, unit), ...sentLines(sent)] as const;
      const data = { node: id, action: name, ...stakeData(after), ...sentData(sent) };
      context.output.say({ data, text: `${done}\n${lines(shown)}` });
    },
  );
  if (argument) command.addArgument(argument);
  withOptions(command, chainOptions(), walletOptions('key file of the wallet that signs and pays fees'));
}

function stakeData(node: Node | undefined) {
  return node && { stake: node.stake, withdrawing: node.withdrawing, claimableAt: node.claimableAt };
}
