import { getWallets } from '@wallet-standard/app';
import type { Wallet, WalletAccount } from '@wallet-standard/base';
import { useEffect, useState } from 'preact/hooks';
import { canSign, connectTo, onAccounts } from './standard.ts';

export interface WalletState {
  readonly wallets: readonly Wallet[];
  readonly wallet: Wallet | undefined;
  readonly account: WalletAccount | undefined;
  /** The wallet was connected and is gone. */
  readonly vanished: boolean;
  readonly problem: string | undefined;
}

const REMEMBERED = 'cyxwiz:wallet';
const registry = getWallets();
let state: WalletState = {
  wallets: registry.get().filter(canSign),
  wallet: undefined,
  account: undefined,
  vanished: false,
  problem: undefined,
};
const listeners = new Set<() => void>();
let unfollow = () => {};

function set(next: Partial<WalletState>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

function lookAgain(): void {
  const wallets = registry.get().filter(canSign);
  const gone = state.wallet !== undefined && !wallets.includes(state.wallet);
  set({ wallets, ...(gone && { wallet: undefined, account: undefined, vanished: true }) });
  const remembered = wallets.find(({ name }) => name === localStorage.getItem(REMEMBERED));
  if (!state.wallet && !gone && remembered) void connect(remembered, true);
}

registry.on('register', lookAgain);
registry.on('unregister', lookAgain);
lookAgain();

export async function connect(wallet: Wallet, silent = false): Promise<void> {
  try {
    const account = await connectTo(wallet, silent);
    if (!account) {
      if (!silent)
        set({ problem: `${wallet.name} shared no account. Unlock it, allow this page, and try again.` });
      return;
    }
    unfollow();
    unfollow = onAccounts(wallet, (accounts) => set({ account: accounts[0] }));
    localStorage.setItem(REMEMBERED, wallet.name);
    set({ wallet, account, vanished: false, problem: undefined });
  } catch (error) {
    if (silent) return;
    const words = error instanceof Error ? error.message : String(error);
    set({ problem: `${wallet.name} did not connect: ${words}. Nothing was shared; you can try again.` });
  }
}

export function disconnect(): void {
  unfollow();
  localStorage.removeItem(REMEMBERED);
  set({ wallet: undefined, account: undefined, vanished: false, problem: undefined });
}

export const walletState = (): WalletState => state;

export function useWallet(): WalletState {
  const [seen, setSeen] = useState(state);
  useEffect(() => {
    const look = () => setSeen(state);
    listeners.add(look);
    look();
    return () => void listeners.delete(look);
  }, []);
  return seen;
}
