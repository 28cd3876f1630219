import {
  type ChainReader,
  connectionChainReader,
  connectionTransactionRpc,
  TransactionSender,
} from '@cyxwiz/protocol';
import {
  AuditActions,
  CyxwizClient,
  DisputeActions,
  EscrowActions,
  keypairWallet,
  ProposalActions,
  TokenActions,
  type Wallet,
} from '@cyxwiz/sdk';
import { Connection, type Keypair } from '@solana/web3.js';
import { CliError } from './failure/cli-error.ts';
import { readKeyFile } from './input/key-file.ts';
import { Output } from './output/output.ts';
import type { Unit } from './output/text.ts';
import {
  type ChainOptions,
  type CoordinatorOptions,
  chainSettings,
  coordinatorSettings,
  homeFolder,
  keypairPath,
} from './settings/settings.ts';
import type { Surroundings } from './surroundings.ts';

/** What a wallet's commands take. */
export interface WalletOptions {
  readonly keypair?: string;
}

/** One run of one command: where to write, how to reach chain and coordinator. Closed when the command has ended. */
export class Context {
  readonly around: Surroundings;
  readonly output: Output;
  readonly #closers: (() => void)[] = [];

  constructor(around: Surroundings, json: boolean) {
    this.around = around;
    this.output = new Output(around, json);
  }

  get signal(): AbortSignal {
    return this.around.signal;
  }

  get home(): string {
    return homeFolder(this.around.env);
  }

  wallet(options: WalletOptions): Promise<Keypair> {
    return readKeyFile(keypairPath(options.keypair, this.around.env), '--keypair', this.output);
  }

  /** A reader alone: needs no key. */
  chain(options: ChainOptions): ChainReader {
    return connectionChainReader(this.connection(options));
  }

  connection(options: ChainOptions): Connection {
    const { rpcUrl, wsUrl } = chainSettings(options, this.around.env);
    // web3.js would otherwise retry a 429 with its own console output.
    const more = { commitment: 'confirmed', disableRetryOnRateLimit: true } as const;
    return new Connection(rpcUrl, wsUrl === undefined ? more : { ...more, wsEndpoint: wsUrl });
  }

  /** What anyone with a little SOL can do on chain. */
  async escrow(options: ChainOptions & WalletOptions) {
    const keypair = await this.wallet(options);
    const connection = this.connection(options);
    const chain = connectionChainReader(connection);
    const sender = new TransactionSender(connectionTransactionRpc(connection));
    const wallet = keypairWallet(keypair);
    const actions = new EscrowActions(chain, sender, wallet);
    const audits = new AuditActions(chain, sender, wallet);
    const disputes = new DisputeActions(chain, sender, wallet);
    const proposals = new ProposalActions(chain, sender, wallet);
    const tokens = new TokenActions(chain, sender, wallet);
    return { chain, sender, keypair, wallet, actions, audits, disputes, proposals, tokens };
  }

  async client(options: ChainOptions & CoordinatorOptions, wallet: Wallet): Promise<CyxwizClient> {
    const { env } = this.around;
    const settings = { ...chainSettings(options, env), ...(await coordinatorSettings(options, env)), wallet };
    const client = new CyxwizClient(settings);
    this.#closers.push(() => client.close());
    return client;
  }

  /** How amounts of a mint are shown. */
  async unit(chain: ChainReader, mint: string): Promise<Unit> {
    const config = await chain.config();
    const info = await chain.mint(mint);
    if (!info) {
      throw new CliError({
        code: 'INVALID_ADDRESS',
        message: `there is no mint ${mint} on this cluster`,
        next: 'check the address and the cluster (--rpc)',
      });
    }
    const symbol = config?.value.cyxwizMint === mint ? 'CYXWIZ' : `tokens of ${mint}`;
    return { mint, decimals: info.value.decimals, symbol };
  }

  /** Rejects when the program is told to stop. */
  stopped(): Promise<never> {
    const { signal } = this;
    return new Promise((_, reject) => {
      const stop = () => reject(new Error(`stopped by ${signal.reason}`));
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  }

  /** For services: waits until the program is told to stop. */
  async untilStopped(): Promise<void> {
    // A service may consist of things that do not keep a process alive.
    const alive = setInterval(() => {}, 2 ** 30);
    await this.stopped().catch(() => {});
    clearInterval(alive);
  }

  /** Something to end with the command. */
  onClose(closer: () => void): void {
    this.#closers.push(closer);
  }

  close(): void {
    for (const closer of this.#closers.splice(0)) closer();
  }
}
