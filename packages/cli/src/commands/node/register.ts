import {
  type ChainReader,
  type Config,
  CYXWIZ_DECIMALS,
  nodeAddress,
  parseAmount,
  registerNode,
  toHex,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import { SystemProgram, type TransactionInstruction } from '@solana/web3.js';
import { type Command, Option } from 'commander';
import { badInput, CliError } from '../../failure/cli-error.ts';
import { readKeyFile } from '../../input/key-file.ts';
import { tokens, wholeNumber } from '../../input/numbers.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines, money, type Unit } from '../../output/text.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { readNodeFolder } from './folder.ts';
import { hardwareIn, hardwareText, registered } from './hardware.ts';
import { type OwnerOptions, ownerOf, ownerOptions, tellingWhy } from './owner-wallet.ts';

interface RegisterOptions extends OwnerOptions {
  dir: string;
  stake: string;
  cpu?: number;
  memory?: number;
  gpu?: number;
  gpuMemory?: number;
  operatorSol?: string;
}

export function registerRegister(parent: Command, around: Surroundings): void {
  const command = leaf<RegisterOptions>(
    parent,
    around,
    'register',
    'register the node of a folder with its stake; signed by its owner',
    async (context, options) => {
      const stake = parseAmount(options.stake, CYXWIZ_DECIMALS);
      const folder = await readNodeFolder(options.dir);
      const { config } = folder;
      const chainOf = { rpc: config.rpcUrl, ...options };
      const operator = await readKeyFile(config.operatorKeyFile, '--dir', context.output);
      const what = `The registration of a node with a stake of ${options.stake} CYXWIZ.`;
      const owner = await ownerOf(context, chainOf, config.owner, what);
      const { chain, sender, wallet } = owner;
      const mint = await tellingWhy(owner, () => stakeMint(chain, stake, config.owner));
      const { ensureTlsIdentity } = await import('@cyxwiz/node');
      const { keyHash } = await ensureTlsIdentity(config.dataDir);
      const hardware = registered(await hardwareIn(folder), options);
      const args = { tlsKeyHash: keyHash, hardware, stake };
      const instructions: TransactionInstruction[] = [
        registerNode(args, { owner: wallet.publicKey, operator: operator.publicKey, mint: mint.mint }),
      ];
      if (options.operatorSol !== undefined) {
        const lamports = parseAmount(options.operatorSol, 9);
        const to = { fromPubkey: wallet.publicKey, toPubkey: operator.publicKey };
        instructions.push(SystemProgram.transfer({ ...to, lamports }));
      }
      const sent = await tellingWhy(owner, () =>
        sender.send({ instructions, payer: wallet, signers: [operator] }),
      );
      const node = nodeAddress(wallet.publicKey);
      owner.done('Your node is registered.', 'Its agent can be started now.');
      const next = `cyxwiz node start --dir ${options.dir}`;
      const shown = [
        ['node', node],
        ['stake', money(stake, mint)],
        ['hardware', hardwareText(hardware)],
        ...sentLines(sent),
        ['next', next],
      ] as const;
      const keys = { operator: operator.publicKey.toBase58(), tlsKeyHash: toHex(keyHash) };
      const data = { node, ...args, ...keys, ...sentData(sent) };
      context.output.say({ data, text: `the node is registered\n${lines(shown)}` });
    },
  );
  command
    .requiredOption('--dir <folder>', 'folder made by "node init"')
    .addOption(
      new Option('--stake <amount>', 'CYXWIZ to stake, like 50 or 200')
        .argParser(tokens)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--cpu <n>', 'processor cores offered (default: as "node init" found)').argParser(
        wholeNumber(1, 65_535),
      ),
    )
    .addOption(
      new Option('--memory <MiB>', 'main memory offered (default: as found)').argParser(
        wholeNumber(1, 0xffff_ffff),
      ),
    )
    .addOption(
      new Option('--gpu <n>', 'graphics processors (default: as found)').argParser(wholeNumber(0, 255)),
    )
    .addOption(
      new Option('--gpu-memory <MiB>', 'memory of all of them (default: as found)').argParser(
        wholeNumber(0, 0xffff_ffff),
      ),
    )
    .addOption(
      new Option('--operator-sol <amount>', 'SOL to hand to the operator key for its fees').argParser(tokens),
    );
  withOptions(command, ownerOptions(), chainOptions(), walletOptions('the owner’s key file'));
}

/** The CYXWIZ mint, once it is clear that the stake suffices and that the owner has it. */
async function stakeMint(chain: ChainReader, stake: bigint, owner: string): Promise<Unit> {
  const config: Config | undefined = (await chain.config())?.value;
  if (!config) {
    throw new CliError({
      code: 'RPC_UNAVAILABLE',
      message: 'the CyxWiz programs are not set up on this cluster',
      next: 'check --rpc',
    });
  }
  const unit = { mint: config.cyxwizMint, decimals: CYXWIZ_DECIMALS, symbol: 'CYXWIZ' };
  const least = config.params.stake.minStake[0] ?? 0n;
  if (stake < least)
    throw badInput(
      '--stake',
      `${money(stake, unit)} is below the least stake`,
      `stake at least ${money(least, unit)}`,
    );
  const held = (await chain.tokenBalance(tokenAccountOf(owner, unit.mint)))?.value.amount ?? 0n;
  if (held >= stake) return unit;
  throw new CliError({
    code: 'INSUFFICIENT_FUNDS',
    message: `the owner's wallet holds ${money(held, unit)}, the stake is ${money(stake, unit)}`,
    next: `send CYXWIZ to ${owner}, or stake less`,
  });
}
