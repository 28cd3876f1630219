import { type ChainReader, type Config, executorAddress, sha256, toHex } from '@cyxwiz/protocol';
import type { PublicKey, TransactionInstruction } from '@solana/web3.js';
import { type Argument, type Command, Option } from 'commander';
import type { Context, WalletOptions } from '../../../context.ts';
import { badInput } from '../../../failure/cli-error.ts';
import { readInput } from '../../../input/file.ts';
import { hex32 } from '../../../input/names.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../../leaf.ts';
import { lines } from '../../../output/text.ts';
import type { ChainOptions } from '../../../settings/settings.ts';
import type { Surroundings } from '../../../surroundings.ts';
import { sentData, sentLines } from '../../job/act.ts';
import { readConfig } from '../../token/supply.ts';

/** What a kind of proposal knows when it builds its instruction. */
export interface Drafting<O> {
  readonly context: Context;
  readonly chain: ChainReader;
  readonly config: Config;
  /** Signs the instruction when it is carried. */
  readonly executor: PublicKey;
  /** The proposer, who stands for whoever will execute it. */
  readonly payer: PublicKey;
  readonly options: O & ChainOptions;
  /** The command's arguments. */
  readonly given: readonly string[];
}

/** What would be voted on. */
export interface Drafted {
  readonly instruction: TransactionInstruction;
  /** What it means, for people. */
  readonly shown: readonly (readonly [string, string])[];
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Kind<O> {
  readonly name: string;
  readonly summary: string;
  readonly argument?: Argument;
  readonly options?: readonly Option[];
  readonly draft: (drafting: Drafting<O>) => Promise<Drafted>;
}

interface CommonOptions extends ChainOptions, WalletOptions {
  readonly text?: string;
  readonly textHash?: string;
  readonly draft?: boolean;
  readonly dryRun?: boolean;
}

const commonOptions = (): Option[] => [
  new Option('--text <file>', 'what explains it to voters; its sha256 goes on chain'),
  new Option('--text-hash <hex>', 'that sha256 alone').argParser(hex32).conflicts('text'),
  new Option('--draft', 'do not open it to votes yet: that is "vote open"'),
  new Option('--dry-run', 'show what would be voted on, try it on the chain as it is, and send nothing'),
];

/** A command that puts one kind of change to the vote. */
export function registerProposal<O extends object>(
  parent: Command,
  around: Surroundings,
  kind: Kind<O>,
): void {
  const command = leaf<O & CommonOptions>(
    parent,
    around,
    kind.name,
    kind.summary,
    async (context, options, given) => {
      const textHash = await hashOf(options);
      const { chain, proposals, keypair } = await context.escrow(options);
      const config = await readConfig(chain);
      const [executor, payer] = [executorAddress(), keypair.publicKey];
      const drafted = await kind.draft({
        context,
        chain,
        config,
        executor,
        payer,
        options,
        given: given.flat(),
      });
      const told = { ...drafted.data, kind: kind.name, textHash: toHex(textHash) };
      if (options.dryRun) {
        const tried = await proposals.rehearse(drafted.instruction);
        const outcome = tried ? 'would succeed if it were carried today' : 'is too large to be tried out';
        const text = lines([...drafted.shown, ['text', toHex(textHash)]]);
        context.output.say({ data: { ...told, done: false, tried }, text: `this ${outcome}\n${text}` });
        return;
      }
      const open = options.draft !== true;
      const { number, sent } = await proposals.propose({ instruction: drafted.instruction, textHash, open });
      const text = lines([
        ...drafted.shown,
        ['text', toHex(textHash)],
        ...sent.flatMap((one) => sentLines(one)),
        [
          'next',
          open
            ? `keep the text where voters find it; they vote: cyxwiz vote cast ${number} --for`
            : `cyxwiz vote open ${number}`,
        ],
      ]);
      const state = open ? 'is open to votes' : 'is drafted';
      context.output.say({
        data: { ...told, number, open, transactions: sent.map(sentData) },
        text: `proposal ${number} ${state}\n${text}`,
      });
    },
  );
  if (kind.argument) command.addArgument(kind.argument);
  withOptions(
    command,
    kind.options ?? [],
    commonOptions(),
    chainOptions(),
    walletOptions('the proposer’s key file'),
  );
}

async function hashOf({ text, textHash }: CommonOptions): Promise<Uint8Array> {
  if (textHash !== undefined) return new Uint8Array(Buffer.from(textHash, 'hex'));
  if (text !== undefined) return sha256(await readInput(text, '--text'));
  throw badInput('--text', 'nothing explains the proposal', 'give --text FILE or --text-hash HEX');
}
