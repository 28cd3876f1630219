import { isFailure } from '@cyxwiz/protocol';
import { explainChain } from '@cyxwiz/sdk';
import {
  ComputeBudgetProgram,
  type TransactionInstruction,
  TransactionMessage,
  type VersionedTransaction,
} from '@solana/web3.js';
import type { Wallet, WalletAccount } from '@wallet-standard/base';
import type { Cluster } from '../chain/cluster.ts';
import { type Composed, compose } from '../chain/compose.ts';
import { type Change, type Effects, effectsOf } from '../chain/effects.ts';
import { connection, rpc, sender } from '../chain/rpc.ts';
import { askSignature } from '../wallet/ask.ts';
import { refusalOf } from './refusal.ts';
import { Unsafe } from './unsafe.ts';

export type Step = 'preparing' | 'asking' | 'checking' | 'sending' | 'confirmed' | 'finalized';

export interface Signing {
  readonly wallet: Wallet;
  readonly account: WalletAccount;
  readonly cluster: Cluster;
  readonly instructions: readonly TransactionInstruction[];
  /** Throws Unsafe when a simulated run is not what was shown. */
  readonly check: (effects: Effects) => void;
  readonly onStep: (step: Step, signature?: string) => void;
  /** The person has stopped waiting; a signature that comes later is thrown away. */
  readonly signal: AbortSignal;
}

/** Lamports by which a wallet may raise the fee, as some do to be included sooner. */
const FEE_SLACK = 2_000_000n;

/** A signature that never landed and never can: nothing has happened, and asking the wallet again is safe. */
export class Expired extends Unsafe {}

/**
 * Asks the wallet once, looks at what came back, sends it and follows it until it is final.
 * @throws Unsafe, Expired, ClientError
 */
export async function signAndFollow(signing: Signing): Promise<string> {
  const { wallet, account, cluster, instructions, check, onStep, signal } = signing;
  requireChain(wallet, account, cluster);
  onStep('preparing');
  const composed = await compose(account.address, instructions);
  requireSuccess(composed.effects, composed.transaction);
  check(composed.effects);
  onStep('asking');
  const signed = await askSignature(wallet, account, composed.transaction, cluster.chain).catch((cause) => {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new Unsafe(
      `${wallet.name} did not sign: ${words}`,
      'nothing has been paid; sign again, or close this page',
    );
  });
  if (signal.aborted)
    throw new Unsafe('the signature came too late and was thrown away', 'nothing has been paid');
  onStep('checking');
  const lastValidBlockHeight = await checkSigned(signing, composed, signed);
  if (signal.aborted) throw new Unsafe('you stopped before it was sent', 'nothing has been paid');
  onStep('sending');
  try {
    const { signature } = await sender.sendSigned(signed, lastValidBlockHeight, {
      onSignature: (id) => onStep('sending', id),
    });
    onStep('confirmed', signature);
    await untilFinal(signature);
    onStep('finalized', signature);
    return signature;
  } catch (cause) {
    if (isFailure(cause, 'TRANSACTION_EXPIRED')) {
      throw new Expired(
        'the signature came too late for the chain; it did not land and never can',
        'nothing has been paid; sign again',
      );
    }
    throw cause instanceof Unsafe ? cause : explainChain(cause);
  }
}

function requireChain(wallet: Wallet, account: WalletAccount, cluster: Cluster): void {
  if (account.chains.includes(cluster.chain)) return;
  throw new Unsafe(
    `your account in ${wallet.name} is for ${account.chains.join(', ') || 'no chain'}, and this is ${cluster.name}`,
    `switch ${wallet.name} to ${cluster.name} and sign again`,
  );
}

function requireSuccess(effects: Effects, transaction: VersionedTransaction): void {
  const refused = refusalOf(effects, transaction);
  if (refused) throw explainChain(refused);
}

/** Wallets may add instructions that guard; ours must still be there, and all together must do what was shown. */
async function checkSigned(
  signing: Signing,
  composed: Composed,
  signed: VersionedTransaction,
): Promise<number> {
  const { account, instructions, check, wallet } = signing;
  const { message } = signed;
  const refuse = (how: string) =>
    new Unsafe(
      `${wallet.name} gave back something else than it was asked to sign: ${how}`,
      'nothing has been sent',
    );
  if (message.staticAccountKeys[0]?.toBase58() !== account.address) throw refuse('another account pays');
  if (message.addressTableLookups.length > 0) throw refuse('it uses address lookup tables');
  if (signed.signatures.some((signature) => signature.every((byte) => byte === 0))) {
    throw refuse('a signature is missing');
  }
  const found = TransactionMessage.decompile(message).instructions.filter(notBudget);
  const rest = instructions.filter((ours) => !found.some((theirs) => sameInstruction(ours, theirs)));
  if (rest.length > 0) throw refuse('an instruction is missing or was changed');
  const effects = await effectsOf(signed);
  requireSuccess(effects, signed);
  check(effects);
  requireSameChanges(composed.effects.changes, effects.changes, account.address, refuse);
  if (message.recentBlockhash === composed.transaction.message.recentBlockhash) {
    return composed.lastValidBlockHeight;
  }
  // Of a hash that the wallet chose we know only that it is not younger than the latest.
  return (await connection.getLatestBlockhash('confirmed')).lastValidBlockHeight;
}

function requireSameChanges(
  shown: readonly Change[],
  signed: readonly Change[],
  payer: string,
  refuse: (how: string) => Unsafe,
): void {
  const before = new Map(shown.map((change) => [change.account, change]));
  for (const now of signed) {
    const then = before.get(now.account);
    if (!then) throw refuse(`it also changes ${now.account}`);
    const slack = now.account === payer ? FEE_SLACK : 0n;
    const lamports = then.lamports - now.lamports;
    const same =
      then.token?.amount === now.token?.amount && then.powers === now.powers && then.closed === now.closed;
    if (!same || lamports > slack || lamports < -slack) throw refuse(`it changes ${now.account} differently`);
  }
}

async function untilFinal(signature: string): Promise<void> {
  for (;;) {
    const { value } = await rpc<{ value: ({ confirmationStatus?: string } | null)[] }>(
      'getSignatureStatuses',
      [[signature], { searchTransactionHistory: true }],
    ).catch(() => ({ value: [] }));
    if (value[0]?.confirmationStatus === 'finalized') return;
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
}

function notBudget({ programId }: TransactionInstruction): boolean {
  return !programId.equals(ComputeBudgetProgram.programId);
}

function sameInstruction(a: TransactionInstruction, b: TransactionInstruction): boolean {
  return (
    a.programId.equals(b.programId) &&
    a.data.equals(b.data) &&
    a.keys.length === b.keys.length &&
    a.keys.every(({ pubkey }, at) => b.keys[at]?.pubkey.equals(pubkey))
  );
}
