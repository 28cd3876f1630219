import {
  ComputeBudgetProgram,
  PublicKey,
  type TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js';
import { type Effects, effectsOf } from './effects.ts';
import { connection, rpc } from './rpc.ts';

const MAX_UNITS = 1_400_000;
/** Most lamports the page offers for priority, whatever others pay. */
const MAX_PRIORITY = 1_000_000n;
const SIGNATURE_LAMPORTS = 5_000n;

export interface Composed {
  readonly transaction: VersionedTransaction;
  readonly lastValidBlockHeight: number;
  readonly effects: Effects;
  /** Lamports: signature and priority. */
  readonly fee: bigint;
}

/**
 * A transaction that can be signed now: simulated once for its compute limit, with the priority that recent
 * transactions on the same accounts paid.
 */
export async function compose(
  payer: string,
  instructions: readonly TransactionInstruction[],
): Promise<Composed> {
  const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash('confirmed');
  const build = (units: number, price: bigint) => {
    const budget = [ComputeBudgetProgram.setComputeUnitLimit({ units })];
    if (price > 0n) budget.push(ComputeBudgetProgram.setComputeUnitPrice({ microLamports: price }));
    const message = new TransactionMessage({
      payerKey: new PublicKey(payer),
      recentBlockhash: blockhash,
      instructions: [...budget, ...instructions],
    });
    return new VersionedTransaction(message.compileToV0Message());
  };
  const [effects, recent] = await Promise.all([
    effectsOf(build(MAX_UNITS, 0n)),
    recentPrice(
      instructions.flatMap(({ keys }) => keys.filter((k) => k.isWritable).map((k) => String(k.pubkey))),
    ),
  ]);
  const units = Math.min(MAX_UNITS, Math.ceil(effects.computeUnits * 1.15) + 5_000);
  const highest = (MAX_PRIORITY * 1_000_000n) / BigInt(units);
  const price = recent < highest ? recent : highest;
  return {
    transaction: build(units, price),
    lastValidBlockHeight,
    effects,
    fee: SIGNATURE_LAMPORTS + (price * BigInt(units) + 999_999n) / 1_000_000n,
  };
}

/** Micro-lamports a unit: the upper quartile of what recent blocks asked for these accounts; 0 when nobody paid. */
async function recentPrice(accounts: readonly string[]): Promise<bigint> {
  try {
    const fees = await rpc<{ prioritizationFee: number }[]>('getRecentPrioritizationFees', [
      [...new Set(accounts)].slice(0, 128),
    ]);
    const sorted = fees.map((fee) => fee.prioritizationFee).sort((a, b) => a - b);
    return BigInt(sorted[Math.floor(sorted.length * 0.75)] ?? 0);
  } catch {
    // A node that does not say lets the transaction wait a little longer.
    return 0n;
  }
}
