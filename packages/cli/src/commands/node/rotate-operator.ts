import { nodeAddress, parseAmount, rotateOperator } from '@cyxwiz/protocol';
import { SystemProgram, type TransactionInstruction } from '@solana/web3.js';
import { type Command, Option } from 'commander';
import type { Context } from '../../context.ts';
import { badInput, CliError } from '../../failure/cli-error.ts';
import { readKeyFile } from '../../input/key-file.ts';
import { tokens } from '../../input/numbers.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines, sol } from '../../output/text.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { readNodeFolder } from './folder.ts';
import { adoptOperatorKey, stageOperatorKey } from './operator-key.ts';
import { type OwnerOptions, ownerOf, ownerOptions, tellingWhy } from './owner-wallet.ts';
import { readNode } from './status.ts';

interface RotateOptions extends OwnerOptions {
  readonly dir?: string;
  readonly operator?: string;
  readonly operatorSol?: string;
}

export function registerRotateOperator(parent: Command, around: Surroundings): void {
  const summary = 'put a new hot key in the place of the node’s old one; signed by its owner';
  const command = leaf<RotateOptions>(parent, around, 'rotate-operator', summary, rotate);
  command
    .addOption(new Option('--dir <folder>', 'node’s folder, in which a new key takes the old one’s place'))
    .addOption(
      new Option('--operator <file>', 'the new key, for a node whose folder is elsewhere').conflicts('dir'),
    )
    .addOption(
      new Option('--operator-sol <amount>', 'SOL to hand to the new key for its fees').argParser(tokens),
    );
  withOptions(command, ownerOptions(), chainOptions(), walletOptions('the owner’s key file'));
}

async function rotate(context: Context, options: RotateOptions): Promise<void> {
  if (options.dir === undefined && options.operator === undefined) {
    throw badInput('--dir', 'no new key is named', 'give --dir FOLDER, which gets one, or --operator FILE');
  }
  const folder = options.dir === undefined ? undefined : await readNodeFolder(options.dir);
  const owner = await ownerOf(
    context,
    folder ? { rpc: folder.config.rpcUrl, ...options } : options,
    folder?.config.owner,
    'A new operator key for your node.',
  );
  const { chain, sender, wallet } = owner;
  const node = await tellingWhy(owner, () => readNode(chain, nodeAddress(wallet.publicKey)));
  const operator = folder
    ? await stageOperatorKey(folder.config, context.output)
    : await readKeyFile(options.operator ?? '', '--operator', context.output);
  const key = operator.publicKey.toBase58();
  const previous = node.value.operator;
  const instructions: TransactionInstruction[] = [];
  // An earlier run may have ended between the chain and the folder.
  const rotates = previous !== key;
  if (rotates) {
    const tie = await chain.operator(previous);
    const accounts = { owner: wallet.publicKey, node: node.address, operator: operator.publicKey };
    const rentPayer = tie?.value.rentPayer ?? wallet.publicKey;
    instructions.push(rotateOperator({ ...accounts, previousOperator: previous, rentPayer }));
  } else if (!folder) {
    throw new CliError({
      code: 'NOTHING_TO_DO',
      message: `${key} is the node's operator already`,
      next: 'name another key with --operator',
    });
  }
  if (options.operatorSol !== undefined) {
    const to = { fromPubkey: wallet.publicKey, toPubkey: operator.publicKey };
    instructions.push(SystemProgram.transfer({ ...to, lamports: parseAmount(options.operatorSol, 9) }));
  }
  const signers = rotates ? [operator] : [];
  const sent = instructions.length
    ? await tellingWhy(owner, () => sender.send({ instructions, payer: wallet, signers }))
    : undefined;
  const kept = folder && (await adoptOperatorKey(folder.config, context.output));
  owner.done(
    'Your node has another operator key.',
    'Restart its agent: until then it signs with the old one.',
  );
  const left = rotates ? await chain.lamports(previous) : 0;
  const text = lines([
    ['node', node.address],
    ['operator', key],
    ['old key', kept && `${kept}${left > 0 ? `, which still holds ${sol(left)}` : ''}`],
    ...(sent ? sentLines(sent) : []),
    [
      'next',
      folder ? 'restart the agent: until then it signs with the old key' : 'start the agent with the new key',
    ],
  ]);
  const data = { node: node.address, action: 'rotate-operator', operator: key, previous, kept };
  context.output.say({
    data: { ...data, ...(sent ? sentData(sent) : {}) },
    text: `the node has another operator key\n${text}`,
  });
}
