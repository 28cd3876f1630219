import {
  type ChainReader,
  type Coordinator,
  closeCoordinator,
  coordinatorAddress,
  registerCoordinator,
  setCoordinatorKeys,
  tokenKeysOf,
} from '@cyxwiz/protocol';
import type { TransactionInstruction } from '@solana/web3.js';
import { type Command, Option } from 'commander';
import type { Context, WalletOptions } from '../context.ts';
import { badInput, CliError } from '../failure/cli-error.ts';
import { address } from '../input/names.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../leaf.ts';
import { lines } from '../output/text.ts';
import type { ChainOptions } from '../settings/settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { sentData, sentLines } from './job/act.ts';

interface KeyOptions extends ChainOptions, WalletOptions {
  readonly key?: readonly string[];
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

const several = (value: string, before: readonly string[] = []) => [...before, address(value)];
const WHOSE = 'the authority’s key file';

/** What an operator does with the account in which nodes find the keys of a coordinator's tokens. */
export function registerCoordinatorAccount(group: Command, around: Surroundings): void {
  const made = leaf<KeyOptions>(
    group,
    around,
    'register',
    'make the account that names the keys of a coordinator’s tokens; signed by its authority',
    async (context, options) => {
      const { publicKey } = await context.wallet(options);
      const keys = options.key ?? [];
      if (keys.length === 0) throw badInput('--key', 'no key is named', 'the coordinator’s log says which');
      await act(context, options, registerCoordinator(keys, { authority: publicKey }));
    },
  );
  made.addOption(new Option('--key <address>', 'key that signs tokens; up to four times').argParser(several));
  const changed = leaf<KeyOptions>(
    group,
    around,
    'keys',
    'add or remove keys of a coordinator’s tokens; signed by its authority',
    async (context, options) => {
      const { publicKey } = await context.wallet(options);
      const { chain } = await context.escrow(options);
      const before = tokenKeysOf(await existing(chain, coordinatorAddress(publicKey).toBase58()));
      const kept = before.filter((key) => !options.remove?.includes(key));
      const keys = [...kept, ...(options.add ?? []).filter((key) => !kept.includes(key))];
      if (keys.join() === before.join()) {
        throw new CliError({
          code: 'NOTHING_TO_DO',
          message: 'the account names these keys already',
          next: 'name what is different: --add KEY, --remove KEY',
        });
      }
      await act(context, options, setCoordinatorKeys(keys, { authority: publicKey }));
    },
  );
  changed
    .addOption(new Option('--add <address>', 'key to add; can be repeated').argParser(several))
    .addOption(
      new Option('--remove <address>', 'key whose tokens count no more; can be repeated').argParser(several),
    );
  const closed = leaf<KeyOptions>(
    group,
    around,
    'close',
    'close the account: no node takes the coordinator’s tokens any more; signed by its authority',
    async (context, options) => {
      const { publicKey } = await context.wallet(options);
      const { chain } = await context.escrow(options);
      const { rentPayer } = await existing(chain, coordinatorAddress(publicKey).toBase58());
      await act(context, options, closeCoordinator({ authority: publicKey, rentPayer }));
    },
  );
  for (const command of [made, changed, closed]) withOptions(command, chainOptions(), walletOptions(WHOSE));
  const shown = leaf<ChainOptions>(
    group,
    around,
    'show',
    'say which keys sign a coordinator’s tokens',
    async (context, options, [account = '']) => {
      const chain = await context.chain(options);
      const coordinator = await existing(chain, account);
      const keys = tokenKeysOf(coordinator);
      const data = { account, authority: coordinator.authority, keys };
      const rows = keys.map((key) => ['key', key] as const);
      context.output.say({ data, text: lines([['authority', coordinator.authority], ...rows]) });
    },
  );
  shown.argument('<account>', 'the coordinator’s account', address);
  withOptions(shown, chainOptions());
}

async function act(context: Context, options: KeyOptions, instruction: TransactionInstruction) {
  const { chain, sender, wallet } = await context.escrow(options);
  const sent = await sender.send({ instructions: [instruction], payer: wallet });
  const account = coordinatorAddress(wallet.publicKey).toBase58();
  const seen = await chain.coordinator(account);
  const keys = seen ? tokenKeysOf(seen.value) : [];
  const rows = keys.map((key) => ['key', key] as const);
  const text = lines([['account', account], ...rows, ...sentLines(sent)]);
  context.output.say({ data: { account, keys, ...sentData(sent) }, text });
}

/** @throws CliError COORDINATOR_NOT_FOUND */
async function existing(chain: ChainReader, account: string): Promise<Coordinator> {
  const seen = await chain.coordinator(account);
  if (seen) return seen.value;
  throw new CliError({
    code: 'COORDINATOR_NOT_FOUND',
    message: `there is no coordinator account at ${account}`,
    next: 'make it: cyxwiz coordinator register',
  });
}
