import type { Wallet, WalletAccount } from '@wallet-standard/base';

/** The parts of Wallet Standard and of its Solana extension that the page uses. */
interface ConnectFeature {
  connect(input?: { silent?: boolean }): Promise<{ accounts: readonly WalletAccount[] }>;
}
interface EventsFeature {
  on(event: 'change', listener: (change: { accounts?: readonly WalletAccount[] }) => void): () => void;
}

/** Wallets that can sign a Solana transaction without sending it, so that the page sees what it sends. */
export function canSign(wallet: Wallet): boolean {
  return (
    'standard:connect' in wallet.features &&
    'solana:signTransaction' in wallet.features &&
    wallet.chains.some((chain) => chain.startsWith('solana:'))
  );
}

export function feature<T>(wallet: Wallet, name: string): T | undefined {
  return wallet.features[name as `${string}:${string}`] as T | undefined;
}

export async function connectTo(wallet: Wallet, silent: boolean): Promise<WalletAccount | undefined> {
  const known = feature<ConnectFeature>(wallet, 'standard:connect');
  const answer = await known?.connect(silent ? { silent: true } : undefined);
  return answer?.accounts[0] ?? wallet.accounts[0];
}

export function onAccounts(
  wallet: Wallet,
  listener: (accounts: readonly WalletAccount[]) => void,
): () => void {
  const events = feature<EventsFeature>(wallet, 'standard:events');
  return events?.on('change', ({ accounts }) => accounts && listener(accounts)) ?? (() => undefined);
}
