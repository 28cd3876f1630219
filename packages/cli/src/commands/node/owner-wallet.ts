import {
  type ChainReader,
  connectionChainReader,
  connectionTransactionRpc,
  equalBytes,
  TransactionSender,
} from '@cyxwiz/protocol';
import { keypairWallet, type Wallet } from '@cyxwiz/sdk';
import { Option } from 'commander';
import type { Context, WalletOptions } from '../../context.ts';
import { badInput } from '../../failure/cli-error.ts';
import { explain } from '../../failure/explain.ts';
import { wholeNumber } from '../../input/numbers.ts';
import { walletInBrowser } from '../../jobs/browser-wallet.ts';
import type { ChainOptions } from '../../settings/settings.ts';

export interface OwnerOptions extends ChainOptions, WalletOptions {
  readonly wallet: 'keypair' | 'browser';
  readonly signPort?: number;
}

/** Who signs for a node beside its operator key. */
export interface Owner {
  readonly chain: ChainReader;
  readonly sender: TransactionSender;
  readonly wallet: Wallet;
  /** Tells a person who waits in the browser. */
  done(title: string, text: string): void;
  failed(message: string, next: string): void;
}

export const ownerOptions = (): Option[] => [
  new Option(
    '--wallet <kind>',
    'who signs: a key file, or a wallet in your browser, on a page that this opens',
  )
    .choices(['keypair', 'browser'])
    .default('keypair'),
  new Option('--sign-port <n>', 'port of that page on this machine (default: any free one)').argParser(
    wholeNumber(1, 65_535),
  ),
];

/**
 * The owner's key file, or their wallet in the browser. `named` is the owner that the node's folder names.
 * @throws CliError BAD_INPUT when it is another wallet
 */
export async function ownerOf(
  context: Context,
  options: OwnerOptions,
  named: string | undefined,
  what: string,
): Promise<Owner> {
  const connection = context.connection(options);
  const chain = connectionChainReader(connection);
  const sender = new TransactionSender(connectionTransactionRpc(connection));
  const browser =
    options.wallet === 'browser' ? await walletInBrowser(context, options, what, false) : undefined;
  const wallet = browser
    ? { publicKey: browser.publicKey, sign: unchanged(browser) }
    : keypairWallet(await context.wallet(options));
  const address = wallet.publicKey.toBase58();
  if (named !== undefined && address !== named) {
    const wrong = `${address} is not the owner in the folder, ${named}`;
    const next = 'sign with the owner’s wallet, or make another folder';
    browser?.failed(wrong, next);
    throw badInput(browser ? '--wallet browser' : '--keypair', wrong, next);
  }
  return {
    chain,
    sender,
    wallet,
    done: (title, text) => browser?.done(title, text),
    failed: (message, next) => browser?.failed(message, next),
  };
}

/** What goes wrong meanwhile is said in the page as well. */
export async function tellingWhy<T>(owner: Owner, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { message, next } = explain(error, 'cyxwiz node');
    owner.failed(message, next);
    throw error;
  }
}

/** The operator's key signs the same transaction: what a wallet adds to it, that key has not agreed to. */
function unchanged(browser: Wallet): Wallet['sign'] {
  return async (transaction) => {
    const asked = transaction.message.serialize();
    const signed = await browser.sign(transaction);
    if (equalBytes(asked, signed.message.serialize())) return signed;
    throw badInput(
      '--wallet browser',
      'the wallet changed the transaction, which the operator’s key has to sign as well',
      'switch off what the wallet adds to transactions, or sign with another one',
    );
  };
}
