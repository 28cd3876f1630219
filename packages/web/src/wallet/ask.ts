import { VersionedTransaction } from '@solana/web3.js';
import type { Wallet, WalletAccount } from '@wallet-standard/base';
import { feature } from './standard.ts';

interface SignFeature {
  signTransaction(input: {
    account: WalletAccount;
    transaction: Uint8Array;
    chain: string;
  }): Promise<readonly { signedTransaction: Uint8Array }[]>;
}

/** @throws Error in the wallet's own words when the person refuses */
export async function askSignature(
  wallet: Wallet,
  account: WalletAccount,
  transaction: VersionedTransaction,
  chain: string,
): Promise<VersionedTransaction> {
  const signing = feature<SignFeature>(wallet, 'solana:signTransaction');
  if (!signing) throw new Error(`${wallet.name} cannot sign Solana transactions`);
  const [answer] = await signing.signTransaction({ account, transaction: transaction.serialize(), chain });
  if (!answer) throw new Error(`${wallet.name} gave nothing back`);
  return VersionedTransaction.deserialize(new Uint8Array(answer.signedTransaction));
}
