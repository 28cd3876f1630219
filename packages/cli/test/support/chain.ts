import { writeFileSync } from 'node:fs';
import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import { Keypair } from '@solana/web3.js';
import { cli, folder, type Ran } from './cli.ts';

/** What a command with --json printed on stdout, or its error. */
export interface Told extends Record<string, unknown> {
  readonly code: number;
  readonly error: { readonly code: string; readonly reason?: string; readonly next: string };
}

/** A chain of its own for one test file, a folder, and people with key files. */
export class TestChain {
  readonly net: Localnet;
  readonly home = folder();

  private constructor(net: Localnet) {
    this.net = net;
  }

  static async start(): Promise<TestChain> {
    const chain = new TestChain(await startLocalnet());
    chain.keyFile('authority', chain.net.authority);
    return chain;
  }

  /** Writes a key where `--keypair` finds it. */
  keyFile(name: string, keypair: Keypair): string {
    const path = this.home.file(`${name}.json`);
    writeFileSync(path, JSON.stringify([...keypair.secretKey]), { mode: 0o600 });
    return path;
  }

  /** Somebody with SOL, a key file, and some CYXWIZ. */
  async person(name: string, tokens = 0n): Promise<Keypair> {
    const keypair = Keypair.generate();
    this.keyFile(name, keypair);
    await this.net.fundSol(keypair.publicKey);
    if (tokens > 0n) await this.net.fundToken(keypair.publicKey, tokens);
    return keypair;
  }

  /** Runs a command line as `name`, for people; commands that only read take no key. */
  said(name: string | undefined, ...args: readonly string[]): Promise<Ran> {
    const keypair = name === undefined ? [] : ['--keypair', this.home.file(`${name}.json`)];
    return cli([...args, '--rpc', this.net.rpcUrl, ...keypair]);
  }

  /** The same for programs. */
  async told(name: string | undefined, ...args: readonly string[]): Promise<Told> {
    const { code, stdout, stderr } = await this.said(name, ...args, '--json');
    return { ...JSON.parse(stdout || stderr), code } as Told;
  }

  /** Lets time pass. */
  async wait(seconds: bigint): Promise<void> {
    await this.net.timeTravel((await this.net.reader.unixTime()) + seconds);
  }

  /** Base units in a token account; 0 where there is none. */
  async held(account: Parameters<Localnet['reader']['tokenBalance']>[0]): Promise<bigint> {
    return (await this.net.reader.tokenBalance(account))?.value.amount ?? 0n;
  }

  async stop(): Promise<void> {
    await this.net.stop();
    this.home.remove();
  }
}
