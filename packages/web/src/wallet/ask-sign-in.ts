import { type SignInRequest, signInText } from '@cyxwiz/protocol/sign-in';
import type { Wallet, WalletAccount } from '@wallet-standard/base';
import { feature } from './standard.ts';

interface SignedMessage {
  readonly signedMessage: Uint8Array;
  readonly signature: Uint8Array;
}
interface SignInFeature {
  signIn(input: SignInRequest): Promise<readonly SignedMessage[]>;
}
interface SignMessageFeature {
  signMessage(input: { account: WalletAccount; message: Uint8Array }): Promise<readonly SignedMessage[]>;
}

export function canSignIn(wallet: Wallet): boolean {
  return 'solana:signIn' in wallet.features || 'solana:signMessage' in wallet.features;
}

/**
 * Asks the wallet once: by `solana:signIn`, in which the wallet itself compares the domain with the page's, else by
 * `solana:signMessage` over the same text.
 * @throws Error in the wallet's own words when the person refuses
 */
export async function askSignIn(
  wallet: Wallet,
  account: WalletAccount,
  request: SignInRequest,
): Promise<SignedMessage> {
  const signing = feature<SignInFeature>(wallet, 'solana:signIn');
  const plain = feature<SignMessageFeature>(wallet, 'solana:signMessage');
  const message = new TextEncoder().encode(signInText(request));
  const [answer] = signing
    ? await signing.signIn(request)
    : ((await plain?.signMessage({ account, message })) ?? []);
  if (!answer) throw new Error(`${wallet.name} gave nothing back`);
  return answer;
}
