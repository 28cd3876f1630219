import { signEd25519 } from '@cyxwiz/protocol';
import {
  Keypair,
  PublicKey,
  SystemProgram,
  TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js';
import type { Page } from 'playwright-core';

/** How the wallet answers the next request. */
export type Manner = 'signs' | 'refuses' | 'guards' | 'steals' | 'never answers';

const MEMO = new PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr');
export const LOCAL = 'solana:localnet';

/** A Wallet Standard wallet in the page, whose key stays in this process. */
export class TestWallet {
  keypair: Keypair;
  manner: Manner = 'signs';
  /** What it can do besides transactions. */
  says: readonly ('solana:signIn' | 'solana:signMessage')[] = ['solana:signIn', 'solana:signMessage'];
  /** Times it was asked for a message. */
  said = 0;
  /** Times it was asked. */
  asked = 0;
  /** Milliseconds before it answers. */
  delayMs = 0;

  constructor(keypair: Keypair = Keypair.generate()) {
    this.keypair = keypair;
  }

  get address(): string {
    return this.keypair.publicKey.toBase58();
  }

  /** Before the page is opened. */
  async install(page: Page, chain = LOCAL): Promise<void> {
    await page.exposeFunction('__walletSign', (encoded: string) => this.#sign(encoded));
    await page.exposeFunction('__walletSay', (encoded: string) => this.#say(encoded));
    await page.addInitScript((features) => {
      (window as unknown as { __says: readonly string[] }).__says = features;
    }, this.says);
    await page.addInitScript(register, [this.#account(chain), ICON] as const);
  }

  /** Shows another account, as when a person switches it in the wallet. */
  async switchTo(page: Page, keypair: Keypair, chain = LOCAL): Promise<void> {
    this.keypair = keypair;
    await page.evaluate(
      (account) => (window as unknown as Hooks).__wallet.show(account),
      this.#account(chain),
    );
  }

  /** Its extension is switched off. */
  async vanish(page: Page): Promise<void> {
    await page.evaluate(() => (window as unknown as Hooks).__wallet.vanish());
  }

  async comeBack(page: Page): Promise<void> {
    await page.evaluate(() => (window as unknown as Hooks).__wallet.comeBack());
  }

  #account(chain: string): Account {
    return { address: this.address, bytes: [...this.keypair.publicKey.toBytes()], chain };
  }

  async #sign(encoded: string): Promise<string> {
    this.asked++;
    await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    if (this.manner === 'refuses') throw new Error('User rejected the request.');
    if (this.manner === 'never answers') return new Promise(() => {});
    const given = VersionedTransaction.deserialize(Buffer.from(encoded, 'base64'));
    const transaction = this.#added(given);
    transaction.sign([this.keypair]);
    return Buffer.from(transaction.serialize()).toString('base64');
  }

  /** Signs a text; one that `guards` adds to it. */
  async #say(encoded: string): Promise<{ message: string; signature: string }> {
    this.said++;
    if (this.manner === 'refuses') throw new Error('User rejected the request.');
    const given = Buffer.from(encoded, 'base64');
    const message =
      this.manner === 'guards' ? Buffer.concat([given, Buffer.from('\nChain ID: mainnet')]) : given;
    const signature = Buffer.from(signEd25519(this.keypair.secretKey, message)).toString('base64');
    return { message: message.toString('base64'), signature };
  }

  #added(given: VersionedTransaction): VersionedTransaction {
    if (this.manner === 'signs') return given;
    const payerKey = this.keypair.publicKey;
    const { instructions, recentBlockhash } = TransactionMessage.decompile(given.message);
    const more =
      this.manner === 'guards'
        ? new TransactionInstruction({ programId: MEMO, keys: [], data: Buffer.from('guard') })
        : SystemProgram.transfer({
            fromPubkey: payerKey,
            toPubkey: Keypair.generate().publicKey,
            lamports: 50_000_000,
          });
    const message = new TransactionMessage({
      payerKey,
      recentBlockhash,
      instructions: [...instructions, more],
    });
    return new VersionedTransaction(message.compileToV0Message());
  }
}

interface Account {
  readonly address: string;
  readonly bytes: readonly number[];
  readonly chain: string;
}

interface Hooks {
  __wallet: { show(account: Account): void; vanish(): void; comeBack(): void };
  __walletSign(encoded: string): Promise<string>;
  __walletSay(encoded: string): Promise<{ message: string; signature: string }>;
  __says: readonly string[];
}

const ICON = `data:image/svg+xml;base64,${Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#6b4fd8"/><path d="M6 8h12v9H6z" fill="#fff"/></svg>',
).toString('base64')}`;

/** Runs in the page. */
function register([first, icon]: readonly [Account, string]): void {
  const hooks = window as unknown as Hooks;
  const features = ['solana:signTransaction'] as const;
  const bytes = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const say = async (message: Uint8Array) => {
    const answer = await hooks.__walletSay(btoa(String.fromCharCode(...message)));
    return [{ signedMessage: bytes(answer.message), signature: bytes(answer.signature) }];
  };
  /** As the standard says what a wallet makes of a sign-in. */
  const textOf = (asked: Record<string, string>) =>
    [
      `${asked['domain']} wants you to sign in with your Solana account:`,
      `${asked['address']}\n\n${asked['statement']}\n`,
      `URI: ${asked['uri']}\nVersion: ${asked['version']}\nNonce: ${asked['nonce']}`,
      `Issued At: ${asked['issuedAt']}\nExpiration Time: ${asked['expirationTime']}`,
    ].join('\n');
  const speaking = {
    'solana:signIn': {
      version: '1.0.0',
      signIn: (asked: Record<string, string>) => {
        if (asked['domain'] !== location.host) throw new Error('The domain is not the one of this page.');
        return say(new TextEncoder().encode(textOf(asked)));
      },
    },
    'solana:signMessage': {
      version: '1.0.0',
      signMessage: ({ message }: { message: Uint8Array }) => say(message),
    },
  };
  const made = ({ address, bytes, chain }: Account) => ({
    address,
    publicKey: Uint8Array.from(bytes),
    chains: [chain],
    features,
  });
  const listeners = new Set<(change: { accounts: unknown[] }) => void>();
  let accounts: ReturnType<typeof made>[] = [];
  let offered = [made(first)];
  let unregister = () => {};
  const wallet = {
    version: '1.0.0',
    name: 'Test Wallet',
    icon,
    chains: ['solana:mainnet', 'solana:devnet', 'solana:localnet'],
    get accounts() {
      return accounts;
    },
    features: {
      ...Object.fromEntries(Object.entries(speaking).filter(([name]) => hooks.__says.includes(name))),
      'standard:connect': {
        version: '1.0.0',
        connect: async () => {
          accounts = offered;
          return { accounts };
        },
      },
      'standard:events': {
        version: '1.0.0',
        on: (_: string, listener: (change: { accounts: unknown[] }) => void) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      'solana:signTransaction': {
        version: '1.0.0',
        supportedTransactionVersions: ['legacy', 0],
        signTransaction: async ({ transaction }: { transaction: Uint8Array }) => {
          const signed = await hooks.__walletSign(btoa(String.fromCharCode(...transaction)));
          return [{ signedTransaction: Uint8Array.from(atob(signed), (c) => c.charCodeAt(0)) }];
        },
      },
    },
  };
  let api: { register(wallet: unknown): () => void } | undefined;
  const callback = (given: { register(wallet: unknown): () => void }) => {
    api = given;
    unregister = given.register(wallet);
  };
  hooks.__wallet = {
    show: (account) => {
      offered = [made(account)];
      accounts = offered;
      for (const listener of listeners) listener({ accounts });
    },
    vanish: () => unregister(),
    comeBack: () => {
      if (api) unregister = api.register(wallet);
    },
  };
  window.addEventListener('wallet-standard:app-ready', (event) =>
    callback((event as CustomEvent<Parameters<typeof callback>[0]>).detail),
  );
  window.dispatchEvent(new CustomEvent('wallet-standard:register-wallet', { detail: callback }));
}
