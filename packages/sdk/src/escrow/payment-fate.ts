import { type ChainReader, isFailure, type JobId } from '@cyxwiz/protocol';
import type { Connection } from '@solana/web3.js';
import { ClientError } from '../errors.ts';
import { escrowSignature } from './escrow-signature.ts';
import { explainChain } from './explain-chain.ts';

/** A payment that is signed, and may have been sent. */
export interface SignedPayment {
  readonly signature: string;
  /** Height of the last block that can hold it: afterwards its blockhash is dead. */
  readonly lastValidBlockHeight: number;
}

/** `dead` is for good: it is not on the chain and never will be, so ordering again cannot pay twice. */
export type PaymentFate =
  | { readonly state: 'landed'; readonly signature: string }
  | { readonly state: 'pending'; readonly blocksLeft: number }
  | { readonly state: 'dead' };

/**
 * What became of the payment for a job, or can still become of it.
 * @throws ClientError RPC_UNAVAILABLE
 */
export async function paymentFate(
  chain: Pick<ChainReader, 'signatures'>,
  connection: Pick<Connection, 'getBlockHeight'>,
  job: JobId,
  { lastValidBlockHeight }: Pick<SignedPayment, 'lastValidBlockHeight'>,
): Promise<PaymentFate> {
  try {
    // The height first: what is not on the chain after a finalized block behind the last valid one never will be.
    const height = await connection.getBlockHeight('finalized');
    const signature = await escrowSignature(chain, job).catch(notFound);
    if (signature !== undefined) return { state: 'landed', signature };
    if (height > lastValidBlockHeight) return { state: 'dead' };
    return { state: 'pending', blocksLeft: lastValidBlockHeight - height + 1 };
  } catch (cause) {
    throw explainChain(cause);
  }
}

function notFound(error: unknown): undefined {
  if (error instanceof ClientError && isFailure(error, 'JOB_NOT_FOUND')) return undefined;
  throw error;
}
