import { recordSlotHash } from '@cyxwiz/protocol';
import { Keypair, TransactionMessage, VersionedTransaction } from '@solana/web3.js';
import bs58 from 'bs58';
import { expect } from 'chai';
import type { LedgerTransaction } from '../src/receipt/schema.ts';
import { viewTransaction } from '../src/receipt/transaction-view.ts';

const payer = Keypair.generate();
const instruction = recordSlotHash(Keypair.generate().publicKey.toBase58());

function record(err: unknown): { signature: string; record: LedgerTransaction } {
  const message = new TransactionMessage({
    payerKey: payer.publicKey,
    recentBlockhash: Keypair.generate().publicKey.toBase58(),
    instructions: [instruction],
  });
  const transaction = new VersionedTransaction(message.compileToV0Message());
  transaction.sign([payer]);
  const meta = {
    ...{ err, fee: 5_000, computeUnitsConsumed: 1 },
    ...{ preTokenBalances: [], postTokenBalances: [], innerInstructions: [] },
  };
  return {
    signature: bs58.encode(transaction.signatures[0] ?? new Uint8Array()),
    record: { slot: 1, transaction: Buffer.from(transaction.serialize()).toString('base64'), meta },
  };
}

describe('a recorded transaction', () => {
  it('holds what it was sent with', () => {
    const { signature, record: sent } = record(null);
    const view = viewTransaction(signature, sent);
    expect(view.failed).to.equal(false);
    expect(view.holds(instruction)).to.equal(true);
  });

  it('holds nothing when it failed, so that nobody proves anything by it', () => {
    const { signature, record: sent } = record({ InstructionError: [0, { Custom: 6000 }] });
    const view = viewTransaction(signature, sent);
    expect(view.failed).to.equal(true);
    expect(view.holds(instruction)).to.equal(false);
    expect(view.dataFor(instruction.programId.toBase58())).to.deep.equal([]);
    expect(view.events).to.deep.equal([]);
    expect(view.signers).to.deep.equal([payer.publicKey.toBase58()]);
  });
});
