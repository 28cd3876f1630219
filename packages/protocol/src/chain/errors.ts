import type { Failure } from '../failure.ts';
import type { TransactionSignature } from '../ids.ts';

/** What can go wrong between an instruction and a confirmed transaction. */
export type ChainFailure =
  | (Failure<'PROGRAM_ERROR'> & {
      /** Name of the program as in its IDL; its address when unknown. */
      readonly program: string;
      /** Name of the error in the program, e.g. `JobIsProving`; `Custom` when the IDL does not know the number. */
      readonly error: string;
      readonly number: number;
      /** Index of the instruction in the transaction. */
      readonly instruction: number;
      readonly logs: readonly string[];
      readonly signature?: TransactionSignature;
    })
  | (Failure<'TRANSACTION_FAILED'> & {
      /** The runtime's name of the error, e.g. `InsufficientFundsForRent`. */
      readonly reason: string;
      readonly logs: readonly string[];
      readonly signature?: TransactionSignature;
    })
  | (Failure<'INSUFFICIENT_LAMPORTS'> & { readonly logs: readonly string[] })
  | (Failure<'TRANSACTION_EXPIRED'> & { readonly signature: TransactionSignature })
  | (Failure<'SENDING_ABORTED'> & { readonly signature?: TransactionSignature })
  | Failure<'RPC_UNAVAILABLE'>
  | Failure<'WRONG_OWNER'>;
