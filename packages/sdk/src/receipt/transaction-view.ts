import { decodeEvents, equalBytes, type ProgramEvent, verifyEd25519 } from '@cyxwiz/protocol';
import { type TransactionInstruction, VersionedTransaction } from '@solana/web3.js';
import bs58 from 'bs58';
import type { LedgerTransaction } from './schema.ts';

/** A recorded transaction, its signatures checked. One that failed cost its fee: it holds nothing else. */
export type TransactionView = {
  readonly record: LedgerTransaction;
  readonly failed: boolean;
  readonly keys: readonly string[];
  readonly signers: readonly string[];
  readonly events: readonly ProgramEvent[];
  /** Finds a top-level instruction with exactly this program, these accounts and this data. */
  holds(instruction: TransactionInstruction): boolean;
  /** Data of the top-level instructions to a program. */
  dataFor(program: string): Uint8Array[];
  /** What a token account held before, base units. */
  tokensBefore(account: string): bigint;
  /** Change of a token account, base units. Some runtimes list a closed account with what it held: do not ask then. */
  tokenChange(account: string): bigint;
};

/**
 * @throws Error when the transaction does not have this signature, a signature is wrong, or it used lookup tables, which
 * would make its accounts depend on something that is not signed.
 */
export function viewTransaction(signature: string, record: LedgerTransaction): TransactionView {
  const transaction = VersionedTransaction.deserialize(Buffer.from(record.transaction, 'base64'));
  const { message, signatures } = transaction;
  if (bs58.encode(signatures[0] ?? new Uint8Array()) !== signature)
    throw new Error('it is another transaction');
  if (message.addressTableLookups.length > 0) throw new Error('it uses address lookup tables');
  const keys = message.staticAccountKeys.map(String);
  const signed = message.serialize();
  const { numRequiredSignatures } = message.header;
  for (let i = 0; i < numRequiredSignatures; i++) {
    const key = message.staticAccountKeys[i];
    const bytes = signatures[i];
    if (!key || !bytes || !verifyEd25519(key.toBytes(), signed, bytes)) {
      throw new Error(`the signature of ${keys[i] ?? `signer ${i}`} does not verify`);
    }
  }
  const failed = record.meta.err !== null && record.meta.err !== undefined;
  const instructions = (failed ? [] : message.compiledInstructions).map((ix) => ({
    program: keys[ix.programIdIndex],
    accounts: ix.accountKeyIndexes.map((index) => keys[index]),
    data: ix.data,
  }));
  return {
    record,
    failed,
    keys,
    signers: keys.slice(0, numRequiredSignatures),
    events: failed ? [] : decodeEvents({ transaction: { message }, meta: { ...record.meta, err: null } }),
    holds: (wanted) =>
      instructions.some(
        ({ program, accounts, data }) =>
          program === wanted.programId.toBase58() &&
          equalBytes(data, wanted.data) &&
          accounts.length === wanted.keys.length &&
          wanted.keys.every((key, i) => key.pubkey.toBase58() === accounts[i]),
      ),
    dataFor: (program) => instructions.filter((ix) => ix.program === program).map((ix) => ix.data),
    tokensBefore: (account) => amountIn(record.meta.preTokenBalances, account),
    tokenChange: (account) =>
      amountIn(record.meta.postTokenBalances, account) - amountIn(record.meta.preTokenBalances, account),
  };
}

function amountIn(list: LedgerTransaction['meta']['preTokenBalances'], account: string): bigint {
  return BigInt(list.find((entry) => entry.account === account)?.amount ?? '0');
}
